"""A short film with sound and a picture, made once by ffmpeg; a recording is that film, padded to any length."""

import asyncio
import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .temporary import temporary_file

SECONDS = 4
PORTION = 1 << 16
_FILM = (
    *("-f", "lavfi", "-i", f"testsrc=size=320x180:rate=15:duration={SECONDS}"),
    *("-f", "lavfi", "-i", f"sine=frequency=440:duration={SECONDS}"),
    *("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", "-movflags", "+faststart", "-f", "mp4"),
)
_PICTURE = ("-f", "lavfi", "-i", "testsrc=size=320x180:duration=1", "-frames:v", "1", "-f", "mjpeg")
_BLACK = ("-f", "lavfi", "-i", "color=black:size=320x180:duration=1", "-frames:v", "1", "-f", "mjpeg")


@dataclass(frozen=True, kw_only=True, slots=True)
class Movie:
    """What every simulated recorder records and shows."""

    film: bytes
    picture: bytes
    black: bytes

    def portions(self, size: int, start: int = 0) -> Iterator[bytes]:
        """Yield a recording of so many bytes from one of them on: the film and a box that players skip.

        size: at least `shortest`.
        """
        head = self.film + _free_box(size - len(self.film))
        if start < len(head):
            yield head[start:size]
            start = len(head)
        while start < size:
            count = min(PORTION, size - start)
            yield bytes(count)
            start += count

    @property
    def shortest(self) -> int:
        """Bytes of the shortest recording."""
        return len(self.film) + 16


async def make_movie() -> Movie:
    """Return the film, made anew only where it does not lie in the folder for temporary files yet."""
    film, picture, black = [
        await _made(await asyncio.to_thread(temporary_file, name), arguments)
        for name, arguments in (("film.mp4", _FILM), ("picture.jpg", _PICTURE), ("black.jpg", _BLACK))
    ]
    return Movie(film=film, picture=picture, black=black)


async def _made(path: Path, arguments: tuple[str, ...]) -> bytes:
    if not await asyncio.to_thread(path.is_file):
        part = path.with_suffix(f".{secrets.token_hex(4)}.part")
        command = ("ffmpeg", "-v", "error", "-y", *arguments, str(part))
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
        if await process.wait():
            raise RuntimeError(f"ffmpeg could not make {path.name}")
        await asyncio.to_thread(part.replace, path)
    return await asyncio.to_thread(path.read_bytes)


def _free_box(size: int) -> bytes:
    return struct.pack(">I4sQ", 1, b"free", size)
