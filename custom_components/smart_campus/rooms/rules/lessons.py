"""Dated lessons: the timetable laid over a term, by room and in order of time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import sha256
from itertools import chain
from typing import Final, NamedTuple, Protocol

from .meeting import Meeting
from .periods import Clock, Periods
from .term import Term

LONGEST_DAYS: Final = 400
"""Days of a term that are looked at; longer ones are a typing error."""

LONGEST_LESSON: Final = timedelta(days=1)


class About(Protocol):
    """What a lesson is, wherever it was read."""

    @property
    def key(self) -> str:
        """Name of the series or of the one occurrence."""

    @property
    def room(self) -> str:
        """The room, as timetables name it."""

    @property
    def course(self) -> str:
        """What is taught."""

    @property
    def teacher(self) -> str:
        """Who teaches; empty where nobody said."""

    @property
    def group(self) -> str:
        """The teaching class; empty where nobody said."""

    def name_on(self, day: date) -> str:
        """Return what names the occurrence on a day."""


class Lesson(NamedTuple):
    """One dated occurrence of the timetable in one room."""

    meeting: About
    day: date
    """The date on the site's calendar."""
    start: datetime
    """UTC: two local times of one zone compare by the clock on the wall, an hour wrong where clocks are set back."""
    end: datetime
    week: int
    """The teaching week whose plan it follows; 0 where a calendar, not a plan, says it."""

    @property
    def id(self) -> str:
        """Return its name, the same in every run: made of what the lesson is, not of when it was read."""
        return sha256(self.meeting.name_on(self.day).encode()).hexdigest()[:16]

    @property
    def room(self) -> str:
        """Return the room, as the registrar names it."""
        return self.meeting.room

    @property
    def course(self) -> str:
        """Return what is taught."""
        return self.meeting.course

    @property
    def teacher(self) -> str:
        """Return who teaches; empty where nobody said."""
        return self.meeting.teacher

    @property
    def group(self) -> str:
        """Return the teaching class; empty where nobody said."""
        return self.meeting.group


class LessonTable:
    """Every lesson of a term. Answers in logarithmic time; never changes."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        by_room: dict[str, list[Lesson]] = {}
        for lesson in lessons:
            by_room.setdefault(lesson.meeting.room, []).append(lesson)
        for members in by_room.values():
            members.sort(key=lambda lesson: (lesson.start, lesson.end, lesson.meeting.key))
        self._rooms = by_room
        self._starts = {room: [lesson.start.timestamp() for lesson in members] for room, members in by_room.items()}

    def __len__(self) -> int:
        """Return how many lessons there are."""
        return sum(map(len, self._rooms.values()))

    @property
    def rooms(self) -> frozenset[str]:
        """Return the rooms that have lessons."""
        return frozenset(self._rooms)

    def current(self, room: str, now: datetime) -> Lesson | None:
        """Return the lesson that runs; of two that overlap the one begun last."""
        lessons = self._rooms.get(room, ())
        for index in range(bisect_right(self._starts.get(room, ()), now.timestamp()) - 1, -1, -1):
            if lessons[index].end > now:
                return lessons[index]
            if now - lessons[index].start > LONGEST_LESSON:
                break
        return None

    def following(self, room: str, now: datetime) -> Lesson | None:
        """Return the next lesson that begins after now."""
        lessons = self._rooms.get(room, ())
        index = bisect_right(self._starts.get(room, ()), now.timestamp())
        return lessons[index] if index < len(lessons) else None

    def between(self, room: str, start: datetime, end: datetime) -> tuple[Lesson, ...]:
        """Return the lessons of a room that touch a stretch of time, in order."""
        starts = self._starts.get(room, [])
        members = self._rooms.get(room, ())
        first = bisect_left(starts, (start - LONGEST_LESSON).timestamp())
        return tuple(lesson for lesson in members[first : bisect_left(starts, end.timestamp())] if lesson.end > start)

    def find(self, lesson_id: str) -> Lesson | None:
        """Return the lesson of an id; looks at all of them."""
        lessons = chain.from_iterable(self._rooms.values())
        return next((lesson for lesson in lessons if lesson.id == lesson_id), None)

    def is_last_of_day(self, lesson: Lesson) -> bool:
        """Return whether the room has no further lesson on the same date."""
        following = self.following(lesson.room, lesson.start)
        return following is None or following.day != lesson.day


def lay_out(meetings: Iterable[Meeting], term: Term, clock: Clock, zone: tzinfo) -> Iterator[Lesson]:
    """Yield every lesson of a term. Meetings in weeks or periods that the term or the clock lacks yield none."""
    by_day: dict[tuple[int, int], list[Meeting]] = {}
    for meeting in meetings:
        for week in meeting.weeks:
            by_day.setdefault((week, meeting.weekday), []).append(meeting)
    for day in _days_of(term):
        if (found := term.teaching_day(day)) is None:
            continue
        hours: dict[Periods, tuple[datetime, datetime] | None] = {}
        for meeting in by_day.get((found.week, found.weekday), ()):
            if meeting.periods not in hours:
                hours[meeting.periods] = _hours_of(clock, day, meeting.periods, zone)
            if times := hours[meeting.periods]:
                yield Lesson(meeting, day, *times, found.week)


def _days_of(term: Term) -> Iterator[date]:
    """Yield the dates of the term and of its swaps, which may lie outside."""
    days = min((term.last_day - term.monday).days + 1, LONGEST_DAYS)
    inside = {term.monday + timedelta(days=offset) for offset in range(days)}
    yield from sorted(inside | set(term.swaps))


def _hours_of(clock: Clock, day: date, periods: Periods, zone: tzinfo) -> tuple[datetime, datetime] | None:
    hours = clock.hours_of(day, periods)
    if hours is None:
        return None
    start, end = (datetime.combine(day, each, zone).astimezone(UTC) for each in hours)
    return start, end
