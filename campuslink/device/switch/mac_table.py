"""The table of MAC addresses: which device was heard on which port, read when somebody asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...link.snmp.base import Column
from ...model import EMPTY
from .joins import Join

MOST_ENTRIES = 65_536
_SELF = 4
_MAC_PARTS = 6
_LARGEST_BYTE = 255
_RESERVED_VLANS = range(1002, 1006)


@dataclass(frozen=True, kw_only=True, slots=True)
class MacEntry:
    """One address and where it was heard."""

    mac: str
    """Lower case with colons."""
    if_index: int
    vlan: int | None


def q_bridge_columns(base: str) -> dict[str, str]:
    """Return the OIDs of dot1qTpFdbTable and of the VLAN behind each of its numbers."""
    return {"port": f"{base}.1.2.2.1.2", "status": f"{base}.1.2.2.1.3", "vlan": f"{base}.1.4.2.1.3"}


def bridge_columns(base: str) -> dict[str, str]:
    """Return the OIDs of dot1dTpFdbTable."""
    return {"port": f"{base}.4.3.1.2", "status": f"{base}.4.3.1.3"}


def read_q_bridge(columns: Mapping[str, Column], bridge: Join, interfaces: frozenset[str]) -> list[MacEntry]:
    """Return the entries of a table by VLAN."""
    vlans = {str(fdb): int(row.rsplit(".", 1)[-1]) for row, fdb in columns.get("vlan", EMPTY).items()}
    found: list[MacEntry] = []
    for row in _heard(columns):
        fdb, _, address = row.partition(".")
        vlan = vlans.get(fdb, int(fdb) if fdb.isdecimal() else None)
        mac, interface = _mac_of(address), _interface(columns["port"][row], bridge, interfaces)
        if mac is not None and interface is not None:
            found.append(MacEntry(mac=mac, if_index=interface, vlan=vlan))
    return found


def read_bridge(
    columns: Mapping[str, Column], bridge: Join, interfaces: frozenset[str], vlan: int | None = None
) -> list[MacEntry]:
    """Return the entries of a table without VLANs, or of the one of a single VLAN."""
    found: list[MacEntry] = []
    for row in _heard(columns):
        mac, interface = _mac_of(row), _interface(columns["port"][row], bridge, interfaces)
        if mac is not None and interface is not None:
            found.append(MacEntry(mac=mac, if_index=interface, vlan=vlan))
    return found


def list_vlans(states: Column) -> tuple[int, ...]:
    """Return the VLANs that may have a table of their own: the last number of each row."""
    numbers = {int(last) for row in states if (last := row.rsplit(".", 1)[-1]).isdecimal()}
    return tuple(sorted(number for number in numbers if number not in _RESERVED_VLANS))


def _heard(columns: Mapping[str, Column]) -> Iterable[str]:
    status = columns.get("status", EMPTY)
    rows = (row for row in columns.get("port", EMPTY) if status.get(row) != _SELF)
    return [row for row, _ in zip(rows, range(MOST_ENTRIES), strict=False)]


def _interface(port: object, bridge: Join, interfaces: frozenset[str]) -> int | None:
    number = str(port)
    interface = bridge.get(number) or (number if number in interfaces else None)
    return None if interface is None else int(interface)


def _mac_of(row: str) -> str | None:
    parts = row.split(".")
    if len(parts) != _MAC_PARTS or not all(part.isdecimal() and int(part) <= _LARGEST_BYTE for part in parts):
        return None
    return ":".join(f"{int(part):02x}" for part in parts)
