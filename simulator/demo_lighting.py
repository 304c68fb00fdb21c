"""Lights of the demo: two classrooms, a reading room, the corridors and the roads."""

from collections.abc import Sequence

from .demo_places import CLASSROOM_301, CLASSROOM_302, CORRIDOR, GROUNDS, LIBRARY, READING_ROOM, ROADS, TEACHING_A
from .field_system import FieldNode
from .modbus_relays import RelayGateway, RelayModule
from .node_models import EsphomeNode, Relays, ShellyNode, TasmotaNode
from .place import wall_switch
from .system import Identity, Names


def demo_lights() -> Sequence[FieldNode]:
    """Return the lights on the broker."""
    return [
        _node(
            "lights-301",
            "tasmota-relay-2",
            name=Names(en="Lights 301", zh_hans="301照明"),
            room=CLASSROOM_301,
            building=TEACHING_A,
            model=TasmotaNode("a301-lights", Relays([False, False])),
        ),
        _node(
            "lights-302",
            "shelly-plus-2pm",
            name=Names(en="Lights 302", zh_hans="302照明"),
            room=CLASSROOM_302,
            building=TEACHING_A,
            model=ShellyNode("a302-lights", Relays([True, False])),
        ),
        _node(
            "lights-reading-room",
            "tasmota-dimmer",
            name=Names(en="Reading room lights", zh_hans="阅览室照明"),
            room=READING_ROOM,
            building=LIBRARY,
            model=TasmotaNode("reading-lights", Relays([True], level=60), can_dim=True),
        ),
        _node(
            "lights-roads",
            "esphome-relay-4",
            name=Names(en="Road lights", zh_hans="道路照明"),
            room=ROADS,
            building=GROUNDS,
            model=EsphomeNode("road-lights", Relays([False] * 4)),
        ),
    ]


def demo_relays(port: int) -> tuple[RelayGateway, dict[str, tuple[Identity, int]]]:
    """Return the gateway with the corridors' relay module. port: 0 for a free one."""
    identity = Identity(
        id="lights-corridor",
        kind="lighting",
        profile="generic-modbus-relay-8",
        name=Names(en="Corridor lights", zh_hans="走廊照明"),
        room=CORRIDOR,
        building=TEACHING_A,
    )
    return RelayGateway([RelayModule(unit=1)], port=port), {identity.id: (identity, 1)}


def _node(
    device_id: str,
    profile: str,
    *,
    name: Names,
    room: Names,
    building: Names,
    model: TasmotaNode | ShellyNode | EsphomeNode,
) -> FieldNode:
    address: str = model.will[0].removeprefix("tele/").partition("/")[0]
    identity = Identity(
        id=device_id,
        kind="lighting",
        profile=profile,
        name=name,
        room=room,
        building=building,
        options={"nodes": [address]},
    )
    return FieldNode(identity, address, model, {"switch": wall_switch(model.relays)})
