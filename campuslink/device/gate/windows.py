"""A right that lasts from one minute to another, in the words of a controller that knows days and hours of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ...errors import NotWritableError

FIRST_MINUTE, LAST_MINUTE = time(0, 0), time(23, 59)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """The same hours on each of some days."""

    start: date
    end: date
    """The last day."""
    hours: tuple[time, time]
    """First and last minute in which the right holds."""


def split_window(start: datetime, end: datetime) -> Sequence[Span]:
    """Return the spans of days that make up a window, at most three; none when whole days say it all.

    start, end: the controller's local time. The window never grows: it begins with the first whole minute and is over
    by the end of the last whole one. Raises NotWritableError for a window without a minute.
    """
    first = _whole_minute(start)
    last = end.replace(second=0, microsecond=0) - timedelta(minutes=1)
    if last < first:
        raise NotWritableError("the window is shorter than a minute")
    if first.time() == FIRST_MINUTE and last.time() == LAST_MINUTE:
        return ()
    if first.date() == last.date():
        return (Span(start=first.date(), end=last.date(), hours=(first.time(), last.time())),)
    return _split_days(first, last)


def _split_days(first: datetime, last: datetime) -> Sequence[Span]:
    day = timedelta(days=1)
    spans = [Span(start=first.date(), end=first.date(), hours=(first.time(), LAST_MINUTE))]
    if first.date() + day < last.date():
        spans.append(Span(start=first.date() + day, end=last.date() - day, hours=(FIRST_MINUTE, LAST_MINUTE)))
    spans.append(Span(start=last.date(), end=last.date(), hours=(FIRST_MINUTE, last.time())))
    return spans


def last_day(end: datetime) -> date:
    """Return the last day on which something that ends then is valid."""
    return (end.replace(second=0, microsecond=0) - timedelta(minutes=1)).date()


def _whole_minute(moment: datetime) -> datetime:
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)
