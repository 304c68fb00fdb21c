"""Where found devices hang: which port of which switch hears them, by the tables of the switches themselves."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ..codec.mac_text import normalise_mac
from ..device.switch import Port, SwitchDevice
from ..errors import CampusLinkError
from ..model import EMPTY, Kind
from .finding import Finding, Place, short_text
from .visit import Bench

MOST_EDGE_MACS = 8
"""A port with more addresses leads to other switches; with fewer, at most to a small one on a desk."""
LOOK_S = 60.0
"""Seconds the tables of one switch may take."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PortSight:
    """Who is heard on one port of a switch."""

    place: Place
    macs: frozenset[str]
    """Learned there."""
    announced: frozenset[str]
    """Addresses and MAC addresses that a neighbour announces itself with."""


async def look_at_ports(device: SwitchDevice) -> tuple[PortSight, ...]:
    """Read who is heard on which port that leads to devices. Raises what the link raises."""
    entries = await device.mac_table()
    macs: dict[int, set[str]] = {}
    for entry in entries:
        macs.setdefault(entry.if_index, set()).add(entry.mac)
    switch, location = short_text(device.system.name), short_text(device.system.location)
    return tuple(
        PortSight(
            place=Place(
                switch=switch, port=short_text(port.name), alias=short_text(port.alias), switch_location=location
            ),
            macs=frozenset(macs.get(port.if_index, ())),
            announced=_announced(port),
        )
        for port in device.ports
        if len(macs.get(port.if_index, ())) <= MOST_EDGE_MACS and (port.if_index in macs or port.neighbours)
    )


def place_findings(
    findings: Iterable[Finding], sights: Sequence[PortSight], macs: Mapping[str, str] = EMPTY
) -> tuple[Finding, ...]:
    """Return the findings with the port each hangs on, where that is known, and with its MAC address.

    macs: MAC address by IP address, as this machine knows them. Of several ports that hear a device the one with the
    fewest neighbours is meant; who announces itself on a port hangs there.
    """
    placed = []
    for finding in findings:
        mac = finding.mac or macs.get(finding.host, "")
        place = _place_of(finding.host, normalise_mac(mac) or "", sights)
        placed.append(replace(finding, mac=mac, place=place or finding.place))
    return tuple(placed)


async def look_at_switches(bench: Bench, findings: Iterable[Finding]) -> list[PortSight]:
    """Return who is heard on the ports of the switches among the findings; one that cannot be read says nothing."""
    sights: list[PortSight] = []
    for finding in findings:
        if not finding.is_addable or finding.matches[0].profile.kind is not Kind.SWITCH:
            continue
        spec = bench.spec(finding.matches[0].profile, finding.endpoint, finding.credentials)
        with suppress(CampusLinkError, TimeoutError):
            async with asyncio.timeout(LOOK_S), bench.hold_device(spec) as device:
                await device.identify()
                if isinstance(device, SwitchDevice):
                    sights += await look_at_ports(device)
    return sights


def _place_of(host: str, mac: str, sights: Sequence[PortSight]) -> Place | None:
    for sight in sights:
        if host in sight.announced or (mac and mac in sight.announced):
            return sight.place
    heard = [sight for sight in sights if mac and mac in sight.macs]
    return min(heard, key=lambda sight: len(sight.macs)).place if heard else None


def _announced(port: Port) -> frozenset[str]:
    texts = (text for each in port.neighbours for text in (each.address, normalise_mac(each.chassis_id or "")))
    return frozenset(text for text in texts if text)
