"""A building of any number of rooms as data: the declared one as a whole or in small, or as many floors like it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle

from ..demo_places import TEACHING_A
from ..system import Names
from .description import Description, Floor, Item, Room
from .equipment import IN_A_ROOM, IN_THE_BUILDING, ON_A_FLOOR, Pattern
from .floor_plan import (
    AREAS,
    FLOOR_NAME,
    FULL_ROOMS,
    NAMED,
    OUTSIDE,
    OUTSIDE_NAME,
    PLAN,
    ROOMS_A_FLOOR,
    SEATS,
    SMALL_ROOMS,
    STOREYS,
    Run,
)

BUILDING = TEACHING_A
ORDINALS = ("", "first", "second", "third", "fourth", "fifth")
NUMERALS = "零一二三四五六七八九十"
"""Of floors, as the names of places say them; higher ones are digits."""


def campus_of(*, rooms: int = FULL_ROOMS) -> Description:
    """Return the small campus for 20 rooms, the full one for 60, and for any other number floors like the full one's.

    Only the first two leave out what has a story of its own in ``demo_*.py``: their other devices are simulated beside
    it. The same number gives the same building every time.
    """
    is_declared = rooms in (SMALL_ROOMS, FULL_ROOMS)
    is_small = rooms == SMALL_ROOMS
    made = list(_declared(is_small=is_small)) if is_declared else list(_like_it(rooms))
    levels = sorted({room.level for room in made})
    items = [
        *_in_rooms(made, is_small=is_small),
        *(() if is_small else _on_floors(levels, is_declared=is_declared)),
        *(() if is_small else _in_building(levels[0])),
    ]
    floors = [
        Floor(level=level, name=_on_floor(FLOOR_NAME, level), areas=_areas(level, items, made)) for level in levels
    ]
    outside = Floor(level=OUTSIDE, name=OUTSIDE_NAME, areas=AREAS[OUTSIDE])
    return Description(floors=[*floors, outside], rooms=made, items=_numbered(items))


def _declared(*, is_small: bool) -> Iterator[Room]:
    for run in PLAN:
        numbers = range(run.first, run.last + 1)
        for number in numbers[: run.small] if is_small else numbers:
            # What records is not in the small campus, but for the rooms with a recorder that has a story
            is_recorded = run.is_recorded and (not is_small or "recorder" in run.told)
            yield _room(run, number, is_recorded=is_recorded, told=frozenset(run.told.split()))


def _like_it(rooms: int) -> Iterator[Room]:
    """Yield so many rooms; every floor is like one of the declared ones."""
    runs = {number: run for run in PLAN for number in range(run.first, run.last + 1)}
    for place in range(rooms):
        level, on_floor = place // ROOMS_A_FLOOR + 1, place % ROOMS_A_FLOOR + 1
        run = runs[((level - 1) % STOREYS + 1) * 100 + on_floor]
        yield _room(run, level * 100 + on_floor, is_recorded=run.is_recorded)


def _room(run: Run, number: int, *, is_recorded: bool, told: frozenset[str] | None = None) -> Room:
    name = run.name if run.name and told is not None else None
    return Room(
        number=str(number),
        name=name or _named(NAMED[run.type], number),
        level=number // 100,
        type=run.type,
        seats=SEATS[run.type],
        is_recorded=is_recorded,
        told=told or frozenset(),
    )


def _in_rooms(rooms: Sequence[Room], *, is_small: bool) -> Iterator[Item]:
    for pattern in IN_A_ROOM:
        profiles = cycle(pattern.profiles)
        for room in rooms:
            is_wanted = room.type in pattern.types and pattern.prefix not in room.told
            if is_small:
                is_wanted = is_wanted and pattern.is_small
            if is_wanted and (room.is_recorded or not pattern.only_recorded):
                name = _named(pattern.name, int(room.number))
                yield _item(pattern, next(profiles), name, room.name, room.level, room=room.number)


def _on_floors(levels: Sequence[int], *, is_declared: bool) -> Iterator[Item]:
    for pattern in ON_A_FLOOR:
        profiles = cycle(pattern.profiles)
        for level in levels:
            if pattern.area and not (is_declared and level in pattern.not_on):
                name, area = _on_floor(pattern.name, level), _on_floor(pattern.area, level)
                yield _item(pattern, next(profiles), name, area, level, suffix=f"-{level}")


def _in_building(level: int) -> Iterator[Item]:
    for pattern in IN_THE_BUILDING:
        if pattern.area:
            yield _item(pattern, pattern.profiles[0], pattern.name, pattern.area, level)


def _item(
    pattern: Pattern, profile: str, name: Names, place: Names, level: int, *, room: str = "", suffix: str = ""
) -> Item:
    return Item(
        id=f"{pattern.prefix}{f'-{room}' if room else suffix}",
        prefix=pattern.prefix,
        kind=pattern.kind,
        profile=profile,
        name=name,
        place=place,
        level=level,
        room=room,
        channels=pattern.channels,
    )


def _numbered(items: Sequence[Item]) -> list[Item]:
    seen: dict[str, int] = {}
    numbered = []
    for item in items:
        seen[item.kind] = number = seen.get(item.kind, -1) + 1
        numbered.append(replace(item, number=number))
    return numbered


def _areas(level: int, items: Sequence[Item], rooms: Sequence[Room]) -> list[Names]:
    known = {room.name.en for room in rooms}
    found = {area.en: area for area in AREAS.get(level, ())}
    found |= {item.place.en: item.place for item in items if item.level == level and item.place.en not in known}
    return list(found.values())


def _named(name: Names, number: int) -> Names:
    return Names(en=name.en.format(number), zh_hans=name.zh_hans.format(number))


def _on_floor(name: Names, level: int) -> Names:
    """Fill in a floor; Chinese names it in words."""
    numeral = NUMERALS[level] if level < len(NUMERALS) else str(level)
    ordinal = ORDINALS[level] if level < len(ORDINALS) else f"{level}th"
    return Names(en=name.en.format(level, ordinal=ordinal), zh_hans=name.zh_hans.format(numeral))
