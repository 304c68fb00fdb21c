"""What it has saved that the lights of a room were off while the room was open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from .hours import OpeningHours

SAME_LOOK = timedelta(minutes=10)
"""Looks further apart than this had nobody watching in between; such a stretch counts for nothing."""


@dataclass(slots=True)
class Saving:
    """Counts the seconds in which the room was open, its lights known and off; fed in order of time."""

    saved_s: float = 0.0
    _looked_at: datetime | None = None
    _was_dark: bool = False

    def look(self, now: datetime, hours: OpeningHours, *, is_dark: bool) -> None:
        """Take how the lights are now. is_dark: all are known to be off; it counts up to the next look."""
        before = self._looked_at
        if before is not None and self._was_dark and timedelta() < now - before <= SAME_LOOK:
            self.saved_s += hours.open_s(before.astimezone(now.tzinfo), now)
        self._looked_at, self._was_dark = now, is_dark

    @property
    def hours(self) -> float:
        """Return the hours saved so far."""
        return self.saved_s / 3600

    def energy(self, watts: float) -> float:
        """Return the kWh saved so far. watts: what the lights of the room take when all are on."""
        return self.hours * watts / 1000

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {"saved_s": self.saved_s}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned; what is damaged counts from zero."""
        given = data.get("saved_s") if isinstance(data, dict) else None
        is_number = isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given < float("inf")
        return cls(float(given) if is_number and given is not None else 0.0)
