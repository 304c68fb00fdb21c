"""What a site has: rooms, equipment, meters and ports, and the figures they make."""

from collections.abc import Iterable
from dataclasses import dataclass

from .figure import Figure, Indicator, share


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomFacts:
    """One room of a site."""

    area_id: str
    floor_id: str | None = None
    is_teaching: bool = False
    """Whether lessons are held in it: every type of room but *other*."""
    is_smart: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetFacts:
    """One piece of equipment that is not retired."""

    is_in_repair: bool = False
    has_order: bool = False
    """Whether a work order for it is open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CampusFacts:
    """Everything that is counted at one moment."""

    rooms: tuple[RoomFacts, ...] = ()
    display_areas: frozenset[str] = frozenset()
    """Areas with a projector or interactive display."""
    meter_areas: frozenset[tuple[str, str | None]] = frozenset()
    """Areas in which meters are, each with its floor."""
    assets: tuple[AssetFacts, ...] = ()
    ports_up: int = 0
    ports: int = 0
    """Ports with a plug of the switches whose ports were read."""


def figures_of(facts: CampusFacts) -> Iterable[Figure]:
    """Yield the shares of what a site has."""
    teaching = [room for room in facts.rooms if room.is_teaching]
    equipped = sum(room.area_id in facts.display_areas for room in teaching)
    yield share(Indicator.MULTIMEDIA_ROOMS, equipped, len(teaching))
    yield share(Indicator.SMART_CLASSROOMS, sum(room.is_smart for room in teaching), len(teaching))
    intact = sum(not (asset.is_in_repair or asset.has_order) for asset in facts.assets)
    yield share(Indicator.EQUIPMENT_INTACT, intact, len(facts.assets))
    yield share(Indicator.METERED_ROOMS, _metered(facts), len(facts.rooms))
    yield share(Indicator.PORTS_IN_USE, facts.ports_up, facts.ports)


def _metered(facts: CampusFacts) -> int:
    """Return how many rooms have a meter of their own, or one for their whole floor: it stands in no room."""
    own = {area_id for area_id, _ in facts.meter_areas}
    rooms = {room.area_id for room in facts.rooms}
    floors = {floor_id for area_id, floor_id in facts.meter_areas if area_id not in rooms and floor_id is not None}
    return sum(room.area_id in own or room.floor_id in floors for room in facts.rooms)
