"""When a room should be open around what a calendar or schedule says, without Home Assistant."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Occupation:
    """What a calendar or schedule says now. Times are aware."""

    is_on: bool
    """Whether something takes place."""
    next_start: datetime | None
    """When the next one begins; None when that is not known."""
    next_end: datetime | None = None
    """When the next one ends; None when that is not known."""
    ended_at: datetime | None
    """When the last one ended; None when that is not known."""


def should_be_open(occupation: Occupation, now: datetime, *, before: timedelta, after: timedelta) -> bool:
    """Return whether a room is open now: so long before the start, during, and so long after the end.

    A calendar that has not turned to what it says takes place now is believed what it says.
    """
    if occupation.is_on:
        return True
    start = occupation.next_start
    is_early = start is not None and start - before <= now < (occupation.next_end or start)
    is_late = occupation.ended_at is not None and occupation.ended_at <= now < occupation.ended_at + after
    return is_early or is_late
