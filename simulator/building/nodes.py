"""Lamps and sensors of rooms and floors, all on the demo's broker."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from ..field_system import FieldNode
from ..node_models import Relays, SensorNode, ShellyNode, TasmotaNode
from ..place import Place, daylight_lx, wall_switch
from ..system import Action, Identity
from ..weather import Weather
from .campus_of import BUILDING
from .description import Description, Item
from .room_state import RoomState

PUBLISH_EVERY_S = 60.0
"""Besides at once when something changes; two hundred nodes that talk all the time are a load of their own."""
PRESSURE_HPA = 1013.2
BATTERY: Mapping[str, object] = {"battery_low": False, "tamper": False}

type Measure = Callable[[], Mapping[str, object]]


def make_nodes(description: Description, states: Mapping[str, RoomState], weather: Weather) -> Sequence[FieldNode]:
    """Return lamps and sensors; they see and change what is in the rooms."""
    lamps = [_lamp(item, states) for item in description.items_of("lighting")]
    return [*lamps, *(_sensor(item, states, weather) for item in description.items_of("environment"))]


def _lamp(item: Item, states: Mapping[str, RoomState]) -> FieldNode:
    relays = Relays([False] * item.channels)
    if item.room:
        states[item.room].relays = relays
    address = f"a-{item.id}"
    model = (ShellyNode if item.profile.startswith("shelly") else TasmotaNode)(address, relays)
    return _node(item, address, model, {"switch": wall_switch(relays)})


def _sensor(item: Item, states: Mapping[str, RoomState], weather: Weather) -> FieldNode:
    place = states[item.room].place if item.room else Place()
    address = f"a-{item.id}"
    measure, happening = _measures(item, place, weather)
    will = (f"zigbee2mqtt/{address}/availability", "online", "offline")
    node = SensorNode(f"zigbee2mqtt/{address}", will, measure)
    if happening == "wet":
        node.points = {"water_leak": "floor_wet"}
    return _node(item, address, node, {happening: place.actions()[happening]} if happening else {})


def _measures(item: Item, place: Place, weather: Weather) -> tuple[Measure, str]:
    """Return what a sensor measures, and what the side door can do to it, empty for nothing."""
    battery = {"battery": Random(item.id).randint(61, 100), **BATTERY}
    match item.profile:
        case "zigbee2mqtt-motion":
            return lambda: {"occupancy": place.people > 0, "illuminance": daylight_lx(weather), **battery}, "people"
        case "zigbee2mqtt-air":
            return lambda: _air(place, weather), "people"
        case "zigbee2mqtt-leak":
            return lambda: {"water_leak": place.is_wet, **battery}, "wet"
        case "zigbee2mqtt-smoke":
            return lambda: {"smoke": False, **battery}, ""
        case _:
            return lambda: {
                "temperature": _indoors_c(place, weather),
                "humidity": 46,
                "pressure": PRESSURE_HPA,
                **battery,
            }, ""


def _air(place: Place, weather: Weather) -> Mapping[str, object]:
    return {
        "temperature": _indoors_c(place, weather),
        "humidity": 44 + min(20, place.people // 4),
        "co2": 440 + 22 * place.people,
        "pm25": 17,
    }


def _indoors_c(place: Place, weather: Weather) -> float:
    return round(21.5 + 0.03 * place.people + 0.03 * weather.temperature_c, 1)


def _node(
    item: Item, address: str, model: TasmotaNode | ShellyNode | SensorNode, happenings: Mapping[str, Action]
) -> FieldNode:
    identity = Identity(
        id=item.id,
        kind=item.kind,
        profile=item.profile,
        name=item.name,
        room=item.place,
        building=BUILDING,
        options={"nodes": [address]},
    )
    return FieldNode(identity, address, model, happenings, publish_every_s=PUBLISH_EVERY_S)
