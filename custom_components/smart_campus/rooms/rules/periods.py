"""Class periods (节) as registrar systems write them, and the clock behind them."""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Final

from ...sheets.rules.faults import CellError
from ...sheets.rules.marks import plain_marks

MOST_PERIODS: Final = 20

_NOISE: Final = re.compile(r"[第节()\[\]{}]")
_RANGE: Final = re.compile(r"(\d{1,2})-(\d{1,2})")
_PAIRS: Final = re.compile(r"(?:\d\d){2,}")


@dataclass(frozen=True, order=True, slots=True)
class Periods:
    """A run of class periods of one day."""

    first: int
    last: int

    def __str__(self) -> str:
        """Return ``3-4``, or ``3`` for a single one."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@lru_cache(maxsize=1024)
def parse_periods(text: str) -> Periods:
    """Return the run of a cell: ``3-4``, ``第3-4节``, ``3,4节``, ``[03-04节]``, ``0304``, ``5``.

    A list must be a run without a hole. Raises CellError for everything else.
    """
    plain = _NOISE.sub("", plain_marks(text))
    numbers = _numbers(plain)
    if numbers is None or not 1 <= numbers[0] <= numbers[-1] <= MOST_PERIODS:
        raise CellError("periods_unreadable", text)
    if list(range(numbers[0], numbers[-1] + 1)) != numbers:
        raise CellError("periods_unreadable", text)
    return Periods(numbers[0], numbers[-1])


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockTable:
    """When each period of a day begins and ends, for a part of the year."""

    periods: tuple[tuple[time, time], ...]
    """From period 1 on, local time; each begins no earlier than the one before ends."""
    since: tuple[int, int] = (1, 1)
    """Month and day from which it holds each year, until that of another table; around the turn of the year as well."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock tables of a site, winter and summer ones."""

    tables: tuple[ClockTable, ...]

    def hours_of(self, day: date, periods: Periods) -> tuple[time, time] | None:
        """Return begin and end of a run of periods; None when the day's table has not that many."""
        table = self._table_on(day)
        if table is None or periods.last > len(table.periods):
            return None
        return table.periods[periods.first - 1][0], table.periods[periods.last - 1][1]

    def _table_on(self, day: date) -> ClockTable | None:
        ordered = sorted(self.tables, key=lambda table: table.since)
        holding = [table for table in ordered if table.since <= (day.month, day.day)]
        # Before the first switch of the year the table of the last one still holds.
        return (holding or ordered)[-1] if ordered else None


def _numbers(plain: str) -> list[int] | None:
    if match := _RANGE.fullmatch(plain):
        first, last = int(match[1]), int(match[2])
        return list(range(first, last + 1)) or None
    if _PAIRS.fullmatch(plain):
        return [int(plain[at : at + 2]) for at in range(0, len(plain), 2)]
    parts = plain.split(",")
    return [int(part) for part in parts] if all(re.fullmatch(r"\d{1,2}", part) for part in parts) else None
