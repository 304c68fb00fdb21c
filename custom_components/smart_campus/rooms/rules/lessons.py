"""Dated lessons: the timetable laid over a term, by room and in order of time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import sha256
from itertools import groupby
from typing import Final

from .meeting import Meeting
from .periods import Clock
from .term import Term

LONGEST_DAYS: Final = 400
"""Days of a term that are looked at; longer ones are a typing error."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """One dated occurrence of the timetable in one room."""

    id: str
    """The same in every run and for every reader: made of what the lesson is, not of when it was read."""
    room: str
    day: date
    """The date on the site's calendar."""
    start: datetime
    """UTC: two local times of one zone compare by the clock on the wall, an hour wrong where clocks are set back."""
    end: datetime
    course: str
    teacher: str
    group: str
    week: int
    """The teaching week whose plan it follows."""


class LessonTable:
    """Every lesson of a term. Answers in logarithmic time; never changes."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        ordered = sorted(lessons, key=lambda lesson: (lesson.room, lesson.start, lesson.end, lesson.id))
        self._rooms = {room: tuple(members) for room, members in groupby(ordered, key=lambda lesson: lesson.room)}
        self._starts = {room: [lesson.start for lesson in members] for room, members in self._rooms.items()}

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
        for index in range(bisect_right(self._starts.get(room, ()), now) - 1, -1, -1):
            if lessons[index].end > now:
                return lessons[index]
            if now - lessons[index].start > timedelta(days=1):
                break
        return None

    def following(self, room: str, now: datetime) -> Lesson | None:
        """Return the next lesson that begins after now."""
        lessons = self._rooms.get(room, ())
        index = bisect_right(self._starts.get(room, ()), now)
        return lessons[index] if index < len(lessons) else None

    def between(self, room: str, start: datetime, end: datetime) -> tuple[Lesson, ...]:
        """Return the lessons of a room that touch a stretch of time, in order."""
        starts = self._starts.get(room, [])
        members = self._rooms.get(room, ())
        first, last = bisect_left(starts, start - timedelta(days=1)), bisect_left(starts, end)
        return tuple(lesson for lesson in members[first:last] if lesson.end > start)

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
        if found := term.teaching_day(day):
            for meeting in by_day.get((found.week, found.weekday), ()):
                if hours := clock.hours_of(day, meeting.periods):
                    start, end = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in hours)
                    yield _lesson(meeting, day, start, end, found.week)


def count_by_room(lessons: Iterable[Lesson]) -> Mapping[str, int]:
    """Return how many lessons each room has."""
    counts: dict[str, int] = {}
    for lesson in lessons:
        counts[lesson.room] = counts.get(lesson.room, 0) + 1
    return counts


def _days_of(term: Term) -> Iterator[date]:
    """Yield the dates of the term and of its swaps, which may lie outside."""
    days = min((term.last_day - term.monday).days + 1, LONGEST_DAYS)
    inside = {term.monday + timedelta(days=offset) for offset in range(days)}
    yield from sorted(inside | set(term.swaps))


def _lesson(meeting: Meeting, day: date, start: datetime, end: datetime, week: int) -> Lesson:
    name = f"{meeting.key}|{meeting.room}|{day.isoformat()}"
    return Lesson(
        id=sha256(name.encode()).hexdigest()[:16],
        room=meeting.room,
        day=day,
        start=start,
        end=end,
        course=meeting.course,
        teacher=meeting.teacher,
        group=meeting.group,
        week=week,
    )
