"""Days, weeks and months as people on the campus live them: by local time, whatever the clocks do."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Period(StrEnum):
    """A stretch of the calendar."""

    DAY = "day"
    WEEK = "week"
    """From Monday on."""
    MONTH = "month"


def bounds_of(period: Period, now: datetime, back: int = 0) -> tuple[float, float]:
    """Return the first second of a period and that of the next, since 1970-01-01 UTC.

    now: with the time zone of the campus; a day in which clocks change has 23 or 25 hours.
    back: 0 for the period that runs, 1 for the one before, and so on.
    """
    today = now.date()
    match period:
        case Period.DAY:
            first = today - timedelta(days=back)
            following = first + timedelta(days=1)
        case Period.WEEK:
            first = today - timedelta(days=today.weekday() + 7 * back)
            following = first + timedelta(days=7)
        case Period.MONTH:
            first, following = _month(today, back), _month(today, back - 1)
    return tuple(datetime.combine(day, time(), now.tzinfo).timestamp() for day in (first, following))  # type: ignore[return-value]


def _month(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)
