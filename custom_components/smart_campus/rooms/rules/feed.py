"""An iCalendar file as lessons of one room. RFC 5545 is read by `ical`; around it stands what exporters get wrong."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Final
from zoneinfo import available_timezones

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from .lessons import Lesson

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_LESSONS: Final = 5000
"""Of one room in the window that is looked at; a recurrence without an end is cut here."""
LONGEST_EVENT: Final = timedelta(hours=18)
"""Longer events are days of something, not lessons."""
TEXT_LIMIT: Final = 200

_TZID: Final = re.compile(r'TZID(?:[:=])"?([^":;\r\n]+)"?')
_ZONES: Final = {"China Standard Time": "Asia/Shanghai", "Asia/Beijing": "Asia/Shanghai"}
"""Names of China's time that are none of IANA's, as Windows and some exporters write them."""


class FeedError(ValueError):
    """A calendar cannot be used."""

    def __init__(self, key: str, detail: str = "") -> None:
        """key: translation key of the sentence. detail: what was wrong, for a person."""
        self.key = key
        self.detail = detail[:TEXT_LIMIT]
        super().__init__(f"{key}: {self.detail}" if detail else key)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEvent:
    """What a calendar says of one occurrence."""

    room: str
    key: str
    """The event's own id and, for one of a series, the time it was planned for: a moved occurrence keeps it."""
    course: str
    teacher: str = ""
    group: str = ""

    def name_on(self, _day: date) -> str:
        """Return what names the occurrence, wherever it was moved."""
        return f"{self.room}|{self.key}"


def read_feed(data: bytes, room: str, zone: tzinfo, start: datetime, end: datetime) -> tuple[Lesson, ...]:
    """Return the lessons of a calendar that touch a stretch of time.

    zone: of times that name none. Blocks; raises FeedError and nothing else, whatever the file holds.
    """
    text = _decode(data)
    try:
        calendar = IcsCalendarStream.calendar_from_ics(text)
        found = list(islice(_expand(calendar, zone, start, end), MOST_LESSONS))
    except FeedError:
        raise
    except Exception as err:
        raise FeedError("feed_unreadable", str(err).partition("\n")[0]) from err
    return tuple(_lessons_of(found, room, zone))


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise FeedError("feed_too_large", str(MOST_BYTES // 1024 // 1024))
    text = data.decode("utf-8-sig", errors="replace").lstrip()
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        raise FeedError("feed_no_calendar")
    return _name_zones(text)


def _name_zones(text: str) -> str:
    """Return the text with time zones under IANA's names; a calendar's own definition of one is not trusted."""
    for name in set(_TZID.findall(text)):
        known = _ZONES.get(name, name.removeprefix("/"))
        if known not in available_timezones():
            raise FeedError("feed_time_zone", name)
        if known != name:
            text = text.replace(name, known)
    return text


def _expand(calendar: Calendar, zone: tzinfo, start: datetime, end: datetime) -> Iterator[Event]:
    return (
        event
        for event in calendar.timeline_tz(zone).overlapping(start, end)
        if isinstance(event.dtstart, datetime) and (event.status or "") != "CANCELLED"
    )


def _lessons_of(events: Iterable[Event], room: str, zone: tzinfo) -> Iterator[Lesson]:
    for event in events:
        begin, end = _utc(event.start, zone), _utc(event.end, zone)
        if timedelta(0) < end - begin <= LONGEST_EVENT:
            about = FeedEvent(
                room=room,
                key=f"{event.uid}#{event.recurrence_id or ''}",
                course=_plain(event.summary or ""),
                teacher=_plain(event.description or ""),
            )
            yield Lesson(about, begin.astimezone(zone).date(), begin, end, 0)


def _utc(moment: datetime | date, zone: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _plain(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:TEXT_LIMIT]
