"""Six switches in a tree, each of another maker: a core, two in the distribution, three at the desks.

What is wrong with them from the start: one port loses its link every 20 seconds, one counts errors. One comes up at a
tenth of its speed later on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .demo_doors import CLASSROOMS, COMPUTERS, DORMITORY_DOORS, READERS, mac_of
from .demo_places import (
    COMPUTER_ROOM,
    DORMITORY,
    DORMITORY_CLOSET,
    LIBRARY,
    LIBRARY_CLOSET,
    NETWORK_ROOM,
    TEACHING_A,
    WIRING_CLOSET,
)
from .snmp_model import VLAN_INTERFACE, Neighbour, Port
from .snmp_switches import SimulatedSwitch, SwitchSystem
from .snmpsim_process import User
from .switch_making import busy, fitted, ports_in_a_row, simulated, station, towards, with_neighbours
from .switch_models import BEDS, CORE, FLOOR, LIVING, SHELVES, TEACHING
from .system import Names

OPERATOR = User(
    name="campus",
    auth_protocol="sha256",
    auth_key="campus-auth-key",
    priv_protocol="aes128",
    priv_key="campus-priv-key",
)
FLAP_S = 20.0
SLOW_PORT = "GigabitEthernet0/0/8"
TEACHING_UP, TEACHING_DOWN = "TenGigabitEthernet 0/25", "TenGigabitEthernet 0/26"
TEACHING_SPARE = ("TenGigabitEthernet 0/27", "TenGigabitEthernet 0/28")
LIVING_UP, LIVING_DOWN = "Te1/0/1", "Te1/0/2"
FLOOR_UP, SHELVES_UP, BEDS_UP = "XGigabitEthernet0/0/1", "sfp-sfpplus1", "gigabitEthernet 1/0/24"
VLAN_1 = Port(index=5, name="Vlanif1", kind=VLAN_INTERFACE, has_link=True)


def demo_switches(
    base_port: int, more: Sequence[SimulatedSwitch] = (), plugged: Mapping[str, Mapping[str, Neighbour]] | None = None
) -> SwitchSystem:
    """Return the switches; they take six UDP ports from `base_port`, 0 for free ones.

    more: switches that the same process speaks for. plugged: what hangs besides on the six, by switch and port.
    """
    made = (_core(), _teaching(), _living(), _floor(), _library(), _dormitory())
    placed = [replace(switch, port=base_port + number if base_port else 0) for number, switch in enumerate(made)]
    for each in placed:
        each.switch = with_neighbours(each.switch, (plugged or {}).get(each.identity.id, {}))
    return SwitchSystem([*placed, *more])


def _core() -> SimulatedSwitch:
    ten = Port(index=1, name="", speed_mbit=10_000)
    forty = Port(index=25, name="", speed_mbit=40_000)
    ports = ports_in_a_row("Ten-GigabitEthernet1/0/{}", 24, ten) + ports_in_a_row("FortyGigE1/0/{}", 2, forty, start=25)
    down = {"has_link": True, "load": 0.22}
    changes = {
        "Ten-GigabitEthernet1/0/1": {
            **down,
            "load": 0.52,
            "alias": "DIST-A",
            "neighbour": towards(TEACHING, TEACHING_UP),
        },
        "Ten-GigabitEthernet1/0/2": {**down, "alias": "DIST-B", "neighbour": towards(LIVING, LIVING_UP)},
        "Ten-GigabitEthernet1/0/23": {**down, "alias": "Firewall"},
        "Ten-GigabitEthernet1/0/24": {**down, "load": 0.06, "alias": "Egress, contract 1 Gbit/s"},
    }
    return simulated(
        replace(CORE, ports=fitted(ports, changes)),
        profile="h3c-comware",
        name=Names(en="Core switch", zh_hans="核心交换机"),
        room=NETWORK_ROOM,
        building=LIBRARY,
        user=OPERATOR,
    )


def _teaching() -> SimulatedSwitch:
    fast = Port(index=25, name="", speed_mbit=10_000)
    ports = busy(ports_in_a_row("GigabitEthernet 0/{}", 24, Port(index=1, name="")), 3, 0.04)
    ports += ports_in_a_row("TenGigabitEthernet 0/{}", 4, fast, start=25)
    changes = {
        TEACHING_UP: {
            "has_link": True,
            "load": 0.52,
            "alias": "CORE-1",
            "neighbour": towards(CORE, "Ten-GigabitEthernet1/0/1"),
        },
        TEACHING_DOWN: {"has_link": True, "load": 0.4, "alias": "ACC-A-3F", "neighbour": towards(FLOOR, FLOOR_UP)},
    }
    return simulated(
        replace(TEACHING, ports=fitted(ports, changes)),
        profile="ruijie-rgos",
        name=Names(en="Distribution switch, teaching area", zh_hans="教学区汇聚交换机"),
        room=COMPUTER_ROOM,
        building=TEACHING_A,
    )


def _living() -> SimulatedSwitch:
    fast = Port(index=10201, name="", speed_mbit=10_000)
    ports = busy(ports_in_a_row("Gi1/0/{}", 24, Port(index=10101, name="")), 4, 0.03)
    ports += ports_in_a_row("Te1/0/{}", 2, fast)
    changes = {
        LIVING_UP: {
            "has_link": True,
            "load": 0.22,
            "alias": "CORE-1",
            "neighbour": towards(CORE, "Ten-GigabitEthernet1/0/2"),
        },
        LIVING_DOWN: {"has_link": True, "load": 0.1, "alias": "ACC-LIB", "neighbour": towards(SHELVES, SHELVES_UP)},
        "Gi1/0/24": {"has_link": True, "load": 0.35, "alias": "ACC-DORM", "neighbour": towards(BEDS, BEDS_UP)},
    }
    return simulated(
        replace(LIVING, ports=fitted(ports, changes)),
        profile="cisco-ios",
        name=Names(en="Distribution switch, living area", zh_hans="生活区汇聚交换机"),
        room=DORMITORY_CLOSET,
        building=DORMITORY,
    )


def _floor() -> SimulatedSwitch:
    front = busy(ports_in_a_row("GigabitEthernet0/0/{}", 48, Port(index=6, name="", poe_w=0.0)), 4, 0.02)
    fast = Port(index=54, name="", speed_mbit=10_000)
    ports = [VLAN_1, *front, *ports_in_a_row("XGigabitEthernet0/0/{}", 4, fast)]
    on = {"has_link": True, "load": 0.05}
    changes: dict[str, dict[str, Any]] = {
        FLOOR_UP: {"has_link": True, "load": 0.4, "alias": "DIST-A", "neighbour": towards(TEACHING, TEACHING_DOWN)},
        SLOW_PORT: {**on, "alias": "A301 recorder"},
        "GigabitEthernet0/0/15": {**on, "alias": "A302 lectern", "flap_s": FLAP_S},
        "GigabitEthernet0/0/22": {
            **on,
            "alias": "A310 computer room, row 3",
            "errors_per_s": 4.0,
            "discards_per_s": 0.5,
        },
        "GigabitEthernet0/0/41": {**on, "alias": "Classroom doors", "macs": (mac_of(CLASSROOMS),)},
        "GigabitEthernet0/0/42": {**on, "alias": "Computer room doors", "macs": (mac_of(COMPUTERS),)},
    }
    for number in range(1, 7):
        mac = f"e0cc7a0003{number:02x}"
        ap = {"poe_w": 7.5 + number / 2, "macs": (mac,), "neighbour": station(f"AP-A30{number}", mac)}
        changes[f"GigabitEthernet0/0/{number}"] = {**on, "alias": f"A30{number} access point", **ap}
    return simulated(
        replace(FLOOR, ports=fitted(ports, changes)),
        profile="huawei-vrp",
        name=Names(en="Access switch, floor 3", zh_hans="三楼接入交换机"),
        room=WIRING_CLOSET,
        building=TEACHING_A,
        later=[("port", {"name": SLOW_PORT, "speed_mbit": 100})],
    )


def _library() -> SimulatedSwitch:
    front = busy(ports_in_a_row("ether{}", 24, Port(index=1, name="", poe_w=0.0)), 2, 0.06)
    ports = front + ports_in_a_row("sfp-sfpplus{}", 4, Port(index=25, name="", speed_mbit=10_000))
    changes = {
        SHELVES_UP: {"has_link": True, "load": 0.1, "alias": "DIST-B", "neighbour": towards(LIVING, LIVING_DOWN)},
        "ether1": {"has_link": True, "load": 0.02, "alias": "Reading room camera", "poe_w": 6.2},
        "ether3": {"has_link": True, "load": 0.01, "alias": "Reading room doors", "macs": (mac_of(READERS),)},
    }
    return simulated(
        replace(SHELVES, ports=fitted(ports, changes)),
        profile="mikrotik-routeros",
        name=Names(en="Access switch, library", zh_hans="图书馆接入交换机"),
        room=LIBRARY_CLOSET,
        building=LIBRARY,
    )


def _dormitory() -> SimulatedSwitch:
    front = busy(ports_in_a_row("gigabitEthernet 1/0/{}", 24, Port(index=49153, name="", poe_w=0.0)), 5, 0.12)
    ports = front + ports_in_a_row(
        "ten-gigabitEthernet 1/0/{}", 4, Port(index=49177, name="", speed_mbit=10_000), start=25
    )
    changes = {
        BEDS_UP: {"has_link": True, "load": 0.35, "alias": "DIST-B", "neighbour": towards(LIVING, "Gi1/0/24")},
        "gigabitEthernet 1/0/2": {
            "has_link": True,
            "load": 0.01,
            "alias": "Dormitory door",
            "macs": (mac_of(DORMITORY_DOORS),),
        },
        "gigabitEthernet 1/0/7": {"has_link": True, "load": 0.08, "alias": "Corridor access point", "poe_w": 9.4},
    }
    return simulated(
        replace(BEDS, ports=fitted(ports, changes)),
        profile="generic-if-mib",
        name=Names(en="Access switch, dormitory 1", zh_hans="1号宿舍楼接入交换机"),
        room=DORMITORY_CLOSET,
        building=DORMITORY,
    )
