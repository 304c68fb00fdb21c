"""Room on the disk: what stays free for others, and who makes more of it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from ....errors import LinkError, RefusalReason, RefusedError

GIGABYTE = 1_000_000_000
DEFAULT_RESERVE_BYTES = 5 * GIGABYTE
DEFAULT_RESERVE_PERCENT = 5.0
EMERGENCY_SHARE = 0.5
"""Share of the reserve below which even a running recording ends."""

type MakeRoom = Callable[[int], Awaitable[int]]
"""Takes bytes that are wanted; deletes the oldest confirmed recordings, never others; returns the bytes it freed."""
type Usage = Callable[[Path], tuple[int, int]]
"""Returns (total, free) bytes of the disk below a folder; free for who runs this process."""


def disk_usage(folder: Path) -> tuple[int, int]:
    """Ask the system; a folder that is not made yet counts as where it will be. Blocks; raises OSError."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(there)
    return usage.total, usage.free


@dataclass(frozen=True, slots=True)
class Space:
    """A disk at one moment, in bytes."""

    total: int
    free: int
    reserve: int

    @property
    def usable(self) -> int:
        """What can still be recorded."""
        return max(self.free - self.reserve, 0)

    @property
    def is_emergency(self) -> bool:
        """Whether recording on would endanger others on this disk."""
        return self.free < self.reserve * EMERGENCY_SHARE


class DiskGuard:
    """Watches the disk of one recorder."""

    def __init__(
        self,
        folder: Path,
        *,
        reserve_bytes: float = DEFAULT_RESERVE_BYTES,
        reserve_percent: float = DEFAULT_RESERVE_PERCENT,
        usage: Usage = disk_usage,
    ) -> None:
        """Of the two reserves the larger one counts."""
        self._folder = folder
        self._reserve_bytes, self._reserve_percent = reserve_bytes, reserve_percent
        self._usage = usage
        self.make_room: MakeRoom | None = None

    async def look(self) -> Space:
        """Return the space. Raises LinkError when the folder cannot be reached."""
        try:
            total, free = await asyncio.to_thread(self._usage, self._folder)
        except OSError as err:
            raise LinkError(f"the folder {self._folder} cannot be reached: {err.strerror}") from err
        return Space(total, free, int(max(self._reserve_bytes, total * self._reserve_percent / 100)))

    async def find_room(self, wanted: int) -> Space:
        """Return the space after others made room for so many bytes beyond the reserve, where they could."""
        space = await self.look()
        if space.usable < wanted and self.make_room is not None:
            await self.make_room(wanted - space.usable)
            space = await self.look()
        return space

    async def demand(self, wanted: int) -> Space:
        """Return the space. Raises RefusedError when so many bytes beyond the reserve cannot be had."""
        space = await self.find_room(wanted)
        if space.usable < wanted:
            raise RefusedError(
                RefusalReason.DEVICE_FAILURE,
                f"{_gb(space.free)} GB are free on the disk of recordings; "
                f"{_gb(wanted)} GB are needed and {_gb(space.reserve)} GB stay free for others",
            )
        return space


def _gb(size: int) -> str:
    return f"{size / GIGABYTE:.1f}"
