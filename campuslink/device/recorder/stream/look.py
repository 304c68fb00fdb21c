"""One look at a segment or a source: its keyframes, small, and how loud it is; and one keyframe as a picture."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ....errors import CannotConnectError, CredentialsError, LinkError, NoAnswerError
from .process import Ffmpeg
from .source import Source
from .verdict import Frame, Sound

WIDTH, HEIGHT = 160, 90
MOST_FRAMES = 60
MOST_PICTURE_BYTES = 8_000_000
LOOK_TIMEOUT_S = 20.0
_STREAM = re.compile(r"Stream #0:\d+.*?: (Video|Audio): (\w+)")
_VOLUME = re.compile(r"(n_samples|mean_volume|max_volume|histogram_0db): (-?[\d.]+|-inf)")
_KEYFRAMES = ("-skip_frame", "nokey", "-threads", "1")
_SILENCE_DB = -91.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What was seen and heard."""

    video: str = ""
    """Codec by ffmpeg's name; empty where there is none."""
    audio: str = ""
    frames: Sequence[Frame] = field(default_factory=tuple)
    sound: Sound | None = None


async def look_at_segment(ffmpeg: str, path: Path, *, has_sound: bool) -> Look:
    """Look at a segment: keyframes only. Raises LinkError when ffmpeg fails or hangs."""
    run = Ffmpeg(ffmpeg)
    data = await _collect(run, ("-i", str(path), *_outputs(has_sound=has_sound)), before=_KEYFRAMES)
    return _read(run.said, data)


async def look_at_source(ffmpeg: str, source: Source, seconds: float, *, has_sound: bool = True) -> Look:
    """Connect and look for some seconds.

    Raises CredentialsError for a wrong login, CannotConnectError, NoAnswerError for one that stays silent, LinkError
    for what streams nothing usable.
    """
    run = Ffmpeg(ffmpeg, source)
    try:
        data = await _collect(run, _outputs(has_sound=has_sound), before=(*_KEYFRAMES, "-t", str(seconds)))
    except LinkError:
        if has_sound and _codecs(run.said).keys() == {"Video"}:
            return await look_at_source(ffmpeg, source, seconds, has_sound=False)
        raise explain(run.said, source) from None
    return _read(run.said, data)


async def take_picture(ffmpeg: str, what: Path | Source) -> bytes:
    """Return a keyframe as JPEG. Raises LinkError and its kin."""
    source = what if isinstance(what, Source) else None
    run = Ffmpeg(ffmpeg, source)
    picture = ("-map", "0:v:0", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "5", "-f", "image2pipe", "pipe:1")
    opened = () if source else ("-i", str(what))
    try:
        data = await _collect(run, (*opened, *picture), before=_KEYFRAMES)
    except LinkError:
        raise (explain(run.said, source) if source else LinkError("no picture yet")) from None
    if not data.startswith(b"\xff\xd8"):
        raise LinkError("no picture yet")
    return data


def explain(said: Sequence[str], source: Source) -> LinkError | CredentialsError:
    """Return the error behind what ffmpeg said of a source it could not read."""
    text = "\n".join(said)
    where = f"{source.name} at {source.host}:{source.port}"
    if is_disk_full(said):
        return LinkError("the disk of recordings takes no more")
    if "401" in text or "403 Forbidden" in text:
        return CredentialsError(f"{where} wants another user or password")
    if "404" in text:
        return LinkError(f"{where} has no stream at this path")
    if any(word in text for word in ("refused", "No route", "unreachable", "Failed to resolve", "not known")):
        return CannotConnectError(f"{where} cannot be reached")
    if "timed out" in text or "Invalid data found" in text or not text:
        return NoAnswerError(f"{where} sends nothing")
    last = next((line for line in reversed(said) if "rror" in line or "failed" in line), said[-1])
    return LinkError(f"{where}: {source.hide(last[:200])}")


def is_disk_full(said: Sequence[str]) -> bool:
    """Return whether ffmpeg could not write."""
    return any("No space left" in line or "File too large" in line or "quota exceeded" in line for line in said)


def codecs(said: Sequence[str]) -> tuple[str, str]:
    """Return (video, audio) codec of the input, from what ffmpeg said; empty where there is none."""
    found = _codecs(said)
    return found.get("Video", ""), found.get("Audio", "")


def _codecs(said: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in said:
        if line.startswith("Output #"):
            break
        if match := _STREAM.search(line):
            found.setdefault(match[1], match[2])
    return found


def _outputs(*, has_sound: bool) -> tuple[str, ...]:
    # Every n-th pixel instead of a mean of many: noise shows that a picture lives
    small = f"scale={WIDTH}:{HEIGHT}:flags=neighbor,format=gray"
    picture = ("-map", "0:v:0", "-vf", small, "-fps_mode", "passthrough", "-frames:v", str(MOST_FRAMES))
    sound = ("-map", "0:a:0", "-af", "volumedetect", "-f", "null", "-") if has_sound else ()
    return (*picture, "-f", "rawvideo", "pipe:1", *sound)


async def _collect(run: Ffmpeg, arguments: Sequence[str], *, before: Sequence[str]) -> bytes:
    """Return what a short run writes. Raises LinkError when it fails or takes too long."""
    parts: list[bytes] = []
    try:
        async with asyncio.timeout(LOOK_TIMEOUT_S):
            await run.start(("-nostats", *arguments), before=before)
            async for data in run.output():
                parts.append(data)
                if sum(map(len, parts)) > MOST_PICTURE_BYTES:
                    break
    except TimeoutError:
        pass
    finally:
        code = await run.finish()
    if code:
        raise LinkError(f"ffmpeg ended with {code}: {run.said[-1] if run.said else 'without a word'}")
    return b"".join(parts)


def _read(said: Sequence[str], data: bytes) -> Look:
    video, audio = codecs(said)
    size = WIDTH * HEIGHT
    frames = np.frombuffer(data, np.uint8, len(data) // size * size).reshape(-1, HEIGHT, WIDTH)
    return Look(video=video, audio=audio, frames=tuple(frames), sound=_read_sound(said) if audio else None)


def _read_sound(said: Sequence[str]) -> Sound | None:
    found = {match[1]: match[2] for line in said if (match := _VOLUME.search(line))}
    samples = int(float(found.get("n_samples", 0)))
    if not samples:
        return None
    return Sound(
        samples=samples,
        mean_db=max(float(found.get("mean_volume", _SILENCE_DB)), _SILENCE_DB),
        peak_db=max(float(found.get("max_volume", _SILENCE_DB)), _SILENCE_DB),
        loud_share=float(found.get("histogram_0db", 0)) / samples,
    )
