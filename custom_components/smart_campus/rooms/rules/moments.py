"""What is due when: each lesson's begin and end, and the moments before and after it that a room wants."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .lessons import Lesson, LessonTable


class Happening(StrEnum):
    """What comes up around a lesson; what is due at the same moment comes in this order."""

    ENDED = "lesson_ended"
    LAST_ENDED = "last_lesson_ended"
    """The room has no further lesson that day."""
    STARTING = "lesson_starting"
    """The lead time before its begin."""
    STARTED = "lesson_started"


_ORDER = {happening: place for place, happening in enumerate(Happening)}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something due at a time."""

    at: datetime
    room: str
    happening: Happening
    lesson_id: str
    lead: timedelta = timedelta()
    """How long before the begin it is, for a lesson that is about to start."""


type Leads = Mapping[str, Collection[timedelta]]
"""The rooms that are looked at, each with how long before a begin it is told; several times if need be."""


def moments_of(lesson: Lesson, table: LessonTable, leads: Leads) -> Iterator[Moment]:
    """Yield what one lesson brings."""
    for lead in leads.get(lesson.room, ()):
        yield Moment(lesson.start - lead, lesson.room, Happening.STARTING, lesson.id, lead)
    yield Moment(lesson.start, lesson.room, Happening.STARTED, lesson.id)
    yield Moment(lesson.end, lesson.room, Happening.ENDED, lesson.id)
    if table.is_last_of_day(lesson):
        yield Moment(lesson.end, lesson.room, Happening.LAST_ENDED, lesson.id)


def moments_between(table: LessonTable, leads: Leads, after: datetime, until: datetime) -> list[tuple[Moment, Lesson]]:
    """Return what is due later than after and not later than until, in order."""
    longest = max((lead for each in leads.values() for lead in each), default=timedelta())
    found = [
        (moment, lesson)
        for room in leads
        for lesson in table.between(room, after - timedelta(days=1), until + longest + timedelta(seconds=1))
        for moment in moments_of(lesson, table, leads)
        if after < moment.at <= until
    ]
    return sorted(found, key=lambda pair: _rank(pair[0]))


def next_moment(table: LessonTable, leads: Leads, after: datetime) -> datetime | None:
    """Return when something is due next; None when nothing comes within a day."""
    due = moments_between(table, leads, after, after + timedelta(days=1))
    return due[0][0].at if due else None


def missed_moments(table: LessonTable, leads: Leads, since: datetime, now: datetime) -> list[tuple[Moment, Lesson]]:
    """Return what is still worth telling after a silence that began at since.

    That is the begin of each lesson that runs, and the warning of each that has not begun.
    """
    return [
        (moment, lesson)
        for moment, lesson in moments_between(table, leads, since, now)
        if (moment.happening is Happening.STARTED and lesson.end > now)
        or (moment.happening is Happening.STARTING and lesson.start > now)
    ]


def _rank(moment: Moment) -> tuple[datetime, str, int, timedelta, str]:
    return moment.at, moment.room, _ORDER[moment.happening], -moment.lead, moment.lesson_id
