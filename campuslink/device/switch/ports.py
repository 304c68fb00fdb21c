"""The ports of a switch as one frozen table. A port becomes an object only when somebody looks at it."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...codec.counters import Floats
from ...model import EMPTY, Value

COUNTERS = ("in_octets", "out_octets", "in_errors", "out_errors", "in_discards", "out_discards")
"""Columns of `PortTable.rates`."""
IN, OUT, IN_ERRORS, OUT_ERRORS, IN_DISCARDS, OUT_DISCARDS = range(len(COUNTERS))

_BITS = 8
_LAGS = re.compile(
    r"(po\d|port-channel|eth-trunk|bridge-aggregation|route-aggregation|ag\d|aggregateport|trk|bond|lag)"
)
_VIRTUAL = re.compile(r"(vl\d|vlan|null|loopback|lo\d|inloop|tunnel|bridge|br-|dummy|stackport|stacksub)")


class PortKind(StrEnum):
    """What an interface is."""

    PHYSICAL = "physical"
    AGGREGATE = "aggregate"
    VLAN = "vlan"
    LOOPBACK = "loopback"
    TUNNEL = "tunnel"
    OTHER = "other"


_KINDS: Mapping[int, PortKind] = {
    6: PortKind.PHYSICAL,  # ethernetCsmacd
    62: PortKind.PHYSICAL,  # fastEther
    69: PortKind.PHYSICAL,  # fastEtherFX
    117: PortKind.PHYSICAL,  # gigabitEthernet
    24: PortKind.LOOPBACK,  # softwareLoopback
    131: PortKind.TUNNEL,  # tunnel
    135: PortKind.VLAN,  # l2vlan
    136: PortKind.VLAN,  # l3ipvlan
    161: PortKind.AGGREGATE,  # ieee8023adLag
}


def port_kind(if_type: Value, name: str) -> PortKind:
    """Return what an interface is by its ifType and, where makers use one type for everything, by its name."""
    kind = _KINDS.get(if_type, PortKind.OTHER) if isinstance(if_type, int) else PortKind.OTHER
    if kind not in {PortKind.PHYSICAL, PortKind.OTHER}:
        return kind
    word = name.casefold()
    if _LAGS.match(word):
        return PortKind.AGGREGATE
    if _VIRTUAL.match(word):
        return PortKind.VLAN if word.startswith("vl") else PortKind.OTHER
    return kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """Who makes itself known on a port. Texts are the neighbour's own: never trust them."""

    protocol: str
    """``lldp`` or ``cdp``."""
    chassis_id: str | None = None
    """A MAC address in lower case with colons, an address, or a name."""
    port_id: str | None = None
    port_description: str | None = None
    name: str | None = None
    description: str | None = None
    address: str | None = None
    """Where it is managed."""
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Port:
    """One interface at one moment; None is what the switch does not tell."""

    if_index: int
    name: str
    kind: PortKind
    description: str | None = None
    alias: str | None = None
    """What a person wrote on it."""
    mac: str | None = None
    vlan: int | None = None
    admin_up: bool | None = None
    oper: str | None = None
    """Of `OPER_STATES`."""
    speed: float | None = None
    """bit/s; None while the link is down and on interfaces without one."""
    duplex: str | None = None
    last_change: float | None = None
    """Seconds of the switch's uptime at which the link last came or went."""
    in_rate: float | None = None
    """bit/s since the last poll."""
    out_rate: float | None = None
    utilisation: float | None = None
    """Per cent of the speed, of the busier direction."""
    in_errors: int | None = None
    out_errors: int | None = None
    in_discards: int | None = None
    out_discards: int | None = None
    error_rate: float | None = None
    """Errors a second since the last poll, both directions."""
    discard_rate: float | None = None
    poe_enabled: bool | None = None
    poe_state: str | None = None
    """Of `POE_STATES`."""
    poe_power: float | None = None
    """W."""
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def is_up(self) -> bool | None:
        """Whether there is a link."""
        return None if self.oper is None else self.oper == "up"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the fields."""
        return {**asdict(self), "kind": self.kind.value, "neighbours": [asdict(each) for each in self.neighbours]}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PortTable:
    """All interfaces of one poll, in the order of their index."""

    at: float
    """Seconds since 1970-01-01 UTC."""
    uptime: float | None = None
    """Seconds."""
    rows: tuple[str, ...] = ()
    """ifIndex of each row, as text."""
    names: tuple[str, ...] = ()
    kinds: tuple[PortKind, ...] = ()
    fields: Mapping[str, Mapping[str, Value]] = EMPTY
    """By field, value by row; what is missing there is not known."""
    rates: Floats = field(default_factory=lambda: np.zeros((0, len(COUNTERS))))
    """Units a second, rows by `COUNTERS`; NaN where none is known."""
    speeds: Floats = field(default_factory=lambda: np.zeros(0))
    """bit/s, NaN where unknown."""
    neighbours: Mapping[str, tuple[Neighbour, ...]] = EMPTY

    def __len__(self) -> int:
        """Return the number of interfaces."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Port]:
        """Yield every interface."""
        return (self._port(place) for place in range(len(self.rows)))

    def get(self, if_index: int) -> Port | None:
        """Return one interface by its ifIndex."""
        row = str(if_index)
        return self._port(self.rows.index(row)) if row in self.rows else None

    def find(self, name: str) -> Port | None:
        """Return the interface of this name, or the only one whose description or alias it is."""
        for texts in (self.names, *(self._texts(key) for key in ("description", "alias"))):
            places = [place for place, text in enumerate(texts) if text == name]
            if len(places) == 1:
                return self._port(places[0])
        return None

    def where(self, *kinds: PortKind) -> NDArray[np.bool_]:
        """Return a mask of the rows of these kinds."""
        return np.fromiter((kind in kinds for kind in self.kinds), dtype=bool, count=len(self.kinds))

    def equals(self, key: str, value: Value) -> NDArray[np.bool_]:
        """Return a mask of the rows where a field has a value."""
        column = self.fields.get(key, EMPTY)
        return np.fromiter((column.get(row) == value for row in self.rows), dtype=bool, count=len(self.rows))

    def utilisations(self) -> Floats:
        """Return per cent of the speed for each row, of the busier direction; NaN where unknown."""
        if not self.rows:
            return np.zeros(0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.fmax(self.rates[:, IN], self.rates[:, OUT]) * _BITS * 100 / self.speeds

    def _texts(self, key: str) -> Sequence[Value]:
        column = self.fields.get(key, EMPTY)
        return [column.get(row) for row in self.rows]

    def _port(self, place: int) -> Port:
        row = self.rows[place]
        values: dict[str, Any] = {key: column.get(row) for key, column in self.fields.items() if key in _PLAIN}
        rates = self.rates[place]
        speed = self.speeds[place]
        busiest = _number(np.fmax(rates[IN], rates[OUT]) * _BITS)
        return Port(
            **values,
            if_index=int(row),
            name=self.names[place],
            kind=self.kinds[place],
            speed=_number(speed),
            in_rate=_number(rates[IN] * _BITS),
            out_rate=_number(rates[OUT] * _BITS),
            utilisation=None if busiest is None else _number(busiest * 100 / speed),
            error_rate=_number(rates[IN_ERRORS] + rates[OUT_ERRORS]),
            discard_rate=_number(rates[IN_DISCARDS] + rates[OUT_DISCARDS]),
            neighbours=self.neighbours.get(row, ()),
        )


_PLAIN = frozenset(
    {
        "description",
        "alias",
        "mac",
        "vlan",
        "admin_up",
        "oper",
        "duplex",
        "last_change",
        "in_errors",
        "out_errors",
        "in_discards",
        "out_discards",
        "poe_enabled",
        "poe_state",
        "poe_power",
    }
)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
