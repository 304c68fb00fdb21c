"""ffmpeg as a child that ends with whoever started it, and whose command line tells no password."""

import asyncio
import os
import shutil
import signal
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

from ....errors import LinkError
from .source import Source, hide_logins

KEEPER = (
    '"$@" </dev/null & child=$!; exec >/dev/null 2>&1; read -r _; kill -TERM $child; '
    "( n=0; while [ $n -lt 50 ] && kill -0 $child; do sleep 0.1; n=$((n+1)); done; kill -KILL $child ) & "
    "wait $child; code=$?; kill $!; exit $code"
)
"""Shell that ends ffmpeg once its standard input closes: with us, however we end."""
STOP_TIMEOUT_S = 8.0
LINES_KEPT = 80
LINE_LIMIT = 2000
_SCRIPT_PIPE = 64 * 1024
INPUT_TIMEOUT_S = 5
"""Seconds without a byte after which ffmpeg gives a source up."""
PROTOCOLS = "pipe,fd,rtsp,rtsps,rtp,srtp,tcp,udp,tls,crypto"


def find_ffmpeg(path: str = "") -> str:
    """Return ffmpeg's path. Raises LinkError where there is none."""
    found = shutil.which(path or "ffmpeg")
    if found is None:
        raise LinkError(f"ffmpeg is not installed: {path or 'not on the path of programs'}")
    return found


def input_script(source: Source, timeout_s: float = INPUT_TIMEOUT_S) -> bytes:
    """Return what ffmpeg's concat demuxer reads instead of a command line that everybody can see."""
    lines = (
        "ffconcat version 1.0",
        f"file '{source.url}'",
        "option rtsp_transport tcp",
        f"option timeout {round(timeout_s * 1_000_000)}",
    )
    return "\n".join(lines).encode() + b"\n"


class Ffmpeg:
    """One run of ffmpeg."""

    def __init__(self, path: str, source: Source | None = None, *, is_fed: bool = False) -> None:
        """source: its input. is_fed: it reads what `feed` is given; then it ends with us because that ends."""
        self._path = path
        self._source = source
        self._process: asyncio.subprocess.Process | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._is_fed = is_fed
        self.said: deque[str] = deque(maxlen=LINES_KEPT)
        """What it said last on standard error, without logins in addresses."""

    async def start(self, arguments: Sequence[str], *, before: Sequence[str] = ()) -> None:
        """Start it; before: options of the input. Its standard output is read by `output`."""
        script, options = self._open_input(before)
        keeper = () if self._is_fed else ("/bin/sh", "-c", KEEPER, "sh")
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(*keeper, self._path, "-hide_banner", "-nostdin", *options, *arguments),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=script,
                start_new_session=True,
                env={**os.environ, "AV_LOG_FORCE_NOCOLOR": "1", "LC_ALL": "C"},
            )
        except OSError as err:
            raise LinkError(f"ffmpeg could not be started: {err.strerror}") from err
        finally:
            for descriptor in script:
                os.close(descriptor)
        self._hearing = asyncio.create_task(self._hear())

    async def output(self) -> AsyncIterator[bytes]:
        """Yield what it writes until it ends."""
        if self._process is None or self._process.stdout is None:
            return
        while data := await self._process.stdout.read(_SCRIPT_PIPE):
            yield data

    async def feed(self, data: bytes) -> None:
        """Hand it bytes on ``pipe:0``. Raises BrokenPipeError or ConnectionResetError when it ended."""
        if self._process and self._process.stdin:
            self._process.stdin.write(data)
            await self._process.stdin.drain()

    async def close_in(self) -> None:
        """Say that there is no more."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            with suppress(OSError):
                await self._process.stdin.wait_closed()

    async def finish(self) -> int:
        """Return how it ended; ask it to end where it has not. Never waits for long."""
        process = self._process
        if process is None:
            return 0
        if process.stdin:
            process.stdin.close()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            await asyncio.shield(self._kill(process))
        except asyncio.CancelledError:
            await self._kill(process)
            raise
        if self._hearing:
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await asyncio.shield(self._hearing)
            self._hearing.cancel()
        return process.returncode or 0

    async def _kill(self, process: asyncio.subprocess.Process) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await process.wait()

    def _open_input(self, before: Sequence[str]) -> tuple[tuple[int, ...], Sequence[str]]:
        if self._source is None:
            return (), before
        reader, writer = os.pipe()
        os.write(writer, input_script(self._source))
        os.close(writer)
        opened = ("-protocol_whitelist", PROTOCOLS, "-f", "concat", "-safe", "0", "-i", f"pipe:{reader}")
        return (reader,), (*before, *opened)

    async def _hear(self) -> None:
        if self._process is None or self._process.stderr is None:
            return
        rest = b""
        while data := await self._process.stderr.read(4096):
            *lines, rest = (rest + data).split(b"\n")
            rest = rest[-LINE_LIMIT:]
            for line in lines:
                self._keep(line)
        self._keep(rest)

    def _keep(self, line: bytes) -> None:
        text = line.decode(errors="replace").strip()[:LINE_LIMIT]
        if text:
            self.said.append(hide_logins(text))


def size_of(path: Path) -> int:
    """Return a file's size; 0 where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
