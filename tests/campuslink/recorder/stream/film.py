"""What ffprobe and ffmpeg, called directly, say of a file; and processes found in /proc."""

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE_S = 60.0


async def run(*command: str) -> tuple[str, str]:
    """Return what a program prints on both outputs."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    return out.decode(), err.decode()


async def probe(path: Path, *entries: str) -> dict[str, Any]:
    """Return ffprobe's JSON."""
    out, _ = await run("ffprobe", "-v", "error", *entries, "-of", "json", str(path))
    found: dict[str, Any] = json.loads(out)
    return found


async def duration_of(path: Path) -> float:
    return float((await probe(path, "-show_entries", "format=duration"))["format"]["duration"])


async def streams_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await probe(path, "-show_streams"))["streams"]
    return found


async def decode_errors(path: Path) -> str:
    """Return what ffmpeg complains about when it decodes everything; empty when nothing."""
    # Times as fine as the file's: with one slot a picture, two that are close would count as one too many
    fine = ("-fps_mode", "passthrough", "-enc_time_base", "-1")
    _, err = await run("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", str(path), *fine, "-f", "null", "-")
    return err


async def times_of(path: Path, stream: str) -> list[float]:
    """Return the decoding times of the packets of a stream (``v:0``, ``a:0``)."""
    found = await probe(path, "-select_streams", stream, "-show_entries", "packet=dts_time")
    return [float(packet["dts_time"]) for packet in found["packets"]]


async def flashes_in(path: Path) -> list[float]:
    """Return when the picture turns white."""
    look = "scale=32:18,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-"
    out, _ = await run("ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-vf", look, "-f", "null", "-")
    values = re.findall(r"pts_time:([\d.]+)\s+lavfi\.signalstats\.YAVG=([\d.]+)", out)
    return [float(at) for at, brightness in values if float(brightness) > 128]


async def ticks_in(path: Path) -> list[float]:
    """Return when a sound begins after silence."""
    hear = "silencedetect=n=-40dB:d=0.2"
    _, err = await run("ffmpeg", "-nostdin", "-hide_banner", "-i", str(path), "-af", hear, "-vn", "-f", "null", "-")
    return [float(at) for at in re.findall(r"silence_end: ([\d.]+)", err)]


async def is_faststart(path: Path) -> bool:
    """Return whether the index stands before the media, so that a browser can play at once."""
    head = await asyncio.to_thread(lambda: path.read_bytes()[: 4 * 1024 * 1024])
    return 0 < head.find(b"moov") < head.find(b"mdat")


def writers_into(folder: Path) -> list[int]:
    """Return the ids of the ffmpeg processes that name a folder, without their keepers."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[0].endswith(b"ffmpeg") and any(str(folder).encode() in word for word in words):
                found.append(int(entry.name))
    return found


def command_lines() -> bytes:
    """Return every command line and environment of this machine that we may read."""
    parts = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            for name in ("cmdline", "environ"):
                try:
                    parts.append((entry / name).read_bytes())
                except OSError:
                    continue
    return b"\n".join(parts)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


async def eventually(is_so: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
    """Return once something is so."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be so"
        await asyncio.sleep(0.1)
