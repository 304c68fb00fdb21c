"""Cameras on GStreamer's RTSP server. Run by the system's own Python, which alone has GStreamer.

It imports nothing of ours. Each line of standard input is a JSON object ``{"camera": ..., "do": ..., ...}``; each gets
one line of JSON back. It ends when standard input closes. Its first argument describes the cameras, see
`rtsp_process.py`.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402 - versions come first

HOST = "127.0.0.1"
Handle = Any
"""What comes from GStreamer, which has no types."""
BALL, BARS, BLACK, BLACK_AND_FLASH = 18, 13, 2, 2
PATTERNS = {"good": BALL, "frozen": BARS, "black": BLACK, "flash": BLACK_AND_FLASH}
"""Of videotestsrc; `flash` is white for the first tenth of every second."""
SINE, TICKS = 0, 8
SOUNDS = {"good": (SINE, 0.3, 1.0), "silent": (SINE, 0.0, 1.0), "clipped": (SINE, 0.9, 6.0), "ticks": (TICKS, 0.8, 1.0)}
"""(wave of audiotestsrc, volume, amplification); `ticks` is a click at the begin of every second."""
FLASH_S = 0.1
VIDEO = (
    "videotestsrc name=picture is-live=true ! video/x-raw,width={width},height={height},framerate={fps}/1 "
    "! videobalance name=balance ! x264enc tune=zerolatency sliced-threads=false threads=1 speed-preset=ultrafast "
    "bitrate={kbit} key-int-max={gop} ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1"
)
AUDIO = (
    "audiotestsrc name=sound is-live=true samplesperbuffer=1024 ! audio/x-raw,rate=48000,channels=1 "
    "! audioamplify name=gain clipping-method=clip ! audioconvert ! {coder}"
)
CODERS = {
    "aac": "avenc_aac bitrate=48000 ! rtpmp4gpay name=pay1 pt=97",
    "g711": "audioresample ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=8",
}
"""What cameras send sound as; many know only G.711."""


class Source:
    """One path of a camera."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self.size = (int(rules["width"]), int(rules["height"]))
        self.fps, self.kbit, self.gop_s = int(rules["fps"]), int(rules["kbit"]), float(rules["gop_s"])
        self.picture, self.sound = str(rules["picture"]), str(rules["sound"])
        self.coder = CODERS[rules["codec"]]
        self.is_stalled = False
        self._media: Handle = None
        self.factory = GstRtspServer.RTSPMediaFactory()
        self.factory.set_shared(True)
        self.factory.connect("media-configure", self._configure)
        self.describe()

    def describe(self) -> None:
        """Say what the next media is made of."""
        video = VIDEO.format(
            width=self.size[0], height=self.size[1], fps=self.fps, kbit=self.kbit, gop=round(self.fps * self.gop_s)
        )
        audio = "" if self.sound == "none" else AUDIO.format(coder=self.coder)
        self.factory.set_launch(f"( {video} {audio} )")

    def apply(self) -> None:
        """Make the running media look and sound as it is meant to."""
        if self._media is None:
            return
        element = self._media.get_element()
        element.get_by_name("picture").set_property("pattern", PATTERNS[self.picture])
        element.get_by_name("balance").set_property("brightness", 0.0)
        sound = element.get_by_name("sound")
        if sound is not None and self.sound != "none":
            wave, volume, gain = SOUNDS[self.sound]
            sound.set_property("wave", wave)
            sound.set_property("volume", volume)
            element.get_by_name("gain").set_property("amplification", gain)

    def _configure(self, _: Handle, media: Handle) -> None:
        self._media = media
        media.connect("unprepared", self._forget)
        element = media.get_element()
        balance = element.get_by_name("balance")
        balance.get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, self._flash, balance)
        for name in ("pay0", "pay1"):
            payloader = element.get_by_name(name)
            if payloader is not None:
                kinds = Gst.PadProbeType.BUFFER | Gst.PadProbeType.BUFFER_LIST
                payloader.get_static_pad("src").add_probe(kinds, self._let_through)
        self.apply()

    def _forget(self, media: Handle) -> None:
        if media is self._media:
            self._media = None

    def _flash(self, _: Handle, info: Handle, balance: Handle) -> Handle:
        if self.picture == "flash":
            is_lit = (info.get_buffer().pts / Gst.SECOND) % 1.0 < FLASH_S - 0.001
            balance.set_property("brightness", 1.0 if is_lit else 0.0)
        return Gst.PadProbeReturn.OK

    def _let_through(self, *_: Handle) -> Handle:
        return Gst.PadProbeReturn.DROP if self.is_stalled else Gst.PadProbeReturn.OK


