"""LLDP and CDP tables to neighbours by interface. What neighbours say of themselves is cleaned, never believed."""

import ipaddress
from collections.abc import Iterator, Mapping

from ...codec.octets import decode_octets
from ...errors import CodecError
from ...link.snmp.base import Column, SnmpValue
from ...model import EMPTY
from .joins import Join
from .ports import Neighbour

LLDP_REMOTE = {
    "chassis_type": 4,
    "chassis": 5,
    "port_type": 6,
    "port": 7,
    "port_text": 8,
    "name": 9,
    "text": 10,
    "enabled": 12,
}
"""Columns of lldpRemTable, 1.4.1.1 below lldpObjects."""
CDP = {"address_type": 3, "address": 4, "name": 6, "port": 7, "platform": 8}
"""Columns of cdpCacheEntry."""

MOST_NEIGHBOURS = 16
"""Neighbours kept of one port: behind a dumb switch there may be many."""

_MAC_IDS = frozenset({("chassis", 4), ("port", 3)})
_ADDRESS_IDS = frozenset({("chassis", 5), ("port", 4)})
_CAPABILITIES = ("other", "repeater", "bridge", "access_point", "router", "telephone", "docsis", "station")
_CAPABILITY_BYTES = 2
_MAC_BYTES = 6
_LATIN_START = 0x20


def lldp_columns(base: str) -> dict[str, str]:
    """Return the OIDs to walk, by the names `read_lldp` takes."""
    remote = {name: f"{base}.4.1.1.{column}" for name, column in LLDP_REMOTE.items()}
    return {**remote, "local_port": f"{base}.3.7.1.3", "local_text": f"{base}.3.7.1.4", "manager": f"{base}.4.2.1.3"}


def cdp_columns(base: str) -> dict[str, str]:
    """Return the OIDs to walk, by the names `read_cdp` takes."""
    return {name: f"{base}.{column}" for name, column in CDP.items()}


def read_lldp(columns: Mapping[str, Column], locals_: Join) -> dict[str, tuple[Neighbour, ...]]:
    """Return neighbours by interface. locals_: interface by lldpLocPortNum, from `join_local_ports`."""
    addresses = dict(_addresses(columns.get("manager", EMPTY)))
    found: dict[str, list[Neighbour]] = {}
    rows = dict.fromkeys((*columns.get("chassis", EMPTY), *columns.get("port", EMPTY), *columns.get("name", EMPTY)))
    for row in rows:
        parts = row.split(".")
        interface = locals_.get(parts[1]) if len(parts) == 3 else None
        if interface is None:
            continue
        cell = {name: column[row] for name, column in columns.items() if row in column}
        found.setdefault(interface, []).append(
            Neighbour(
                protocol="lldp",
                chassis_id=_identifier("chassis", cell),
                port_id=_identifier("port", cell),
                port_description=_text(cell.get("port_text")),
                name=_text(cell.get("name")),
                description=_text(cell.get("text")),
                address=addresses.get(row),
                capabilities=_capabilities(cell.get("enabled")),
            )
        )
    return {interface: tuple(each[:MOST_NEIGHBOURS]) for interface, each in found.items()}


def read_cdp(columns: Mapping[str, Column]) -> dict[str, tuple[Neighbour, ...]]:
    """Return neighbours by interface: the first number of a row is the ifIndex."""
    found: dict[str, list[Neighbour]] = {}
    for row in dict.fromkeys((*columns.get("name", EMPTY), *columns.get("port", EMPTY))):
        cell = {name: column[row] for name, column in columns.items() if row in column}
        found.setdefault(row.split(".", 1)[0], []).append(
            Neighbour(
                protocol="cdp",
                chassis_id=_text(cell.get("name")),
                port_id=_text(cell.get("port")),
                name=_text(cell.get("name")),
                description=_text(cell.get("platform")),
                address=_address(cell.get("address")) if cell.get("address_type") == 1 else None,
            )
        )
    return {interface: tuple(each[:MOST_NEIGHBOURS]) for interface, each in found.items()}


def join_local_ports(
    columns: Mapping[str, Column], names: Mapping[str, tuple[str | None, ...]], bridge: Join, interfaces: frozenset[str]
) -> dict[str, str]:
    """Return interface by lldpLocPortNum.

    names: what each interface is called (name, description, alias, MAC address). By name first, as the number is the
    bridge port on one maker's switches and the ifIndex on another's.
    """
    by_name: dict[str, str] = {}
    for called in zip(*names.values(), strict=True):
        for row, text in zip(names, called, strict=True):
            by_name.setdefault(text or "", row)
    by_name.pop("", None)
    numbers = dict.fromkeys((*columns.get("local_port", EMPTY), *_numbers(columns)))
    found: dict[str, str] = {}
    for number in numbers:
        said = [columns.get(name, EMPTY).get(number) for name in ("local_port", "local_text")]
        texts = [_text(value) for value in said] + [_mac(value) for value in said]
        interface = next((by_name[text] for text in texts if text in by_name), None)
        if interface is None:
            interface = bridge.get(number) or (number if number in interfaces else None)
        if interface is not None:
            found[number] = interface
    return found


def _numbers(columns: Mapping[str, Column]) -> Iterator[str]:
    for name in ("chassis", "port", "name"):
        for row in columns.get(name, EMPTY):
            if row.count(".") == 2:
                yield row.split(".")[1]


def _identifier(name: str, cell: Mapping[str, SnmpValue]) -> str | None:
    value, kind = cell.get(name), cell.get(f"{name}_type")
    if (name, kind) in _MAC_IDS:
        return _mac(value) or _text(value)
    if (name, kind) in _ADDRESS_IDS and isinstance(value, bytes) and len(value) > 1:
        return _address(value[1:]) or _text(value)
    return (_mac(value) if _is_binary(value) else None) or _text(value)


def _is_binary(value: SnmpValue | None) -> bool:
    return isinstance(value, bytes) and any(byte < _LATIN_START for byte in value)


def _mac(value: SnmpValue | None) -> str | None:
    if not isinstance(value, bytes) or len(value) != _MAC_BYTES:
        return None
    return ":".join(f"{byte:02x}" for byte in value)


def _text(value: SnmpValue | None) -> str | None:
    if isinstance(value, str):
        value = value.encode()
    if not isinstance(value, bytes) or not value:
        return None
    try:
        return decode_octets(value)
    except CodecError:
        return None


def _address(value: SnmpValue | None) -> str | None:
    if not isinstance(value, bytes) or len(value) not in {4, 16}:
        return None
    return str(ipaddress.ip_address(value))


def _addresses(managers: Column) -> Iterator[tuple[str, str]]:
    """Yield (row of the remote table, address): the address stands in the index, behind its type and length."""
    for row in managers:
        parts = row.split(".")
        number = parts[5:]
        if (
            len(parts) > 5
            and parts[4] == str(len(number))
            and all(part.isdecimal() and int(part) < 256 for part in number)
        ):
            address = _address(bytes(int(part) for part in number))
            if address is not None:
                yield ".".join(parts[:3]), address


def _capabilities(value: SnmpValue | None) -> tuple[str, ...]:
    if not isinstance(value, bytes) or not 0 < len(value) <= _CAPABILITY_BYTES:
        return ()
    return tuple(word for place, word in enumerate(_CAPABILITIES) if value[0] & 0x80 >> place)
