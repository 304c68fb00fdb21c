"""What a profile says about SNMP: single objects, columns of tables, ports and how tables hang together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ..codec.pipeline import ValueRule
from ..model import EMPTY, PollClass


class Pick(StrEnum):
    """How the rows of a column become one value. Rows without a value do not count."""

    FIRST = "first"
    LARGEST = "largest"
    SMALLEST = "smallest"
    SUM = "sum"
    MEAN = "mean"
    ANY = "any"
    """True when it is true in any row."""


class PortKey(StrEnum):
    """What the rows of a table are numbered by, and so how they find their port."""

    IF_INDEX = "if_index"
    BRIDGE_PORT = "bridge_port"
    """By dot1dBasePortIfIndex."""
    POE_PORT = "poe_port"
    """Group and port of the power supply: by `SwitchTables.poe_entities` where given, else by the numbers in names."""
    ENTITY = "entity"
    """entPhysicalIndex, by entAliasMappingIdentifier."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OidRead:
    """One object instance."""

    oid: str
    scale: float = 1.0
    """What this place's number is multiplied by before the point's rule, where places differ in their unit."""
    after: str = ""
    """Text: what stands before the wanted part."""
    until: str = ""
    """Text: what stands behind it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnRead:
    """One value out of the rows of a column."""

    column: str
    pick: Pick = Pick.FIRST
    where: Mapping[str, tuple[int | str, ...]] = EMPTY
    """By another column of the same table, the values a row must have there to count."""
    share_of: str = ""
    """Column of the whole; the value is the percentage of it."""
    share_with: str = ""
    """Column of the rest; the value is the percentage of both together."""
    scale: float = 1.0
    after: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SensorRead:
    """One value out of a table shaped like ENTITY-SENSOR-MIB, whose rows tell type, scale and precision."""

    sensors: str
    """The table's entry; columns 1 to 5 are type, scale, precision, value and status."""
    type: int
    pick: Pick = Pick.FIRST


type SnmpAlternative = OidRead | ColumnRead | SensorRead


@dataclass(frozen=True, kw_only=True, slots=True)
class SnmpRead:
    """Where an SNMP point may lie; the first that gives a value counts."""

    alternatives: tuple[SnmpAlternative, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PortColumn:
    """Where one field of the ports lies."""

    field: str
    """Of `PORT_FIELDS`."""
    column: str
    rule: ValueRule
    by: PortKey = PortKey.IF_INDEX
    poll: PollClass = PollClass.NORMAL
    write: Mapping[bool, int] | None = None
    """The raw numbers that switch it on and off; None where it is only read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchTables:
    """Where tables of a standard shape stand; empty where the model has none."""

    lldp: str = ""
    """lldpObjects of LLDP-MIB."""
    cdp: str = ""
    """cdpCacheEntry of CISCO-CDP-MIB."""
    bridge: str = ""
    """BRIDGE-MIB; the MAC table, and ports behind it."""
    q_bridge: str = ""
    """Q-BRIDGE-MIB; the MAC table by VLAN."""
    vlan_contexts: str = ""
    """Column indexed by VLAN, where each VLAN has a BRIDGE-MIB of its own."""
    entity_aliases: str = ""
    """entAliasMappingIdentifier."""
    poe_entities: str = ""
    """Column that gives the entPhysicalIndex of a PoE port."""


NO_TABLES = SwitchTables()


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemMark:
    """How a device names itself in the system group."""

    object_id: str
    """Beginning of sysObjectID, whole numbers; empty for any."""
    describes: tuple[str, ...] = ()
    """Words of which sysDescr holds at least one, upper and lower case alike; empty for any."""

    @property
    def rank(self) -> tuple[int, bool]:
        """Return what decides between marks that fit: the longest beginning, then the one with words."""
        return len(self.object_id.split(".")) if self.object_id else 0, bool(self.describes)

    def fits(self, object_id: str, description: str) -> bool:
        """Tell whether a device names itself so."""
        begins = not self.object_id or f"{object_id}.".startswith(f"{self.object_id}.")
        text = description.casefold()
        return begins and (not self.describes or any(word.casefold() in text for word in self.describes))


@dataclass(frozen=True, kw_only=True, slots=True)
class PortField:
    """What one field of a port is, for every model."""

    poll: PollClass
    values: tuple[str | bool, ...] = ()
    """The words a map must give; empty for numbers and free text."""
    is_text: bool = False
    is_counter: bool = False


OPER_STATES = ("up", "down", "testing", "unknown", "dormant", "not_present", "lower_layer_down")
DUPLEX_MODES = ("full", "half", "unknown")
POE_STATES = ("disabled", "searching", "delivering", "fault", "test", "other_fault")

_COUNTER = PortField(poll=PollClass.FAST, is_counter=True)
_NAME = PortField(poll=PollClass.SLOW, is_text=True)

PORT_FIELDS: Mapping[str, PortField] = MappingProxyType(
    {
        "name": _NAME,
        "description": _NAME,
        "alias": _NAME,
        "mac": _NAME,
        "type": PortField(poll=PollClass.SLOW),
        "vlan": PortField(poll=PollClass.SLOW),
        "admin_up": PortField(poll=PollClass.FAST, values=(True, False)),
        "oper": PortField(poll=PollClass.FAST, values=OPER_STATES),
        "last_change": PortField(poll=PollClass.FAST),
        "discontinuity": PortField(poll=PollClass.FAST),
        "speed": PortField(poll=PollClass.NORMAL),
        "duplex": PortField(poll=PollClass.NORMAL, values=DUPLEX_MODES),
        "in_octets": _COUNTER,
        "out_octets": _COUNTER,
        "in_errors": _COUNTER,
        "out_errors": _COUNTER,
        "in_discards": _COUNTER,
        "out_discards": _COUNTER,
        "poe_enabled": PortField(poll=PollClass.NORMAL, values=(True, False)),
        "poe_state": PortField(poll=PollClass.NORMAL, values=POE_STATES),
        "poe_power": PortField(poll=PollClass.NORMAL),
    }
)
"""Speed in bit/s, last_change and discontinuity in seconds since the device started, power in W."""
