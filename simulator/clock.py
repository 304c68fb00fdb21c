"""Simulated time: starts at the real time and may run faster."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

CAMPUS_ZONE = timezone(timedelta(hours=8))
"""The campus keeps China's time, which has no summer time."""

EPOCH = datetime(2025, 9, 1, tzinfo=CAMPUS_ZONE)
"""A Monday, midnight on campus, when the meters were hung; load curves count from here."""


class SimClock:
    """A clock whose speed can be changed while it runs; it never jumps back."""

    def __init__(self, *, speed: float = 1.0, source: Callable[[], float] = time.time) -> None:
        """speed: simulated seconds per real second, above 0. source: real seconds since 1970."""
        self._source = source
        self._anchor_real = source()
        self._anchor_simulated = self._anchor_real
        self._speed = speed

    @property
    def speed(self) -> float:
        """Simulated seconds per real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed <= 0:
            raise ValueError("a clock's speed must be above 0")
        self._anchor_simulated, self._anchor_real = self.timestamp(), self._source()
        self._speed = speed

    def timestamp(self) -> float:
        """Return simulated seconds since 1970."""
        return self._anchor_simulated + (self._source() - self._anchor_real) * self._speed

    def now(self) -> datetime:
        """Return simulated campus time."""
        return datetime.fromtimestamp(self.timestamp(), UTC).astimezone(CAMPUS_ZONE)

    def seconds(self) -> float:
        """Return simulated seconds since `EPOCH`."""
        return self.timestamp() - EPOCH.timestamp()
