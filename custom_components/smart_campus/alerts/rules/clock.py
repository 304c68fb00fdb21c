"""Notices that the clock on the wall was set, by a clock that never jumps."""

from datetime import datetime, timedelta
from typing import Final

LEAST_JUMP: Final = timedelta(seconds=30)
"""Smaller differences add up over weeks by themselves."""


class WallClock:
    """Compares the two clocks at each look."""

    def __init__(self, wall: datetime, steady: float) -> None:
        """wall: UTC. steady: seconds."""
        self._wall = wall
        self._steady = steady

    def look(self, wall: datetime, steady: float) -> timedelta | None:
        """Return by how much the wall's clock was set since the last look; None when it was not."""
        jump = (wall - self._wall) - timedelta(seconds=steady - self._steady)
        if abs(jump) < LEAST_JUMP:
            # What drifts slowly is followed, or it would be taken for a jump some day.
            if abs(jump) > LEAST_JUMP / 2:
                self._wall, self._steady = wall, steady
            return None
        self._wall, self._steady = wall, steady
        return jump
