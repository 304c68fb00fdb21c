"""What is known of a site's network at one moment, for whoever reports on it. Frozen, plain, with readable names."""

from dataclasses import asdict, dataclass
from typing import Any

from .rules.port_limits import PortFault
from .rules.port_map import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class PortFinding:
    """A port that is in trouble."""

    switch: str
    """Key of the switch, as everywhere below."""
    switch_name: str
    device_id: str
    """Of the switch, in the device registry."""
    port: str
    if_index: int | None
    """None while the port was not seen since the start."""
    description: str
    """What a person wrote on the port in the switch; text of the device."""
    fault: PortFault
    since: float
    """Seconds since 1970-01-01 UTC, as everywhere below."""
    value: float | None
    """Changes, errors or discards a minute, bit/s, or a share of the speed."""
    limit: float
    connected: tuple[str, ...]
    """Names of the devices that hang on it."""
    area_id: str | None
    """The room it ends in."""
    in_maintenance: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class UnreachableThing:
    """A device or path that cannot be reached."""

    key: str
    name: str
    device_id: str
    since: float
    cause: str
    """Key of what it is because of; its own when it is its own cause."""
    cause_name: str
    is_root: bool
    in_maintenance: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchNode:
    """A switch in the tree."""

    key: str
    name: str
    parent: str | None
    ports: tuple[str, ...]
    parent_ports: tuple[str, ...]
    is_reachable: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectedDevice:
    """Where a device hangs."""

    key: str
    name: str
    device_id: str
    switch: str
    switch_name: str
    port: str
    source: Source
    seen_at: float
    area_id: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Uplink:
    """A port that leads to another switch, by LLDP or by the number of addresses."""

    switch: str
    port: str
    neighbour: str | None
    addresses: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MapContradiction:
    """A device that a person put on one port and that is seen on another."""

    key: str
    name: str
    confirmed_switch: str
    confirmed_port: str
    seen_switch: str
    seen_port: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkState:
    """Everything together."""

    at: float
    findings: tuple[PortFinding, ...] = ()
    unreachable: tuple[UnreachableThing, ...] = ()
    switches: tuple[SwitchNode, ...] = ()
    """Roots first, then by distance."""
    connected: tuple[ConnectedDevice, ...] = ()
    uplinks: tuple[Uplink, ...] = ()
    contradictions: tuple[MapContradiction, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the fields."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
