"""What a building is made of, as data: floors, rooms by type, and devices. Starts nothing and reads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..system import Names


class RoomType(StrEnum):
    """What a room is for, by the words of the set-up form."""

    SMART_CLASSROOM = "smart_classroom"
    COMPUTER_ROOM = "computer_room"
    LABORATORY = "laboratory"
    HALL = "hall"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """A storey; level 0 is everything outside."""

    level: int
    name: Names
    areas: Sequence[Names] = ()
    """Places on it that are no rooms with a timetable."""

    @property
    def is_outside(self) -> bool:
        """Whether it is no storey."""
        return self.level == 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """A room with a timetable."""

    number: str
    """On its door; no two rooms have the same."""
    name: Names
    level: int
    type: RoomType
    seats: int
    is_recorded: bool
    told: frozenset[str] = field(default_factory=frozenset)
    """Prefixes of patterns that do not apply here: these devices have a story of their own, told in ``demo_*.py``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One device that follows a pattern."""

    id: str
    prefix: str
    """Of the pattern: ``projector``, ``people``, ``lights``, ..."""
    kind: str
    """By the site's word; a sensor's is ``environment``."""
    profile: str
    name: Names
    place: Names
    """Area it is in."""
    level: int
    room: str = ""
    """Number of the room it belongs to; empty for what serves a floor or the building."""
    number: int = 0
    """Its place among all items of its kind, from 0; never the same for two of a kind."""
    channels: int = 0
    """Of a lighting device."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """A whole building, and what stands around it."""

    floors: Sequence[Floor]
    """From the ground up; what is outside comes last."""
    rooms: Sequence[Room]
    items: Sequence[Item]

    def items_of(self, *kinds: str) -> list[Item]:
        """Return the devices of some kinds, in their order."""
        return [item for item in self.items if item.kind in kinds]

    def room(self, number: str) -> Room:
        """Return a room by its number. Raises KeyError."""
        for room in self.rooms:
            if room.number == number:
                return room
        raise KeyError(number)

    def level_of(self, place: str) -> int:
        """Return the level of a room or another place, by its English name. Raises KeyError."""
        for floor in self.floors:
            if any(area.en == place for area in floor.areas):
                return floor.level
        for room in self.rooms:
            if room.name.en == place:
                return room.level
        raise KeyError(place)


NOTHING_MORE = Description(floors=(), rooms=(), items=())
