"""Hours in which a room is open, on the clock on the wall."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Self

ALWAYS: Final = "00:00-24:00"
_PATTERN: Final = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})\s*")
_DAY: Final = timedelta(days=1)
LONGEST_LOOK: Final = timedelta(days=2)


class HoursError(ValueError):
    """What was typed is no span of hours."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """From when to when, the same every day; what ends before it begins goes past midnight."""

    opens: timedelta
    """Since midnight."""
    closes: timedelta

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``07:00-22:30``. Raises HoursError."""
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise HoursError(text)
        opens, closes = (
            timedelta(hours=int(hour), minutes=int(minute)) for hour, minute in (match.group(1, 2), match.group(3, 4))
        )
        if int(match[2]) > 59 or int(match[4]) > 59 or opens >= _DAY or closes > _DAY or opens == closes:
            raise HoursError(text)
        return cls(opens, closes if closes > opens else closes + _DAY)

    def open_s(self, start: datetime, end: datetime) -> float:
        """Return for how many seconds of a stretch of at most `LONGEST_LOOK` it is open.

        start, end: with the same zone. A longer stretch is taken for a machine that was off: 0.
        """
        if not timedelta() < end - start <= LONGEST_LOOK:
            return 0.0
        return sum(((last - first).total_seconds() for first, last in self.spans(start, end)), 0.0)

    def spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield when it is open within a stretch, on the clock on the wall.

        start, end: with the same zone.
        """
        midnight = datetime.combine(start.date(), time(), start.tzinfo) - _DAY
        while midnight < end:
            first, last = max(start, midnight + self.opens), min(end, midnight + self.closes)
            if first < last:
                yield first, last
            midnight += _DAY
