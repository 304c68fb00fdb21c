"""The process in which GStreamer's RTSP server streams for any number of cameras."""

import asyncio
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .child import end_child, end_with_parent

SYSTEM_PYTHON = "/usr/bin/python3"
STREAMER = Path(__file__).parent / "rtsp_streamer.py"
ANSWER_TIMEOUT_S = 20.0
PICTURES = ("good", "black", "frozen", "flash")
SOUNDS = ("good", "silent", "clipped", "ticks", "none")


@dataclass(kw_only=True, slots=True)
class CameraSource:
    """What a camera streams on one path. Small and slow, for many of them share two cores."""

    width: int = 320
    height: int = 180
    fps: int = 10
    kbit: int = 150
    gop_s: float = 2.0
    """Seconds between keyframes."""
    picture: str = "good"
    """One of `PICTURES`; ``flash`` is white for the first tenth of every second, else black."""
    sound: str = "good"
    """One of `SOUNDS`; ``ticks`` clicks at the begin of every second."""
    codec: str = "aac"
    """Of the sound: ``aac`` or ``g711``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraRules:
    """One camera: a port, who is let in, and its sources by path."""

    port: int
    sources: Mapping[str, CameraSource] = field(default_factory=lambda: {"/live": CameraSource()})
    username: str = ""
    """Empty lets anybody in."""
    password: str = ""
    login: str = "digest"
    """``basic`` or ``digest``."""


class RtspProcess:
    """Streams until it is stopped; listens on the loopback address only."""

    def __init__(self, cameras: Mapping[str, CameraRules]) -> None:
        """cameras: by a name of one's own."""
        self._cameras = cameras
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        """Return when every camera listens. Raises RuntimeError when a port is taken or GStreamer is missing."""
        self._process = await asyncio.create_subprocess_exec(
            *(SYSTEM_PYTHON, str(STREAMER)),
            json.dumps({name: asdict(rules) for name, rules in self._cameras.items()}),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        try:
            await self._hear()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the process."""
        if self._process:
            await end_child(self._process)
            self._process = None

    async def ask(self, camera: str, do: str, **more: object) -> Mapping[str, object]:
        """Do something to a camera: ``plug``, ``unplug``, ``cut`` or ``change``. Raises RuntimeError when it cannot."""
        if self._process is None or self._process.stdin is None:
            raise RuntimeError("the cameras are not started")
        async with self._lock:
            self._process.stdin.write(json.dumps({"camera": camera, "do": do, **more}).encode() + b"\n")
            return await self._hear()

    async def _hear(self) -> Mapping[str, object]:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("the cameras are not started")
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("GStreamer's RTSP server did not start; script/setup brings what it needs")
        answer: dict[str, object] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(str(answer["error"]))
        return answer


def free_ports(count: int) -> Sequence[int]:
    """Return loopback ports that nobody listens on now: GStreamer does not tell which one it took."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports
