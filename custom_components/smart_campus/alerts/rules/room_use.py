"""The same fault is worth more when a lesson is about to start, and can wait while the room is free."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo

from .alert import Alert, Category, Severity
from .hours import Hours

WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class RoomUse:
    """What the timetable says of a room now."""

    is_lesson: bool
    next_start: datetime | None
    """Of the next lesson, UTC; None when there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomUseRule:
    """How alerts follow the timetable."""

    is_on: bool = True
    categories: frozenset[Category] = frozenset({Category.ROOM, Category.RECORDING})
    lead: timedelta = timedelta(minutes=10)
    """So long before a lesson a fault in its room becomes urgent."""
    morning: time = time(7, 30)
    """A fault in a free room waits outside the day's hours until then."""
    evening: time = time(18, 0)
    """The end of the day's hours."""
    weekdays: frozenset[int] = field(default=WORKDAYS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How bad an alert is at a moment, and until when it can wait."""

    severity: Severity
    not_before: datetime | None = None
    """None: now."""
    changes_at: datetime | None = None
    """When it should be judged anew; None: nothing is in sight."""


def judge(alert: Alert, use: RoomUse | None, rule: RoomUseRule, now: datetime, zone: tzinfo) -> Verdict:
    """Return how bad an alert is now. use: None when the room has no timetable that can be trusted: told now."""
    base = alert.severity
    if not rule.is_on or use is None or alert.category not in rule.categories or base.rank >= Severity.URGENT.rank:
        return Verdict(base)
    starts_in = None if use.next_start is None else use.next_start - now
    if use.is_lesson or (starts_in is not None and starts_in <= rule.lead):
        return Verdict(Severity.URGENT)
    lesson_near = None if use.next_start is None else use.next_start - rule.lead
    if Hours(rule.morning, rule.evening, rule.weekdays).holds(now.astimezone(zone)):
        return Verdict(base, changes_at=lesson_near)
    morning = _next_morning(rule, now, zone)
    wait = morning if lesson_near is None else min(morning, lesson_near)
    return Verdict(base, wait, wait)


def _next_morning(rule: RoomUseRule, now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    for offset in range(8):
        day = local.date() + timedelta(days=offset)
        morning = datetime.combine(day, rule.morning, zone).astimezone(UTC)
        if morning > now and day.weekday() in rule.weekdays:
            return morning
    return now
