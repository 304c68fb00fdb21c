"""A term: which teaching week and which weekday's plan a date follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ...campuslink.model import EMPTY


@dataclass(frozen=True, slots=True)
class TeachingDay:
    """Whose plan a date follows."""

    week: int
    """Teaching week, 1-based."""
    weekday: int
    """1 for Monday to 7 for Sunday."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """A date that follows the plan of another day (调休). What the school announced; never guessed."""

    weekday: int
    week: int | None = None
    """Teaching week whose plan is followed, its parity included; None for the date's own week."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One term of a site."""

    name: str
    first_day: date
    """A day of teaching week 1; weeks begin on Monday."""
    weeks: int
    days_off: frozenset[date] = frozenset()
    """Holidays and days without lessons."""
    swaps: Mapping[date, Swap] = EMPTY

    @property
    def monday(self) -> date:
        """Return the Monday of week 1."""
        return self.first_day - timedelta(days=self.first_day.weekday())

    @property
    def last_day(self) -> date:
        """Return the Sunday of the last week."""
        return self.monday + timedelta(days=7 * self.weeks - 1)

    def teaching_day(self, day: date) -> TeachingDay | None:
        """Return whose plan a date follows; None outside the term and on days off.

        A swap wins over a day off: the announcement that moves a plan to a date is the later word on it.
        """
        week = (day - self.monday).days // 7 + 1
        if swap := self.swaps.get(day):
            return TeachingDay(swap.week or week, swap.weekday)
        if day in self.days_off or not 1 <= week <= self.weeks:
            return None
        return TeachingDay(week, day.isoweekday())
