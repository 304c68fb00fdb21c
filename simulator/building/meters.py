"""Meters of rooms, one gateway a floor: what a room draws follows who is in it and what is on."""

from collections.abc import Mapping, Sequence

from .. import patterns
from ..clock import SimClock
from ..gateway import Gateway
from ..meter import Meter
from ..modbus_gateway import ModbusGateway
from ..models import MAPS
from ..quantities import ElectricLoad, Wiring
from .campus_of import BUILDING
from .description import Description, Item
from .room_state import DrawnPower, RoomState

SOCKETS_W = 220.0
"""Of a room, besides what people, lamps and the projector draw."""
SUPPLY_W = 26_000.0
"""Of what serves the whole building."""
SINGLE = Wiring(phases=1, start_kwh=300)


def make_gateways(
    description: Description, states: Mapping[str, RoomState], clock: SimClock, port: int
) -> Sequence[Gateway]:
    """Return a gateway for each floor that has meters. port: of the first floor, 0 for free ones."""
    floors: dict[int, list[Item]] = {}
    for item in description.items_of("meter"):
        floors.setdefault(item.level, []).append(item)
    return [
        ModbusGateway(
            f"gateway-floor-{level}",
            [(_meter(item, address, states, clock), MAPS[item.profile]) for address, item in enumerate(items, 1)],
            port=port + level - 1 if port else 0,
            is_rtu=True,
        )
        for level, items in sorted(floors.items())
    ]


def _meter(item: Item, address: int, states: Mapping[str, RoomState], clock: SimClock) -> Meter:
    return Meter(
        id=item.id,
        profile=item.profile,
        name=item.name,
        room=item.place,
        building=BUILDING,
        source=_of_a_room(item, states[item.room], clock) if item.room else _of_the_building(item, clock),
        address=str(address),
        serial=str(22_090_001 + item.number),
    )


def _of_a_room(item: Item, state: RoomState, clock: SimClock) -> ElectricLoad:
    drawn = DrawnPower(clock, state.power_w, most_w=state.most_w())
    return ElectricLoad(item.id, clock, patterns.CLASSROOM, peak_w=SOCKETS_W, wiring=SINGLE, drawn=drawn)


def _of_the_building(item: Item, clock: SimClock) -> ElectricLoad:
    return ElectricLoad(item.id, clock, patterns.SCHOOL_DAY, peak_w=SUPPLY_W)
