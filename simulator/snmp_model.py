"""What a simulated switch is made of: ports with their story, neighbours, and the maker's way of naming things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

ETHERNET, VLAN_INTERFACE = 6, 53
"""ifType ethernetCsmacd and propVirtual."""


class Maker(StrEnum):
    """Whose tables a switch serves besides the standard ones."""

    HUAWEI = "huawei"
    H3C = "h3c"
    RUIJIE = "ruijie"
    CISCO = "cisco"
    MIKROTIK = "mikrotik"
    STANDARD = "standard"
    """None: HOST-RESOURCES and ENTITY-SENSOR only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """What a port's LLDP neighbour says of itself."""

    chassis: str
    """Its MAC address as 12 hexadecimal digits."""
    name: str
    port: str
    is_switch: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Port:
    """One socket on the front, as it was built and as it fares."""

    index: int
    """ifIndex."""
    name: str
    alias: str = ""
    kind: int = ETHERNET
    speed_mbit: int = 1000
    """What the socket can do."""
    runs_at_mbit: int = 0
    """What was negotiated, 0 for as much as it can do."""
    is_full_duplex: bool = True
    has_link: bool = False
    load: float = 0.0
    """Mean use of its speed in either direction, 0..1."""
    errors_per_s: float = 0.0
    discards_per_s: float = 0.0
    flap_s: float = 0.0
    """Seconds from one loss of the link to the next, 0 for never; a quarter of them is spent without a link."""
    poe_w: float | None = None
    """Power drawn by what hangs on it, None for a port without PoE."""
    neighbour: Neighbour | None = None
    macs: Sequence[str] = ()
    """MAC addresses learned, as 12 hexadecimal digits."""
    vlan: int = 10

    @property
    def negotiated_mbit(self) -> int:
        """Speed while there is a link."""
        return self.runs_at_mbit or self.speed_mbit


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """A switch in a rack."""

    id: str
    maker: Maker
    brand: str
    object_id: str
    """sysObjectID, numeric."""
    description: str
    """sysDescr."""
    name: str
    """sysName."""
    location: str
    chassis: str
    """Its own MAC address as 12 hexadecimal digits."""
    model: str
    serial: str
    firmware: str
    ports: Sequence[Port]
    cpu: float = 12.0
    memory: float = 35.0
    temperature: float = 38.0
    poe_budget_w: int = 0
    up_since_s: float = 86_400.0 * 41
    """How long it had been running when the simulator started."""

    def port(self, name: str) -> Port:
        """Return a port by name. Raises KeyError."""
        return next((port for port in self.ports if port.name == name), None) or _no_port(name)

    @property
    def poe_ports(self) -> Sequence[Port]:
        """Ports that can power what hangs on them."""
        return [port for port in self.ports if port.poe_w is not None]


@dataclass(kw_only=True, slots=True)
class Orders:
    """What the side door changed on one switch; travels to its agent as JSON."""

    is_silent: bool = False
    booted_at: float = 0.0
    """Unix time of the last start ordered, 0 for none."""
    ports: dict[str, dict[str, float]] = field(default_factory=dict)
    """By port name: ``link`` (0 or 1), ``errors_per_s``, ``discards_per_s``, ``flap_s``, ``speed_mbit``, ``load``, and
    ``at``, when one of them changed last."""

    def to_json(self) -> Mapping[str, object]:
        """Return what `from_json` reads."""
        return {"is_silent": self.is_silent, "booted_at": self.booted_at, "ports": self.ports}


def _no_port(name: str) -> Port:
    raise KeyError(name)
