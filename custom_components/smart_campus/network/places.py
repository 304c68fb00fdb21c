"""Keeps topology and port map up to date, and knows what hangs where."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..campuslink.codec.mac_text import normalise_mac
from ..campuslink.device.switch import SwitchDevice
from ..campuslink.errors import CampusLinkError
from ..campuslink.link.arp import read_arp
from ..campuslink.link.endpoint import NetworkEndpoint
from ..coordinator import DeviceCoordinator, Spawn
from .judge import HealthJudge
from .learning import identify_switch, neighbours_of, scan_of
from .reach import Thing
from .rules.graph import walk, way_back
from .rules.neighbours import clean_address
from .rules.port_map import PortMap
from .rules.topology import Topology

_LOGGER = logging.getLogger(__name__)

LEARN_EVERY_S = 60.0
SCAN_EVERY_S = 3600.0
FIRST_SCAN_AFTER_S = 90.0
"""After the start, so that links and neighbours are known by then."""
SCAN_TIMEOUT_S = 300.0


class Places:
    """Topology and port map of one site."""

    def __init__(
        self,
        hass: HomeAssistant,
        coordinators: Mapping[str, DeviceCoordinator],
        judges: Mapping[str, HealthJudge],
        *,
        spawn: Spawn,
        steady: Callable[[], float],
        on_scanned: Callable[[], None],
    ) -> None:
        """coordinators: by subentry id; judges: by key of the switch; both live."""
        self.topology = Topology()
        self.port_map = PortMap()
        self._hass = hass
        self._coordinators = coordinators
        self._judges = judges
        self._spawn = spawn
        self._steady = steady
        self._on_scanned = on_scanned
        self._learned_at: dict[str, float] = {}
        self._scan_due: dict[str, float] = {}
        self._is_scanning = False

    def load(self, data: Mapping[str, Any]) -> None:
        """Take up what `to_json` returned."""
        self.topology = Topology.from_json(data.get("topology"))
        self.port_map = PortMap.from_json(data.get("port_map"))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `load`."""
        return {"topology": self.topology.to_json(), "port_map": self.port_map.to_json()}

    def keep_only(self, keys: set[str]) -> None:
        """Forget what is not part of the site any more."""
        self.topology.keep_only(keys)
        self.port_map.keep_only(keys, keys)

    def coordinator_of(self, key: str) -> DeviceCoordinator | None:
        """Return the coordinator of a device in operation."""
        return next((item for item in self._coordinators.values() if item.key == key), None)

    def take(self, judge: HealthJudge) -> None:
        """Learn from the newest table of a switch who its neighbours are, once a minute."""
        now = self._steady()
        if now - self._learned_at.get(judge.key, -LEARN_EVERY_S) < LEARN_EVERY_S:
            return
        coordinator = self.coordinator_of(judge.key)
        if coordinator is None or not isinstance(coordinator.device, SwitchDevice):
            return
        self._learned_at[judge.key] = now
        self._scan_due.setdefault(judge.key, now + FIRST_SCAN_AFTER_S)
        identity = identify_switch(judge, coordinator.device.system, host_of(coordinator))
        self.topology.learn(identity, neighbours_of(judge), now)

    def attached(self, things: Mapping[str, Thing]) -> Topology:
        """Return the topology with everything that hangs on it: devices by the map, paths by where they end."""
        attachments = {place.device: place.at.switch for place in self.port_map.places()}
        if any(thing.host for thing in things.values()):
            by_host = self.devices_by_host()
            for thing in things.values():
                devices = by_host.get(clean_address(thing.host), ()) if thing.host else ()
                places = {key if key in self.topology.switches else attachments.get(key) for key in devices}
                # An address that devices in several places share says nothing of where a path ends.
                if len(places) == 1 and (switch := places.pop()) is not None:
                    attachments[thing.key] = switch
        self.topology.attachments = attachments
        return self.topology

    def ask_those_above(self, key: str) -> None:
        """Ask the switches between a device that fell silent and the root at once: one of them may be the cause."""
        links = self.topology.links()
        place = self.port_map.place_of(key)
        start = key if key in links else None if place is None else place.at.switch
        if start not in links:
            return
        for root in self.topology.roots(links)[:1]:
            steps = walk(links, root, ())
            for above in way_back(steps, start) if start in steps else ():
                coordinator = None if above == key else self.coordinator_of(above)
                if coordinator is not None and coordinator.is_answering:
                    coordinator.on_news()

    def devices_by_host(self) -> dict[str, set[str]]:
        """Return the devices of the site by the address they are reached at; several behind a gateway."""
        found: dict[str, set[str]] = {}
        for coordinator in self._coordinators.values():
            if host := host_of(coordinator):
                found.setdefault(clean_address(host), set()).add(coordinator.key)
        return found

    def scan_next(self) -> None:
        """Look at the addresses of one switch, if one is due. Each is looked at once an hour, one at a time."""
        now = self._steady()
        due = [key for key, moment in self._scan_due.items() if moment <= now and key in self._judges]
        if due and not self._is_scanning:
            key = min(due, key=self._scan_due.__getitem__)
            self._scan_due[key] = now + SCAN_EVERY_S
            self._is_scanning = True
            self._spawn(self._async_scan_alone(key), f"scan the addresses of {key}")

    async def async_scan(self, key: str) -> frozenset[str]:
        """Look at the addresses of a switch now; return the devices whose place changed. Raises CampusLinkError."""
        coordinator, judge = self.coordinator_of(key), self._judges.get(key)
        if coordinator is None or judge is None or not isinstance(coordinator.device, SwitchDevice):
            return frozenset()
        entries = await coordinator.device.mac_table()
        by_host = self.devices_by_host()
        arp = await self._hass.async_add_executor_job(read_arp)
        by_mac = self._devices_by_mac(by_host, arp)
        links = self.topology.links().get(key, {})
        scan = scan_of(judge, entries, links, by_host, by_mac)
        moved = self.port_map.learn(scan, by_mac, dt_util.utcnow().timestamp())
        self._on_scanned()
        return moved

    async def _async_scan_alone(self, key: str) -> None:
        try:
            async with asyncio.timeout(SCAN_TIMEOUT_S):
                await self.async_scan(key)
        except (CampusLinkError, TimeoutError) as err:
            _LOGGER.debug("The addresses of %s cannot be read: %r", key, err)
        finally:
            self._is_scanning = False

    def _devices_by_mac(self, by_host: Mapping[str, Iterable[str]], arp: Mapping[str, str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for host, mac in arp.items():
            found.setdefault(mac, set()).update(by_host.get(host, ()))
        registry = dr.async_get(self._hass)
        for coordinator in self._coordinators.values():
            device = registry.async_get(coordinator.registry_id)
            for kind, address in device.connections if isinstance(device, dr.DeviceEntry) else ():
                if kind == dr.CONNECTION_NETWORK_MAC and (mac_address := normalise_mac(address)) is not None:
                    found.setdefault(mac_address, set()).add(coordinator.key)
        return {mac: devices for mac, devices in found.items() if devices}


def host_of(coordinator: DeviceCoordinator) -> str:
    """Return the address a device is reached at; empty when it is on no network."""
    endpoint = coordinator.settings.endpoint
    return endpoint.host if isinstance(endpoint, NetworkEndpoint) else ""
