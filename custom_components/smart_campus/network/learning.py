"""What the tables of a switch say about its neighbours and about what hangs on its ports."""

from collections.abc import Collection, Iterable, Mapping

from ..campuslink.codec.mac_text import normalise_mac
from ..campuslink.device.switch.mac_table import MacEntry
from ..campuslink.device.switch.ports import Neighbour as SeenNeighbour
from ..campuslink.device.switch.system import SystemInfo
from ..campuslink.model import EMPTY
from .judge import HealthJudge
from .rules.neighbours import Neighbour, SwitchIdentity, clean_address
from .rules.port_map import Scan
from .rules.port_rating import is_switch


def identify_switch(judge: HealthJudge, system: SystemInfo, host: str) -> SwitchIdentity:
    """Return by what its neighbours know a switch: chassis id, the address of any interface, name, place."""
    macs = judge.table.fields.get("mac", EMPTY).values() if judge.table is not None else ()
    chassis = {mac for mac in (system.chassis_id, *macs) if isinstance(mac, str) and mac}
    return SwitchIdentity(
        key=judge.key, chassis=frozenset(chassis), name=system.name, addresses=frozenset({host} if host else ())
    )


def neighbours_of(judge: HealthJudge) -> list[Neighbour]:
    """Return whom a switch sees at its ports."""
    return [
        Neighbour(
            port=judge.rows[row],
            chassis=seen.chassis_id or "",
            remote_port=seen.port_id or "",
            name=seen.name or "",
            address=seen.address or "",
        )
        for row, all_seen in _seen(judge).items()
        if row in judge.rows
        for seen in all_seen
    ]


def scan_of(
    judge: HealthJudge,
    entries: Iterable[MacEntry],
    links: Mapping[str, Collection[str]],
    devices_by_host: Mapping[str, Collection[str]],
    devices_by_mac: Mapping[str, Collection[str]],
) -> Scan:
    """Return what a table of addresses, the neighbours and the known links say together.

    links: the switch's own ports, by neighbour switch.
    """
    macs: dict[str, set[str]] = {}
    for entry in entries:
        if (port := judge.rows.get(str(entry.if_index))) is not None:
            macs.setdefault(port, set()).add(entry.mac)
    uplinks: dict[str, str | None] = {port: other for other, ports in links.items() for port in ports}
    announced: dict[str, set[str]] = {}
    for row, all_seen in _seen(judge).items():
        if (port := judge.rows.get(row)) is None or port in uplinks:
            continue
        for seen in all_seen:
            devices = _devices_of(seen, devices_by_host, devices_by_mac)
            if devices:
                announced.setdefault(port, set()).update(devices)
            elif is_switch(seen.capabilities):
                uplinks[port] = None
    return Scan(switch=judge.key, macs=macs, announced=announced, uplinks=uplinks)


def _seen(judge: HealthJudge) -> Mapping[str, tuple[SeenNeighbour, ...]]:
    return EMPTY if judge.table is None else judge.table.neighbours


def _devices_of(
    seen: SeenNeighbour,
    devices_by_host: Mapping[str, Collection[str]],
    devices_by_mac: Mapping[str, Collection[str]],
) -> frozenset[str]:
    chassis = normalise_mac(seen.chassis_id or "")
    by_host = devices_by_host.get(clean_address(seen.address or ""), ())
    return frozenset([*by_host, *(devices_by_mac.get(chassis, ()) if chassis else ())])
