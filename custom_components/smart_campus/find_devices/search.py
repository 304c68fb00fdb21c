"""The library's search with what Home Assistant shares: Modbus connections, sessions, zeroconf, the port of notices."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.device.switch import SwitchDevice
from ..campuslink.discovery.address_range import AddressRange
from ..campuslink.discovery.calling import Caller, PjlinkCaller, UhppoteCaller
from ..campuslink.discovery.finding import Finding, Service
from ..campuslink.discovery.host_names import name_findings
from ..campuslink.discovery.placing import PortSight, look_at_ports, look_at_switches, place_findings
from ..campuslink.discovery.plan import ScanPlan, make_probers
from ..campuslink.discovery.scan import OnProgress, Scan
from ..campuslink.discovery.visit import Bench
from ..campuslink.errors import CampusLinkError
from ..campuslink.link.arp import read_arp
from ..campuslink.link.base import DeviceLink
from ..campuslink.link.endpoint import NetworkEndpoint
from ..campuslink.link.snmp.backend import preload
from ..campuslink.profile.library import Library
from ..campuslink.profile.schema import TransportRules
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..kinds import KINDS
from ..links import async_open_temporary
from ..projectors.kind import notices_of
from .desk import search_desk

ZEROCONF = "zeroconf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What one search is about."""

    addresses: AddressRange
    plan: ScanPlan
    calls: bool = False
    """Whether to call to the own network segment as well."""


async def async_search(
    hass: HomeAssistant, library: Library, search: Search, on_progress: OnProgress
) -> tuple[Finding, ...]:
    """Search, and return what was found, placed and named. Raises SearchBusyError while another search runs."""
    with search_desk(hass).hold():
        await hass.async_add_executor_job(preload)
        bench = _bench(hass, library)
        # Devices bring certificates of their own making, which nobody could check
        session = async_get_clientsession(hass, verify_ssl=False)
        scan = Scan(
            search.addresses,
            make_probers(search.plan, bench, session),
            callers=await _async_callers(hass, search.plan) if search.calls else (),
            on_progress=on_progress,
        )
        found = await scan.run()
        sights = [*await look_at_switches(bench, found), *await _async_known_sights(hass)]
        return await name_findings(place_findings(found, sights, await hass.async_add_executor_job(read_arp)))


def _bench(hass: HomeAssistant, library: Library) -> Bench:
    def hold_device(spec: DeviceSpec) -> AbstractAsyncContextManager[PollableDevice]:
        return KINDS[spec.profile.kind].hold(hass, spec)

    def hold_line(
        endpoint: NetworkEndpoint, rules: TransportRules, address: str
    ) -> AbstractAsyncContextManager[DeviceLink]:
        return async_open_temporary(hass, endpoint, rules, address)

    return Bench(library, hold_device, hold_line)


async def _async_callers(hass: HomeAssistant, plan: ScanPlan) -> Sequence[Caller]:
    callers: list[Caller] = []
    if Service.PJLINK in plan.services:
        callers.append(PjlinkCaller(notices_of(hass)))
    if Service.UHPPOTE in plan.services:
        callers += [UhppoteCaller(port=port) for port in plan.ports_of(Service.UHPPOTE)]
    if ZEROCONF in hass.config.components:
        callers.append(await _async_mdns_caller(hass))
    return callers


async def _async_mdns_caller(hass: HomeAssistant) -> Caller:
    # Imported here because zeroconf is there only where core's integration runs
    from homeassistant.components.zeroconf import async_get_async_instance  # noqa: PLC0415 - see above

    from ..campuslink.discovery.mdns import MdnsCaller  # noqa: PLC0415 - see above

    return MdnsCaller(await async_get_async_instance(hass))


async def _async_known_sights(hass: HomeAssistant) -> list[PortSight]:
    """Return who is heard on the ports of the switches in operation; one that does not answer says nothing."""
    sights: list[PortSight] = []
    for coordinator in _coordinators(hass):
        if isinstance(coordinator.device, SwitchDevice) and coordinator.polled.reachable:
            with suppress(CampusLinkError):
                sights += await look_at_ports(coordinator.device)
    return sights


def _coordinators(hass: HomeAssistant) -> Iterable[DeviceCoordinator]:
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            coordinators: Mapping[str, DeviceCoordinator] = entry.runtime_data.coordinators
            yield from tuple(coordinators.values())
