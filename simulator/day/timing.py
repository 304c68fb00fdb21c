"""When a line of the script is due at a speed. Lessons keep to whole minutes, because timetables do."""

from collections.abc import Sequence

from .script import BEGINS, ENDS, PERIODS

BREAK_MIN = 1
"""At least, between two lessons, whatever the speed: one that follows without a break is a story of its own."""
SLOWEST, FASTEST, USUAL = 1.0, 60.0, 30.0
"""Script seconds a second. Faster than that, a lesson would be shorter than a timetable can say."""


class Timing:
    """The hours of one day at one speed."""

    def __init__(self, speed: float) -> None:
        """Make it for a speed. Raises ValueError for one that is too slow or too fast."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"speed must be {SLOWEST:g} to {FASTEST:g}")
        self.speed = speed

    def offset_s(self, at: str) -> float:
        """Return seconds from the begin of the day to a time of the script."""
        return (minute_of(at) - minute_of(BEGINS)) * 60 / self.speed

    def periods(self) -> Sequence[tuple[int, int]]:
        """Return the begin and the end of each period in whole minutes from the begin of the day."""
        found: list[tuple[int, int]] = []
        for first, last in PERIODS:
            begin = max(round(self.offset_s(first) / 60), found[-1][1] + BREAK_MIN if found else 0)
            found.append((begin, max(round(self.offset_s(last) / 60), begin + 1)))
        return found

    @property
    def length_s(self) -> float:
        """Seconds of the whole day."""
        return max(self.offset_s(ENDS), self.periods()[-1][1] * 60.0)

    def time_at(self, passed_s: float) -> str:
        """Return the script's time of the day so many seconds after its begin."""
        minute = int(minute_of(BEGINS) + max(0.0, passed_s) * self.speed / 60)
        return f"{minute // 60 % 24:02}:{minute % 60:02}"


def minute_of(at: str) -> int:
    """Return the minute of the day of HH:MM."""
    hours, _, minutes = at.partition(":")
    return int(hours) * 60 + int(minutes)
