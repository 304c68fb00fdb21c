"""Port, room and device: learned from MAC tables and LLDP, confirmed or corrected by a person."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Any, Self

from .text import clean_text, finite, list_of, mapping_of

MOST_EDGE_MACS = 8
"""A port with more addresses leads to other switches; with fewer, at most to a small one on a desk."""
MOST_SIGHTINGS = 16
"""Switches at which one device is remembered to have been seen."""
BELIEVED_AFTER = 3
"""Times in a row a device must be seen elsewhere before a person is told that the map is wrong."""
FRESH_S = 4 * 3600.0
"""A place where a device was seen this much longer ago than elsewhere does not count any more."""
MOST_DEVICES = 20_000


class Source(StrEnum):
    """Why a device is taken to hang on a port."""

    CONFIRMED = "confirmed"
    """A person said so; nothing that is learned changes it."""
    LLDP = "lldp"
    """The device says so itself."""
    MAC_TABLE = "mac_table"
    """Its address was learned there, among few others."""


@dataclass(frozen=True, order=True, slots=True)
class PortRef:
    """A port of a switch, both by their keys."""

    switch: str
    port: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a device hangs."""

    device: str
    at: PortRef
    source: Source
    seen_at: float
    """Seconds since 1970-01-01 UTC when it was last seen there, or when a person said so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """A device that a person put on one port and that is seen on another."""

    device: str
    confirmed: PortRef
    seen: PortRef


@dataclass(frozen=True, kw_only=True, slots=True)
class UplinkProposal:
    """A port that seems to lead to another switch."""

    at: PortRef
    neighbour: str | None
    """The switch behind it, where LLDP tells."""
    macs: int
    """Addresses last learned there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """What one look at a switch told. Addresses in the form of `normalise_mac`."""

    switch: str
    macs: Mapping[str, Collection[str]]
    """Addresses by port, each once."""
    announced: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Devices by port that announced themselves by LLDP."""
    uplinks: Mapping[str, str | None] = field(default_factory=dict)
    """Ports that lead to another switch, with its key where it is one of ours."""


@dataclass(frozen=True, slots=True)
class _Sighting:
    port: str
    macs: int
    """Addresses at the port; 0 when the device announced itself."""
    is_uplink: bool
    seen_at: float


@dataclass(slots=True)
class PortMap:
    """Which device hangs on which port."""

    _sightings: dict[str, dict[str, _Sighting]] = field(default_factory=dict)
    """By device, then by switch."""
    _confirmed: dict[str, tuple[PortRef, float]] = field(default_factory=dict)
    _rooms: dict[PortRef, str] = field(default_factory=dict)
    _strikes: dict[str, tuple[PortRef, int]] = field(default_factory=dict)
    """By device: where it is seen against what a person said, and how often in a row."""
    _uplinks: dict[str, dict[str, tuple[str | None, int]]] = field(default_factory=dict)
    """By switch and port: the switch behind it and the number of addresses."""

    def learn(self, scan: Scan, devices: Mapping[str, Collection[str]], now: float) -> frozenset[str]:
        """Take a scan; return the devices whose place changed.

        devices: keys by address; several where they share a gateway. A device that the scan does not show stays where
        it was seen last: it may be off.
        now: seconds since 1970-01-01 UTC.
        """
        known = self._sightings.keys() | set(chain.from_iterable(devices.values()))
        before = {device: self.place_of(device) for device in known}
        self._uplinks[scan.switch] = _uplinks_of(scan)
        seen = self._best_of(scan, devices, now)
        for device, sighting in seen.items():
            self._see(device, scan.switch, sighting)
        for device in seen.keys() & self._confirmed.keys():
            self._compare(device, scan.switch)
        return frozenset(device for device in before if _where(before[device]) != _where(self.place_of(device)))

    def confirm(self, device: str, at: PortRef, now: float) -> None:
        """Take a person's word for where a device hangs."""
        self._confirmed[device] = (at, now)
        self._strikes.pop(device, None)

    def release(self, device: str) -> None:
        """Take back a person's word: from now on what is learned counts."""
        self._confirmed.pop(device, None)
        self._strikes.pop(device, None)

    def set_room(self, at: PortRef, room: str | None) -> None:
        """Say in which room a port ends; None takes it back."""
        if room is None:
            self._rooms.pop(at, None)
        else:
            self._rooms[at] = room

    def place_of(self, device: str) -> Place | None:
        """Return where a device hangs, as far as known."""
        if (confirmed := self._confirmed.get(device)) is not None:
            at, said_at = confirmed
            return Place(device=device, at=at, source=Source.CONFIRMED, seen_at=said_at)
        return self._learned(device)

    def devices_on(self, at: PortRef) -> tuple[str, ...]:
        """Return the devices that hang on a port; several behind a switch on a desk."""
        return tuple(place.device for place in self.places() if place.at == at)

    def places(self) -> tuple[Place, ...]:
        """Return every device with a known place, ordered by device."""
        known = sorted(self._sightings.keys() | self._confirmed.keys())
        return tuple(place for place in map(self.place_of, known) if place is not None)

    def room_of(self, at: PortRef, room_of_device: Callable[[str], str | None]) -> str | None:
        """Return the room a port ends in: as a person said, else the one all devices behind it share."""
        if at in self._rooms:
            return self._rooms[at]
        rooms = set(map(room_of_device, self.devices_on(at)))
        return rooms.pop() if len(rooms) == 1 else None

    def uplinks(self) -> tuple[UplinkProposal, ...]:
        """Return the ports that seem to lead to other switches, ordered by switch and port."""
        return tuple(
            UplinkProposal(at=PortRef(switch, port), neighbour=neighbour, macs=macs)
            for switch, ports in sorted(self._uplinks.items())
            for port, (neighbour, macs) in sorted(ports.items())
        )

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return the devices that were seen elsewhere often enough for a person to look."""
        return tuple(
            Contradiction(device=device, confirmed=self._confirmed[device][0], seen=seen)
            for device, (seen, times) in sorted(self._strikes.items())
            if times >= BELIEVED_AFTER
        )

    def keep_only(self, devices: Collection[str], switches: Collection[str]) -> None:
        """Forget devices and switches that are not part of the installation any more."""
        for device in (self._sightings.keys() | self._confirmed.keys()) - set(devices):
            self._sightings.pop(device, None)
            self.release(device)
        for device, (at, _) in tuple(self._confirmed.items()):
            if at.switch not in switches:
                self.release(device)
        for sightings in self._sightings.values():
            for switch in sightings.keys() - set(switches):
                del sightings[switch]
        self._rooms = {at: room for at, room in self._rooms.items() if at.switch in switches}
        self._uplinks = {switch: ports for switch, ports in self._uplinks.items() if switch in switches}

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {
            "sightings": {
                device: {
                    switch: [item.port, item.macs, item.is_uplink, item.seen_at] for switch, item in sightings.items()
                }
                for device, sightings in self._sightings.items()
            },
            "confirmed": {device: [at.switch, at.port, said] for device, (at, said) in self._confirmed.items()},
            "rooms": [[at.switch, at.port, room] for at, room in self._rooms.items()],
            "strikes": {device: [at.switch, at.port, times] for device, (at, times) in self._strikes.items()},
            "uplinks": {
                switch: {port: [neighbour, macs] for port, (neighbour, macs) in ports.items()}
                for switch, ports in self._uplinks.items()
            },
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned; what is damaged is left out."""
        given = mapping_of(data)
        confirmed = _rows(given.get("confirmed"), 3)
        return cls(
            _sightings={
                device: _sightings_from_json(item)
                for device, item in [*mapping_of(given.get("sightings")).items()][:MOST_DEVICES]
            },
            _confirmed={
                device: (PortRef(str(row[0]), str(row[1])), finite(row[2]) or 0.0) for device, row in confirmed.items()
            },
            _rooms={
                PortRef(str(row[0]), str(row[1])): str(row[2])
                for row in list_of(given.get("rooms"))
                if len(list_of(row)) == 3
            },
            _strikes={
                device: (PortRef(str(row[0]), str(row[1])), int(finite(row[2]) or 0))
                for device, row in _rows(given.get("strikes"), 3).items()
                if device in confirmed
            },
            _uplinks={
                switch: {
                    port: (None if row[0] is None else str(row[0]), int(finite(row[1]) or 0))
                    for port, row in _rows(ports, 2).items()
                }
                for switch, ports in mapping_of(given.get("uplinks")).items()
            },
        )

    def _learned(self, device: str) -> Place | None:
        """Return the best fresh sighting: announced before learned, then where fewest others are, then the newest."""
        found = [(switch, item) for switch, item in self._sightings.get(device, {}).items() if not item.is_uplink]
        if not found:
            return None
        fresh_from = max(item.seen_at for _, item in found) - FRESH_S
        fresh = [pair for pair in found if pair[1].seen_at >= fresh_from]
        switch, best = min(fresh, key=lambda pair: (pair[1].macs, -pair[1].seen_at, pair[0]))
        source = Source.MAC_TABLE if best.macs else Source.LLDP
        return Place(device=device, at=PortRef(switch, best.port), source=source, seen_at=best.seen_at)

    def _best_of(self, scan: Scan, devices: Mapping[str, Collection[str]], now: float) -> dict[str, _Sighting]:
        """Return by device where a scan shows it: announced, else at the port with fewest addresses."""
        uplinks = self._uplinks[scan.switch]
        best: dict[str, _Sighting] = {}
        for port, macs in scan.macs.items():
            sighting = _Sighting(port, len(macs), port in uplinks, now)
            for device in chain.from_iterable(devices.get(mac, ()) for mac in macs):
                if device not in best or (sighting.macs, port) < (best[device].macs, best[device].port):
                    best[device] = sighting
        for port, announced in scan.announced.items():
            best.update(dict.fromkeys(announced, _Sighting(port, 0, is_uplink=False, seen_at=now)))
        return best

    def _see(self, device: str, switch: str, sighting: _Sighting) -> None:
        if device not in self._sightings and len(self._sightings) >= MOST_DEVICES:
            return
        sightings = self._sightings.setdefault(device, {})
        for key, item in sightings.items():
            # The clock was wrong then: what came after it would never look newer.
            if item.seen_at > sighting.seen_at:
                sightings[key] = replace(item, seen_at=sighting.seen_at)
        sightings[switch] = sighting
        if len(sightings) > MOST_SIGHTINGS:
            del sightings[min(sightings, key=lambda key: (sightings[key].seen_at, key))]

    def _compare(self, device: str, switch: str) -> None:
        """Count how often in a row a switch shows a device elsewhere than a person said."""
        learned, (confirmed, _) = self._learned(device), self._confirmed[device]
        if learned is None or learned.at == confirmed:
            self._strikes.pop(device, None)
        elif learned.at.switch == switch:
            at, times = self._strikes.get(device, (learned.at, 0))
            self._strikes[device] = (learned.at, times + 1 if at == learned.at else 1)


def _where(place: Place | None) -> PortRef | None:
    return None if place is None else place.at


def _uplinks_of(scan: Scan) -> dict[str, tuple[str | None, int]]:
    counts = {port: len(macs) for port, macs in scan.macs.items()}
    crowded = {port: (None, count) for port, count in counts.items() if count > MOST_EDGE_MACS}
    return {**crowded, **{port: (key, counts.get(port, 0)) for port, key in scan.uplinks.items()}}


def _rows(data: object, length: int) -> dict[str, list[Any]]:
    return {key: [*row] for key, item in mapping_of(data).items() if len(row := list_of(item)) == length}


def _sightings_from_json(data: object) -> dict[str, _Sighting]:
    return {
        switch: _Sighting(
            port=clean_text(str(row[0])),
            macs=int(finite(row[1]) or 0),
            is_uplink=bool(row[2]),
            seen_at=finite(row[3]) or 0.0,
        )
        for switch, row in _rows(data, 4).items()
    }
