"""The term's timetable of the building, made by rule: the same building has the same one every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from ..system import Names
from .courses import COURSES, GROUP, STORIED
from .description import Description, Room

WEEKS = 18
"""Of a term."""
EVERY_WEEK, ODD_WEEKS, EVEN_WEEKS = f"1-{WEEKS}", f"1-{WEEKS}单", f"1-{WEEKS}双"
DAYS = range(1, 8)
"""Also at weekends: whoever starts the demo then wants to see lessons as well."""
IN_USE = 0.65
"""Share of the periods in which a room has a lesson."""
DOUBLE, ALTERNATING = 0.3, 0.15
"""Shares of lessons that take two periods, and of those that are held every other week."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A lesson as it stands in a timetable."""

    room: Room
    day: int
    """1 is Monday."""
    first: int
    last: int
    """Periods, from 1."""
    course: Names
    teacher: Names
    group: Names
    weeks: str = EVERY_WEEK
    """As registrars write it."""


def meetings_of(building: Description, periods: int) -> Sequence[Meeting]:
    """Return the timetable of a term whose days have so many periods."""
    return [meeting for room in building.rooms for meeting in _of_a_room(room, periods)]


def _of_a_room(room: Room, periods: int) -> Iterator[Meeting]:
    if room.number in STORIED:
        place = STORIED.index(room.number)
        for day in DAYS:
            for period in range(1, periods + 1):
                yield _meeting(room, day, (period, period), place, place + 1)
        return
    rng = Random(f"timetable {room.number}")
    for day in DAYS:
        period = 1
        while period <= periods:
            if rng.random() >= IN_USE:
                period += 1
                continue
            last = min(periods, period + (rng.random() < DOUBLE))
            course, group = rng.randrange(len(COURSES)), rng.randint(1, 40)
            if rng.random() < ALTERNATING:
                other, other_group = rng.randrange(len(COURSES)), rng.randint(1, 40)
                yield _meeting(room, day, (period, last), course, group, weeks=ODD_WEEKS)
                yield _meeting(room, day, (period, last), other, other_group, weeks=EVEN_WEEKS)
            else:
                yield _meeting(room, day, (period, last), course, group)
            period = last + 1


def _meeting(
    room: Room, day: int, periods: tuple[int, int], course: int, group: int, *, weeks: str = EVERY_WEEK
) -> Meeting:
    name, teacher = COURSES[course]
    return Meeting(
        room=room,
        day=day,
        first=periods[0],
        last=periods[1],
        course=name,
        teacher=teacher,
        group=Names(en=GROUP.en.format(group), zh_hans=GROUP.zh_hans.format(group)),
        weeks=weeks,
    )