class Camera:
    """One address with any number of sources."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self._rules = rules
        self._attached = 0
        self.connections = 0
        self.sources = {path: Source(source) for path, source in rules["sources"].items()}
        self._server: Handle = None

    def plug(self) -> None:
        """Listen."""
        if self._attached:
            return
        self._server = GstRtspServer.RTSPServer()
        self._server.set_address(HOST)
        self._server.set_service(str(self._rules["port"]))
        self._server.connect("client-connected", self._count)
        for path, source in self.sources.items():
            self._server.get_mount_points().add_factory(path, source.factory)
        if self._rules.get("username"):
            self._lock()
        self._attached = self._server.attach(None)
        if not self._attached:
            raise OSError(f"port {self._rules['port']} is taken")

    def unplug(self) -> None:
        """Listen no more, and cut who is there."""
        if self._attached:
            GLib.source_remove(self._attached)
            self._attached = 0
            self.cut()
            self._server = None

    def cut(self) -> None:
        """End every connection and session."""
        if self._server is not None:
            self._server.client_filter(lambda *_: GstRtspServer.RTSPFilterResult.REMOVE)
            self._server.get_session_pool().filter(lambda *_: GstRtspServer.RTSPFilterResult.REMOVE)

    def change(self, order: dict[str, Any]) -> None:
        """Change one source: ``picture``, ``sound``, ``stalled``, ``width`` with ``height``."""
        source = self.sources[order["path"]]
        picture, sound = order.get("picture", source.picture), order.get("sound", source.sound)
        size = (int(order.get("width", source.size[0])), int(order.get("height", source.size[1])))
        is_other = size != source.size or (sound == "none") != (source.sound == "none")
        source.picture, source.sound, source.size = picture, sound, size
        source.is_stalled = bool(order.get("stalled", source.is_stalled))
        if is_other:
            source.describe()
            self.cut()
        source.apply()

    def _count(self, *_: Handle) -> None:
        self.connections += 1

    def _lock(self) -> None:
        auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "reader")
        username, password = self._rules["username"], self._rules["password"]
        if self._rules.get("login") == "digest":
            auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
            auth.add_digest(username, password, token)
        else:
            auth.add_basic(GstRtspServer.RTSPAuth.make_basic(username, password), token)
        self._server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("reader", "media.factory.access", True)
        permissions.add_permission_for_role("reader", "media.factory.construct", True)
        for source in self.sources.values():
            source.factory.set_permissions(permissions)


class Streamer:
    """All cameras, and what is asked of them."""

    def __init__(self, cameras: dict[str, Any], loop: Handle) -> None:
        self._cameras = {name: Camera(rules) for name, rules in cameras.items()}
        self._loop = loop
        for camera in self._cameras.values():
            camera.plug()

    def read(self, *_: Handle) -> bool:
        """Obey one line; end when there is none."""
        line = sys.stdin.readline()
        if not line:
            self._loop.quit()
            return False
        say(self._obey(json.loads(line)))
        return True

    def _obey(self, order: dict[str, Any]) -> dict[str, Any]:
        try:
            camera = self._cameras[order["camera"]]
            actions = {"plug": camera.plug, "unplug": camera.unplug, "cut": camera.cut}
            if order["do"] == "change":
                camera.change(order)
            else:
                actions[order["do"]]()
        except (KeyError, ValueError, OSError) as error:
            return {"error": f"{type(error).__name__}: {error}"}
        return {"connections": camera.connections}


def say(answer: dict[str, Any]) -> None:
    """Print one line of JSON."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Stream until standard input closes."""
    Gst.init(None)
    loop = GLib.MainLoop()
    try:
        streamer = Streamer(json.loads(sys.argv[1]), loop)
    except OSError as error:
        say({"error": str(error)})
        return
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, streamer.read)
    say({"ready": True})
    loop.run()


if __name__ == "__main__":
    main()
