"""Streams one film of 2 Mbit/s to any number of readers. Run by the system's own Python, which alone has GStreamer.

Arguments: port, film. Prints ``ready`` and runs until standard input closes.
"""

import sys
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402 - versions come first

LAUNCH = (
    "( filesrc location={film} ! qtdemux name=d "
    "d.video_0 ! queue ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 "
    "d.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 )"
)
Handle = Any


def main() -> None:
    """Stream; each reader has the film from its begin, at its own pace."""
    Gst.init(None)
    server, factory = GstRtspServer.RTSPServer(), GstRtspServer.RTSPMediaFactory()
    server.set_address("127.0.0.1")
    server.set_service(sys.argv[1])
    factory.set_launch(LAUNCH.format(film=sys.argv[2]))
    server.get_mount_points().add_factory("/live", factory)
    if not server.attach(None):
        raise SystemExit("the port is taken")
    loop = GLib.MainLoop()

    def end(*_: Handle) -> bool:
        loop.quit()
        return False

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_HUP, end)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    loop.run()


if __name__ == "__main__":
    main()
