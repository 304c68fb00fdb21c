"""The script of one building on one weekday: declared lines, and those of its lessons, each with when it is due."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from ..building.description import Description, Room
from ..building.timetable import EVEN_WEEKS, Meeting, meetings_of
from ..system import Names
from .script import LESSONS_BEGIN, LESSONS_END, PERIODS, SCRIPT, STORIED, Deed, Happening
from .timing import Timing, minute_of

FULLEST, EMPTIEST = 0.95, 0.5
"""Shares of a room's seats that are taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A happening and when it is due."""

    due_s: float
    """From the begin of the day."""
    happening: Happening


def lines_of(building: Description, timing: Timing, *, weekday: int, devices: Collection[str]) -> Sequence[Line]:
    """Return the lines in the order in which they are due.

    weekday: 1 is Monday. devices: ids of what there is; lines about others are left out.
    """
    declared = [Line(due_s=timing.offset_s(each.at), happening=each) for each in SCRIPT]
    every = [*_lessons(building, timing, weekday), *declared]
    lines = sorted(every, key=lambda line: (line.due_s, minute_of(line.happening.at)))
    return [line for line in (_known(line, devices) for line in lines) if line is not None]


def _known(line: Line, devices: Collection[str]) -> Line | None:
    happening = line.happening
    deeds = [deed for deed in happening.deeds if deed.device in devices]
    if happening.deeds and not deeds:
        return None
    kept = Happening(at=happening.at, says=happening.says, deeds=deeds, mends=happening.mends)
    return Line(due_s=line.due_s, happening=kept)


def _lessons(building: Description, timing: Timing, weekday: int) -> Iterator[Line]:
    """Yield what people do for the lessons of a day in the first week of a term."""
    meetings = [
        each for each in meetings_of(building, len(PERIODS)) if each.day == weekday and each.weeks != EVEN_WEEKS
    ]
    for number, ((begin, end), (begin_min, end_min)) in enumerate(zip(PERIODS, timing.periods(), strict=True), 1):
        coming = [deed for each in meetings if each.first == number for deed in _come(each)]
        going = [deed for each in meetings if each.last == number for deed in _go(each.room)]
        held = sum(each.first <= number <= each.last for each in meetings)
        over = sum(each.last == number for each in meetings)
        yield _line(begin_min, Happening(at=begin, says=_filled_in(LESSONS_BEGIN, number, held), deeds=coming))
        yield _line(end_min, Happening(at=end, says=_filled_in(LESSONS_END, number, over), deeds=going))


def _line(minute: int, happening: Happening) -> Line:
    return Line(due_s=minute * 60.0, happening=happening)


def _filled_in(says: Names, period: int, rooms: int) -> Names:
    return Names(en=says.en.format(period=period, rooms=rooms), zh_hans=says.zh_hans.format(period=period, rooms=rooms))


def _come(meeting: Meeting) -> Sequence[Deed]:
    room = meeting.room
    share = Random(f"people {room.number} {meeting.day} {meeting.first}").uniform(EMPTIEST, FULLEST)
    return _use(room, people=max(1, round(room.seats * share)), is_on=True)


def _go(room: Room) -> Sequence[Deed]:
    return _use(room, people=0, is_on=False)


def _use(room: Room, *, people: int, is_on: bool) -> Sequence[Deed]:
    return (
        Deed(device=_device("people", room), action="people", body={"people": people}),
        Deed(device=_device("lights", room), action="switch", body={"on": is_on}),
        Deed(device=_device("projector", room), action="remote", body={"power": "on" if is_on else "off"}),
    )


def _device(prefix: str, room: Room) -> str:
    usual = f"{prefix}-{room.number}"
    return STORIED.get(usual, usual)
