"""The standard tables a switch serves, as rows for snmpsim. OIDs are those of the published MIBs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .snmp_model import ETHERNET, Port, Switch

SYSTEM = "1.3.6.1.2.1.1"
IF_NUMBER = "1.3.6.1.2.1.2.1.0"
IF = "1.3.6.1.2.1.2.2.1"
IF_X = "1.3.6.1.2.1.31.1.1.1"
DOT3 = "1.3.6.1.2.1.10.7.2.1"
BRIDGE_PORT = "1.3.6.1.2.1.17.1.4.1"
BRIDGE_FDB = "1.3.6.1.2.1.17.4.3.1"
VLAN_FDB = "1.3.6.1.2.1.17.7.1.2.2.1"
PORT_VLAN = "1.3.6.1.2.1.17.7.1.4.5.1.1"
LLDP = "1.0.8802.1.1.2.1"
ENTITY = "1.3.6.1.2.1.47.1.1.1.1"
PSE_PORT = "1.3.6.1.2.1.105.1.1.1"
PSE_MAIN = "1.3.6.1.2.1.105.1.3.1.1"
ENGINE_TIME = "1.3.6.1.6.3.10.2.1.3.0"

INTEGER, OCTETS, OBJECT_ID, COUNTER, GAUGE, TICKS, COUNTER_64 = "2", "4x", "6", "65", "66", "67", "70"
CHASSIS_CLASS = 3
MAC_SUBTYPE, NAME_SUBTYPE = 4, 5
"""LldpChassisIdSubtype macAddress, LldpPortIdSubtype interfaceName."""
BRIDGE_CAPABILITY, STATION_CAPABILITY = "28", "01"
LEARNED = 3
POE_CLASS_4 = 5


class Row(NamedTuple):
    """One line of a recording. A value that begins with ``@`` is asked of the switch's state by that key."""

    oid: str
    tag: str
    value: str


def number(oid: str, value: int) -> Row:
    """Return an INTEGER."""
    return Row(oid, INTEGER, str(value))


def gauge(oid: str, value: int) -> Row:
    """Return a Gauge32."""
    return Row(oid, GAUGE, str(value))


def text(oid: str, value: str) -> Row:
    """Return an OCTET STRING of UTF-8 text."""
    return Row(oid, OCTETS, value.encode().hex())


def octets(oid: str, value: str) -> Row:
    """Return an OCTET STRING given as hexadecimal digits."""
    return Row(oid, OCTETS, value)


def moving(oid: str, tag: str, key: str) -> Row:
    """Return a value that is computed when it is asked for."""
    return Row(oid, tag, f"@{key}")


def standard_rows(switch: Switch) -> Iterator[Row]:
    """Yield what every manageable switch serves, in no order."""
    yield from _system(switch)
    for position, port in enumerate(switch.ports, 1):
        yield from _interface(port, switch)
        if port.kind == ETHERNET:
            yield from _bridge_port(position, port)
            yield from _lldp_port(position, port)
    yield from _lldp_local(switch)
    yield from _chassis(switch)


def power_rows(switch: Switch) -> Iterator[Row]:
    """Yield POWER-ETHERNET-MIB: one power supply unit, ports numbered within it."""
    for position, port in enumerate(switch.poe_ports, 1):
        at = f"1.{position}"
        yield moving(f"{PSE_PORT}.3.{at}", INTEGER, f"poe_enabled.{port.index}")
        yield moving(f"{PSE_PORT}.6.{at}", INTEGER, f"poe_state.{port.index}")
        yield number(f"{PSE_PORT}.7.{at}", 3)
        yield number(f"{PSE_PORT}.10.{at}", POE_CLASS_4)
    yield gauge(f"{PSE_MAIN}.2.1", switch.poe_budget_w)
    yield number(f"{PSE_MAIN}.3.1", 1)
    yield moving(f"{PSE_MAIN}.4.1", GAUGE, "poe_total_w")
    yield number(f"{PSE_MAIN}.5.1", 80)


def _system(switch: Switch) -> Iterator[Row]:
    yield text(f"{SYSTEM}.1.0", switch.description)
    yield Row(f"{SYSTEM}.2.0", OBJECT_ID, switch.object_id)
    yield moving(f"{SYSTEM}.3.0", TICKS, "uptime_ticks")
    yield text(f"{SYSTEM}.4.0", "")
    yield text(f"{SYSTEM}.5.0", switch.name)
    yield text(f"{SYSTEM}.6.0", switch.location)
    yield number(f"{SYSTEM}.7.0", 78)
    yield moving(ENGINE_TIME, INTEGER, "uptime_s")
    yield number(IF_NUMBER, len(switch.ports))


