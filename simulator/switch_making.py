"""What simulated switches are made with: rows of ports, neighbours, and how a reader is let in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .snmp_model import Neighbour, Port, Switch
from .snmp_switches import COMMUNITY, SimulatedSwitch
from .snmpsim_process import User
from .system import Body, Identity, Names

POLL_S = 15


def ports_in_a_row(pattern: str, count: int, built: Port, *, start: int = 1) -> list[Port]:
    """Return a row of ports; ``{}`` in the pattern is the number of the port, and `built` is the first of them."""
    return [replace(built, index=built.index + number, name=pattern.format(start + number)) for number in range(count)]


def fitted(ports: Sequence[Port], changes: Mapping[str, Mapping[str, Any]]) -> list[Port]:
    """Return the ports, some of them changed, by name."""
    return [replace(port, **changes.get(port.name, {})) for port in ports]


def busy(ports: Sequence[Port], every: int, load: float) -> list[Port]:
    """Return the ports with a link on all but every n-th."""
    return [
        replace(port, has_link=bool(number % every), load=load if number % every else 0.0)
        for number, port in enumerate(ports, 1)
    ]


def towards(switch: Switch, port: str) -> Neighbour:
    """Return what LLDP tells of a switch at the far end."""
    return Neighbour(chassis=switch.chassis, name=switch.name, port=port)


def with_neighbours(switch: Switch, neighbours: Mapping[str, Neighbour]) -> Switch:
    """Return a switch with cables plugged into free ports, by name."""
    changes = {
        name: {"has_link": True, "load": 0.15, "alias": neighbour.name, "neighbour": neighbour}
        for name, neighbour in neighbours.items()
    }
    return replace(switch, ports=fitted(switch.ports, changes))


def station(name: str, mac: str) -> Neighbour:
    """Return what LLDP tells of something at the far end that is no switch."""
    return Neighbour(chassis=mac, name=name, port="eth0", is_switch=False)


def simulated(
    switch: Switch,
    *,
    profile: str,
    name: Names,
    room: Names,
    building: Names,
    user: User | None = None,
    later: Sequence[tuple[str, Body]] = (),
    poll_s: int = POLL_S,
    port: int = 0,
) -> SimulatedSwitch:
    """Return a switch with what a person must know to set it up; without a user it answers to the community."""
    identity = Identity(
        id=switch.id,
        kind="switch",
        profile=profile,
        name=name,
        room=room,
        building=building,
        credentials=_credentials(user) if user else {"version": "2c", "community": COMMUNITY},
        options={"normal_s": poll_s, "allow_control": True},
        later=later,
    )
    return SimulatedSwitch(switch=switch, identity=identity, user=user, port=port)


def _credentials(user: User) -> Mapping[str, str]:
    return {
        "version": "3",
        "user": user.name,
        "auth_protocol": user.auth_protocol,
        "auth_key": user.auth_key,
        "priv_protocol": user.priv_protocol,
        "priv_key": user.priv_key,
        "context": COMMUNITY,
    }
