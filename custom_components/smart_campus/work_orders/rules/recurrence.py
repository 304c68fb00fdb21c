"""When something that comes back is due: dates on the site's calendar, which know neither hours nor clocks."""

import calendar
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MOST_DAYS: Final = 3660
"""Longest time between two days of one task."""


class Every(StrEnum):
    """What a task goes by."""

    WEEK = "week"
    DAYS = "days"
    MONTH = "month"
    TERM = "term"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurrence:
    """How a task comes back; what does not belong to `every` does not count."""

    every: Every
    weekday: int = 0
    """0 for Monday to 6 for Sunday."""
    days: int = 7
    """Between two days."""
    month_day: int = 1
    """1 to 31; the last day of a shorter month."""

    def next_after(self, day: date, *, anchor: date, terms: Collection[date] = ()) -> date | None:
        """Return the first day on which it is due after a day; None when no term begins any more.

        anchor: a day on which every so many days are counted. terms: first days of the terms that are known.
        """
        match self.every:
            case Every.WEEK:
                return day + timedelta(days=(self.weekday - day.weekday() - 1) % 7 + 1)
            case Every.DAYS:
                step = max(1, self.days)
                return anchor + timedelta(days=((day - anchor).days // step + 1) * step)
            case Every.MONTH:
                return next(due for due in self._month_days(day) if due > day)
            case Every.TERM:
                return min((first for first in terms if first > day), default=None)

    def _month_days(self, day: date) -> Iterator[date]:
        for offset in range(2):
            year, month = divmod(day.year * 12 + day.month - 1 + offset, 12)
            last = calendar.monthrange(year, month + 1)[1]
            yield date(year, month + 1, min(self.month_day, last))
