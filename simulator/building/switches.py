"""Switches of the floors, of the makers that the demo's six have, each with its uplink and what hangs on it."""

from collections.abc import Mapping
from dataclasses import replace

from ..demo_doors import mac_of
from ..demo_switches import demo_switches
from ..snmp_model import Neighbour, Port, Switch
from ..snmp_switches import SwitchSystem
from ..switch_making import busy, fitted, ports_in_a_row, simulated, towards, with_neighbours
from ..switch_models import BEDS, CORE, FLOOR, SHELVES, TEACHING
from .cabling import EAST_PORT, WEST_PORT, cables_of, places_of
from .campus_of import BUILDING
from .description import Description, Item
from .doors import serial_of

POLL_S = 60
TEN_GIGABIT = 10_000
HAND_MADE: Mapping[str, Switch] = {"switch-core": CORE, "switch-teaching-a": TEACHING, "switch-floor-3": FLOOR}


def make_switches(description: Description, base_port: int, port: int) -> SwitchSystem:
    """Return the demo's six switches and those of the floors, in one process.

    base_port: of the six; port: of the first of the others; 0 for free ones.
    """
    items = description.items_of("switch")
    bare = {item.id: _bare(item) for item in items}
    every = {**HAND_MADE, **bare}
    plugged: dict[str, dict[str, Neighbour]] = {}
    for cable in cables_of(description):
        plugged.setdefault(cable.lower, {})[cable.lower_port] = towards(every[cable.upper], cable.upper_port)
        plugged.setdefault(cable.upper, {})[cable.upper_port] = towards(every[cable.lower], cable.lower_port)
    stations = _stations(description)
    more = [
        simulated(
            _with_stations(with_neighbours(bare[item.id], plugged.get(item.id, {})), stations.get(item.id, {})),
            profile=item.profile,
            name=item.name,
            room=item.place,
            building=BUILDING,
            poll_s=POLL_S,
            port=port + item.number if port else 0,
        )
        for item in items
    ]
    return demo_switches(base_port, more, plugged)


def _bare(item: Item) -> Switch:
    """Return a switch of the item's maker with nothing plugged in; its ids come from its place among the switches."""
    number = item.number + 16
    match item.prefix:
        case "switch-floor":
            ports = ports_in_a_row("GigabitEthernet0/0/{}", 48, Port(index=6, name="", poe_w=0.0))
            ports += ports_in_a_row("XGigabitEthernet0/0/{}", 4, Port(index=54, name="", speed_mbit=TEN_GIGABIT))
            like, name, serial = FLOOR, f"ACC-A-{item.level}F", f"2102359576DMHC{number:06}"
        case "switch-west":
            ports = ports_in_a_row(WEST_PORT, 24, Port(index=1, name="", poe_w=0.0))
            ports += ports_in_a_row("sfp-sfpplus{}", 4, Port(index=25, name="", speed_mbit=TEN_GIGABIT))
            like, name, serial = SHELVES, f"ACC-A-{item.level}W", f"HC508{number:05}"
        case "switch-east":
            ports = ports_in_a_row(EAST_PORT, 24, Port(index=49153, name="", poe_w=0.0))
            fast = Port(index=49177, name="", speed_mbit=TEN_GIGABIT)
            ports += ports_in_a_row("ten-gigabitEthernet 1/0/{}", 4, fast, start=25)
            like, name, serial = BEDS, f"ACC-A-{item.level}E", f"2219{number:06}"
        case _:
            ports = busy(ports_in_a_row("GigabitEthernet 0/{}", 24, Port(index=1, name="")), 3, 0.03)
            ports += ports_in_a_row(
                "TenGigabitEthernet 0/{}", 4, Port(index=25, name="", speed_mbit=TEN_GIGABIT), start=25
            )
            like, name, serial = TEACHING, "DIST-A2", f"G1LQ900{number:06}"
    return replace(
        like,
        id=item.id,
        name=name,
        serial=serial,
        chassis=f"{like.chassis[:6]}0001{number:02x}",
        location=f"Teaching building A, floor {item.level}",
        ports=ports,
    )


def _stations(description: Description) -> Mapping[str, Mapping[str, Item]]:
    found: dict[str, dict[str, Item]] = {}
    items = {item.id: item for item in description.items}
    for device, (switch, port) in places_of(description).items():
        found.setdefault(switch, {})[port] = items[device]
    return found


def _with_stations(switch: Switch, stations: Mapping[str, Item]) -> Switch:
    changes = {
        port: {
            "has_link": True,
            "load": 0.08 if item.kind == "recorder" else 0.002,
            "alias": item.name.en,
            "macs": (mac_of(serial_of(item.number)),) if item.kind == "gate" else (),
        }
        for port, item in stations.items()
    }
    return replace(switch, ports=fitted(switch.ports, changes))