def _interface(port: Port, switch: Switch) -> Iterator[Row]:
    index = port.index
    yield number(f"{IF}.1.{index}", index)
    yield text(f"{IF}.2.{index}", port.name)
    yield number(f"{IF}.3.{index}", port.kind)
    yield number(f"{IF}.4.{index}", 1500)
    yield octets(f"{IF}.6.{index}", switch.chassis)
    yield text(f"{IF_X}.1.{index}", port.name)
    yield text(f"{IF_X}.18.{index}", port.alias)
    yield Row(f"{IF_X}.19.{index}", TICKS, "0")
    for oid, tag, key in _MOVING_COLUMNS:
        yield moving(f"{oid}.{index}", tag, f"{key}.{index}")
    yield Row(f"{IF}.20.{index}", COUNTER, "0")
    yield Row(f"{IF}.19.{index}", COUNTER, "0")
    if port.kind == ETHERNET:
        yield moving(f"{DOT3}.3.{index}", COUNTER, f"in_errors.{index}")
        yield number(f"{DOT3}.19.{index}", 3 if port.is_full_duplex else 2)


_MOVING_COLUMNS: Sequence[tuple[str, str, str]] = (
    (f"{IF}.5", GAUGE, "speed"),
    (f"{IF}.7", INTEGER, "admin"),
    (f"{IF}.8", INTEGER, "oper"),
    (f"{IF}.9", TICKS, "last_change"),
    (f"{IF}.10", COUNTER, "in_octets_32"),
    (f"{IF}.13", COUNTER, "in_discards"),
    (f"{IF}.14", COUNTER, "in_errors"),
    (f"{IF}.16", COUNTER, "out_octets_32"),
    (f"{IF_X}.6", COUNTER_64, "in_octets"),
    (f"{IF_X}.7", COUNTER_64, "in_packets"),
    (f"{IF_X}.10", COUNTER_64, "out_octets"),
    (f"{IF_X}.11", COUNTER_64, "out_packets"),
    (f"{IF_X}.15", GAUGE, "high_speed"),
)


def _bridge_port(position: int, port: Port) -> Iterator[Row]:
    yield number(f"{BRIDGE_PORT}.2.{position}", port.index)
    yield gauge(f"{PORT_VLAN}.{position}", port.vlan)
    for mac in port.macs:
        address = ".".join(str(byte) for byte in bytes.fromhex(mac))
        yield octets(f"{BRIDGE_FDB}.1.{address}", mac)
        yield number(f"{BRIDGE_FDB}.2.{address}", position)
        yield number(f"{BRIDGE_FDB}.3.{address}", LEARNED)
        yield number(f"{VLAN_FDB}.2.{port.vlan}.{address}", position)
        yield number(f"{VLAN_FDB}.3.{port.vlan}.{address}", LEARNED)


def _lldp_port(position: int, port: Port) -> Iterator[Row]:
    yield number(f"{LLDP}.3.7.1.2.{position}", NAME_SUBTYPE)
    yield text(f"{LLDP}.3.7.1.3.{position}", port.name)
    yield text(f"{LLDP}.3.7.1.4.{position}", port.name)
    if (neighbour := port.neighbour) is None:
        return
    at = f"0.{position}.1"
    capability = BRIDGE_CAPABILITY if neighbour.is_switch else STATION_CAPABILITY
    yield number(f"{LLDP}.4.1.1.4.{at}", MAC_SUBTYPE)
    yield octets(f"{LLDP}.4.1.1.5.{at}", neighbour.chassis)
    yield number(f"{LLDP}.4.1.1.6.{at}", NAME_SUBTYPE)
    yield text(f"{LLDP}.4.1.1.7.{at}", neighbour.port)
    yield text(f"{LLDP}.4.1.1.8.{at}", neighbour.port)
    yield text(f"{LLDP}.4.1.1.9.{at}", neighbour.name)
    yield text(f"{LLDP}.4.1.1.10.{at}", neighbour.name)
    yield octets(f"{LLDP}.4.1.1.12.{at}", capability)


def _lldp_local(switch: Switch) -> Iterator[Row]:
    yield number(f"{LLDP}.3.1.0", MAC_SUBTYPE)
    yield octets(f"{LLDP}.3.2.0", switch.chassis)
    yield text(f"{LLDP}.3.3.0", switch.name)
    yield text(f"{LLDP}.3.4.0", switch.description)
    yield octets(f"{LLDP}.3.6.0", BRIDGE_CAPABILITY)


def _chassis(switch: Switch) -> Iterator[Row]:
    yield text(f"{ENTITY}.2.1", switch.model)
    yield number(f"{ENTITY}.5.1", CHASSIS_CLASS)
    yield text(f"{ENTITY}.7.1", switch.model)
    yield text(f"{ENTITY}.10.1", switch.firmware)
    yield text(f"{ENTITY}.11.1", switch.serial)
    yield text(f"{ENTITY}.12.1", switch.brand)
    yield text(f"{ENTITY}.13.1", switch.model)
