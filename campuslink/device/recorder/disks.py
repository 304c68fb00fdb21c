"""The disks of a recorder, as it tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class DiskShare:
    """One disk; None where the recorder does not say. Bytes."""

    free: int | None
    total: int | None
    is_healthy: bool


@dataclass(frozen=True, slots=True)
class Disks:
    """All of them."""

    shares: Sequence[DiskShare]
    trouble: str
    """What to say when none of them is healthy."""

    @property
    def free(self) -> int | None:
        """Return the free bytes of all; None without a disk."""
        return sum(disk.free or 0 for disk in self.shares) if self.shares else None

    @property
    def total(self) -> int | None:
        """Return the bytes of all; None without a disk."""
        return sum(disk.total or 0 for disk in self.shares) if self.shares else None

    def has_space(self, needed: int, notes: dict[str, str]) -> bool | None:
        """Return whether there is a disk with room; None where a healthy one is full, which is usual: it overwrites."""
        healthy = [disk for disk in self.shares if disk.is_healthy]
        if not healthy:
            notes["disk"] = self.trouble
            return False
        free = sum(disk.free or 0 for disk in healthy)
        if free >= needed:
            return True
        notes["disk"] = f"{free} bytes free; it may overwrite the oldest"
        return None
