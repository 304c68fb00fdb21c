"""Hours at which people may be told. Whatever is missing or makes no sense means: now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from .alert import Severity

_DAYS_AHEAD: Final = 9
"""A week, and the two days that hours over midnight touch."""


class When(StrEnum):
    """At which hours a severity is told."""

    ALWAYS = "always"
    OUTSIDE_QUIET_HOURS = "outside_quiet_hours"
    WORKING_HOURS = "working_hours"


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the day on some weekdays. An end that is not after the start is on the next day."""

    start: time
    end: time
    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0; of the day on which it starts."""

    def holds(self, local: datetime) -> bool:
        """Return whether a local time lies within."""
        clock, day = local.time(), local.weekday()
        if self.start < self.end:
            return day in self.weekdays and self.start <= clock < self.end
        return (day in self.weekdays and clock >= self.start) or ((day - 1) % 7 in self.weekdays and clock < self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """When a group is told of which severity."""

    working: Hours | None = None
    quiet: Hours | None = None
    when: Mapping[Severity, When] = field(default_factory=dict)
    """What is missing is told always."""

    def first_allowed(self, severity: Severity, now: datetime, zone: tzinfo) -> datetime:
        """Return from when on, not before now, an alert may be told. UTC in, UTC out."""
        wanted = self.when.get(severity, When.ALWAYS)
        if severity is Severity.SAFETY or wanted is When.ALWAYS:
            return now
        hours = self.working if wanted is When.WORKING_HOURS else self.quiet
        if hours is None:
            return now
        is_inside = wanted is When.WORKING_HOURS
        for moment in (now, *_edges(hours, now, zone)):
            if hours.holds(moment.astimezone(zone)) is is_inside:
                return moment
        # Hours that hold never, or quiet without an end, would keep an alert from everybody.
        return now


def _edges(hours: Hours, now: datetime, zone: tzinfo) -> Iterable[datetime]:
    """Return the moments after now at which hours may begin or end, in order."""
    return sorted(moment for moment in _starts_and_ends(hours, now, zone) if moment > now)


def _starts_and_ends(hours: Hours, now: datetime, zone: tzinfo) -> Iterator[datetime]:
    today = now.astimezone(zone).date()
    for offset in range(-1, _DAYS_AHEAD):
        for clock in (hours.start, hours.end):
            yield datetime.combine(today + timedelta(days=offset), clock, zone).astimezone(UTC)
