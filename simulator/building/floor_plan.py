"""The building floor by floor, as it is declared: twelve rooms on each of five floors, and the grounds around it.

A run of rooms is one line. ``told`` names what is in a room already, with a story of its own (``demo_*.py``); patterns
(``equipment.py``) bring the rest. ``small`` says how many rooms of the run are in the small campus as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..demo_places import (
    CLASSROOM_301,
    CLASSROOM_302,
    CLASSROOM_303,
    CLASSROOM_304,
    COMPUTER_ROOM,
    CORRIDOR,
    DISTRIBUTION_ROOM,
    DORMITORY_CLOSET,
    DORMITORY_DISTRIBUTION,
    DORMITORY_HALL,
    ENTRANCE_A,
    ENTRANCE_LIBRARY,
    GATEHOUSE,
    GROUNDS,
    HEAT_STATION,
    KITCHEN,
    LECTURE_HALL,
    LIBRARY_CLOSET,
    LIBRARY_DISTRIBUTION,
    LIBRARY_ROOF,
    NETWORK_ROOM,
    PUMP_ROOM,
    READING_ROOM,
    ROADS,
    ROOF,
    SPORTS_HALL,
    WIRING_CLOSET,
)
from ..system import Names
from .description import RoomType

SMART, HALL, LABORATORY, COMPUTERS, OTHER = (
    RoomType.SMART_CLASSROOM,
    RoomType.HALL,
    RoomType.LABORATORY,
    RoomType.COMPUTER_ROOM,
    RoomType.OTHER,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Rooms side by side that are alike."""

    first: int
    last: int
    type: RoomType
    small: int = 0
    is_recorded: bool = False
    name: Names | None = None
    """Of a room that is not called by its type and number."""
    told: str = ""
    """Prefixes of patterns, with spaces between."""


PLAN: Final[Sequence[Run]] = (
    Run(first=101, last=101, type=HALL, small=1, is_recorded=True, name=LECTURE_HALL, told="projector recorder"),
    Run(first=102, last=102, type=OTHER, small=1, name=SPORTS_HALL, told="projector meter"),
    Run(first=103, last=103, type=HALL, small=1, is_recorded=True),
    Run(first=104, last=109, type=SMART, small=2, is_recorded=True),
    Run(first=110, last=112, type=OTHER),
    Run(first=201, last=208, type=SMART, small=3, is_recorded=True),
    Run(first=209, last=209, type=OTHER, small=1, name=READING_ROOM, told="projector lights"),
    Run(first=210, last=212, type=OTHER),
    Run(first=301, last=301, type=SMART, small=1, is_recorded=True, name=CLASSROOM_301,
        told="projector recorder meter lights people"),
    Run(first=302, last=302, type=SMART, small=1, is_recorded=True, name=CLASSROOM_302,
        told="projector recorder meter lights people"),
    Run(first=303, last=303, type=SMART, small=1, is_recorded=True, name=CLASSROOM_303, told="projector recorder"),
    Run(first=304, last=304, type=SMART, small=1, is_recorded=True, name=CLASSROOM_304, told="projector recorder"),
    Run(first=305, last=308, type=SMART, small=1, is_recorded=True),
    Run(first=309, last=309, type=OTHER),
    Run(first=310, last=310, type=COMPUTERS, small=1, is_recorded=True, name=COMPUTER_ROOM,
        told="projector recorder meter air"),
    Run(first=311, last=311, type=COMPUTERS),
    Run(first=312, last=312, type=OTHER),
    Run(first=401, last=408, type=SMART, small=2, is_recorded=True),
    Run(first=409, last=410, type=LABORATORY, small=1),
    Run(first=411, last=412, type=OTHER),
    Run(first=501, last=506, type=SMART, small=1, is_recorded=True),
    Run(first=507, last=507, type=HALL, is_recorded=True),
    Run(first=508, last=510, type=LABORATORY, small=1),
    Run(first=511, last=512, type=OTHER),
)  # fmt: skip

ROOMS_A_FLOOR, STOREYS = 12, 5
SMALL_ROOMS, FULL_ROOMS = 20, 60
ROOMS: Final[Mapping[str, int]] = {"small": SMALL_ROOMS, "full": FULL_ROOMS}
"""How many a campus has, by what it is called."""
SEATS: Final[Mapping[RoomType, int]] = {SMART: 60, HALL: 150, LABORATORY: 36, COMPUTERS: 56, OTHER: 24}
NAMED: Final[Mapping[RoomType, Names]] = {
    SMART: Names(en="Smart classroom {}", zh_hans="{}智慧课室"),
    HALL: Names(en="Lecture hall {}", zh_hans="{}阶梯教室"),
    LABORATORY: Names(en="Laboratory {}", zh_hans="{}实验室"),
    COMPUTERS: Names(en="Computer room {}", zh_hans="{}机房"),
    OTHER: Names(en="Seminar room {}", zh_hans="{}研讨室"),
}
"""What a room is called, by its type; ``{}`` is its number."""

FLOOR_NAME = Names(en="Floor {}", zh_hans="{}楼")
OUTSIDE = 0
AREAS: Final[Mapping[int, Sequence[Names]]] = {
    1: (ENTRANCE_A, ENTRANCE_LIBRARY, DISTRIBUTION_ROOM, LIBRARY_DISTRIBUTION, NETWORK_ROOM, KITCHEN),
    2: (LIBRARY_CLOSET,),
    3: (CORRIDOR, WIRING_CLOSET),
    5: (LIBRARY_ROOF,),
    OUTSIDE: (
        *(ROOF, ROADS, GATEHOUSE, HEAT_STATION),
        *(DORMITORY_HALL, DORMITORY_CLOSET, DORMITORY_DISTRIBUTION, PUMP_ROOM),
    ),
}
"""Places that are no rooms, by level. The corridor and the closet of the other floors come with their equipment."""
OUTSIDE_NAME = GROUNDS
