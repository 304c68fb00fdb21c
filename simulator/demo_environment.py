"""Sensors of the demo: the weather, two entrances, people and daylight in rooms, the air of the computer room."""

from collections.abc import Callable, Mapping, Sequence

from .clock import SimClock
from .demo_lighting import demo_lights, demo_relays
from .demo_places import (
    CLASSROOM_301,
    CLASSROOM_302,
    COMPUTER_ROOM,
    CORRIDOR,
    ENTRANCE_A,
    ENTRANCE_LIBRARY,
    GROUNDS,
    LIBRARY,
    ROOF,
    TEACHING_A,
)
from .field_system import FieldNode, FieldSystem
from .node_models import SensorNode
from .place import Place, daylight_lx, truth
from .system import Action, Body, Identity, Names
from .weather import Weather


def demo_field(
    relay_port: int, broker_port: int, clock: SimClock, more: Callable[[Weather], Sequence[FieldNode]] = lambda _: ()
) -> FieldSystem:
    """Return lighting and sensors; ports: 0 for free ones. more: makes nodes that share broker and weather."""
    relays, modules = demo_relays(relay_port)
    weather = Weather(clock)
    nodes = [*demo_lights(), *demo_sensors(weather), *more(weather)]
    return FieldSystem(nodes, relays, modules, port=broker_port)


def demo_sensors(weather: Weather) -> Sequence[FieldNode]:
    """Return the sensors on the broker."""
    return [
        _weather_station(weather),
        _leak("wet-entrance-a", "entrance-a-floor", ENTRANCE_A, TEACHING_A),
        _leak("wet-entrance-library", "entrance-library-floor", ENTRANCE_LIBRARY, LIBRARY),
        _motion("people-301", "a301-motion", CLASSROOM_301, TEACHING_A, weather),
        _motion("people-302", "a302-motion", CLASSROOM_302, TEACHING_A, weather),
        _motion("people-corridor", "a-corridor-motion", CORRIDOR, TEACHING_A, weather),
        _air(weather),
    ]


def _weather_station(weather: Weather) -> FieldNode:
    async def rain(body: Body) -> None:
        weather.rain(falls=truth(body, "rain"))

    name = Names(en="Weather station", zh_hans="气象站")
    node = SensorNode(
        "campus/weather/state",
        ("campus/weather/online", "true", "false"),
        lambda: {
            "rain": weather.is_raining,
            "rain_amount": round(weather.rain_mm, 1),
            "temperature": weather.temperature_c,
            "wind_speed": weather.wind_m_s,
            "illuminance": weather.daylight_lx,
        },
        ask="campus/weather/get",
    )
    return _node(
        "weather",
        "json-gateway-sensors",
        name=name,
        room=ROOF,
        building=GROUNDS,
        address="weather",
        node=node,
        happenings={"rain": rain},
    )


def _leak(device_id: str, address: str, room: Names, building: Names) -> FieldNode:
    place = Place()
    name = Names(en=f"Wet floor, {room.en}", zh_hans=f"{room.zh_hans}地面湿滑")
    node = _zigbee(address, lambda: {"water_leak": place.is_wet, "battery": 93, "battery_low": False, "tamper": False})
    node.points = {"water_leak": "floor_wet"}
    happens = {"wet": place.actions()["wet"]}
    return _node(
        device_id,
        "zigbee2mqtt-leak",
        name=name,
        room=room,
        building=building,
        address=address,
        node=node,
        happenings=happens,
    )


def _motion(device_id: str, address: str, room: Names, building: Names, weather: Weather) -> FieldNode:
    place = Place()
    name = Names(en=f"Presence, {room.en}", zh_hans=f"{room.zh_hans}人体传感器")

    def measure() -> dict[str, object]:
        lux = daylight_lx(weather)
        return {"occupancy": place.people > 0, "illuminance": lux, "battery": 88, "battery_low": False, "tamper": False}

    happens = {"people": place.actions()["people"]}
    return _node(
        device_id,
        "zigbee2mqtt-motion",
        name=name,
        room=room,
        building=building,
        address=address,
        node=_zigbee(address, measure),
        happenings=happens,
    )


def _air(weather: Weather) -> FieldNode:
    place = Place(people=12)

    def measure() -> dict[str, object]:
        return {
            "temperature": round(22.5 + 0.05 * place.people + 0.02 * weather.temperature_c, 1),
            "humidity": 47,
            "co2": 450 + 25 * place.people,
            "pm25": 17,
        }

    name = Names(en="Air, computer room", zh_hans="机房空气")
    happens = {"people": place.actions()["people"]}
    node = _zigbee("computers-air", measure)
    return _node(
        "air-computers",
        "zigbee2mqtt-air",
        name=name,
        room=COMPUTER_ROOM,
        building=TEACHING_A,
        address="computers-air",
        node=node,
        happenings=happens,
    )


def _zigbee(name: str, measure: Callable[[], Mapping[str, object]]) -> SensorNode:
    return SensorNode(f"zigbee2mqtt/{name}", (f"zigbee2mqtt/{name}/availability", "online", "offline"), measure)


def _node(
    device_id: str,
    profile: str,
    *,
    name: Names,
    room: Names,
    building: Names,
    address: str,
    node: SensorNode,
    happenings: dict[str, Action],
) -> FieldNode:
    identity = Identity(
        id=device_id,
        kind="environment",
        profile=profile,
        name=name,
        room=room,
        building=building,
        options={"nodes": [address]},
    )
    return FieldNode(identity, address, node, happenings)
