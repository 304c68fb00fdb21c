"""Which interface a row of another table belongs to. Pure; rows are index suffixes as text."""

import re
from collections.abc import Iterable, Mapping

from ...link.snmp.base import Column
from .ports import PortKind

type Join = Mapping[str, str]
"""Row of the other table to row of the interfaces."""


def join_bridge_ports(base_port_if_index: Column) -> dict[str, str]:
    """Return interface by bridge port, from dot1dBasePortIfIndex."""
    return {port: str(index) for port, index in base_port_if_index.items() if isinstance(index, int) and index > 0}


def join_entities(aliases: Column) -> dict[str, str]:
    """Return interface by entPhysicalIndex, from entAliasMappingIdentifier: an OID that ends in the ifIndex."""
    return {row.split(".", 1)[0]: value.rsplit(".", 1)[-1] for row, value in aliases.items() if isinstance(value, str)}


def join_poe_ports(
    rows: Iterable[str], names: Mapping[str, str], kinds: Mapping[str, PortKind], entities: Join, through: Column
) -> dict[str, str]:
    """Return interface by ``group.port``.

    through: entPhysicalIndex by PoE port where the maker tells it. Elsewhere the port's number is the last one in the
    interface's name and the group its first, as in GigabitEthernet2/0/5; a switch with one group only may count its
    units from another number. Of several names that fit, the one with the lowest numbers between is meant: Gi1/0/5
    before Te1/1/5.
    """
    wanted = [row for row in dict.fromkeys(rows) if row.count(".") == 1]
    found = {row: entities[str(through[row])] for row in wanted if row in through and str(through[row]) in entities}
    numbered = _numbered(names, kinds)
    groups = {row.split(".")[0] for row in wanted}
    for row in wanted:
        if row not in found and (interface := _by_number(row, numbered, is_only_group=len(groups) == 1)) is not None:
            found[row] = interface
    return found


def _numbered(names: Mapping[str, str], kinds: Mapping[str, PortKind]) -> list[tuple[tuple[int, ...], str]]:
    """Return (numbers of the name, interface), lowest numbers first."""
    found = [
        (tuple(int(number[:9]) for number in re.findall(r"\d+", name)), row)
        for row, name in names.items()
        if kinds.get(row) is PortKind.PHYSICAL
    ]
    return sorted((each for each in found if each[0]), key=lambda each: (each[0], int(each[1])))


def _by_number(row: str, numbered: list[tuple[tuple[int, ...], str]], *, is_only_group: bool) -> str | None:
    group, port = (int(part) for part in row.split("."))
    candidates = [each for each in numbered if each[0][-1] == port]
    exact = [interface for numbers, interface in candidates if len(numbers) > 1 and numbers[0] == group]
    if exact:
        return exact[0]
    return candidates[0][1] if candidates and is_only_group else None
