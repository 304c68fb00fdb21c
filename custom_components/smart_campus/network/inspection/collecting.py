"""The facts of a site as they are now: from the tables of switches and probes, and from what the network knows."""

import asyncio
import ipaddress
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from homeassistant.util import dt as dt_util

from ...campuslink.device.probe.device import ProbeDevice
from ...campuslink.device.probe.results import PathResult
from ...campuslink.device.switch import SwitchDevice
from ...campuslink.device.switch.ports import PortKind, PortTable
from ...campuslink.errors import CampusLinkError
from ...campuslink.link.probe.target import Family
from ...campuslink.model import Reading, Value
from ...coordinator import DeviceCoordinator
from ...store.rules.text import clean_text
from .rules.facts import DeviceFacts, EgressFacts, Outage, PathFacts, PortFacts, SiteFacts, SwitchFacts

_LOGGER = logging.getLogger(__name__)

PARTS: Final = ("power_supply_problem", "fan_problem", "cpu_load", "memory_usage", "temperature")
"""Points asked of each switch for the inspection, whether somebody shows them or not."""
ASKED_AT_ONCE: Final = 8
ASKING_TIMEOUT_S: Final = 60.0
_MOST_TEXT: Final = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkView:
    """What the network knows beyond its devices. By key of the thing; of a path: key of the probe, ``/``, target id."""

    outages: Mapping[str, Outage] = field(default_factory=dict)
    """Of everything that cannot be reached."""
    ports: Mapping[str, tuple[PortFacts, ...]] = field(default_factory=dict)
    """Ports in trouble, by key of the switch."""


async def async_ask_switches(coordinators: Iterable[DeviceCoordinator]) -> dict[str, Mapping[str, Reading]]:
    """Ask every switch that answers for its parts, some at a time; return the readings by key."""
    turns = asyncio.Semaphore(ASKED_AT_ONCE)

    async def ask(coordinator: DeviceCoordinator) -> tuple[str, Mapping[str, Reading]]:
        device = coordinator.device
        wanted = [point for point in PARTS if point in device.points]
        if not wanted:
            return coordinator.key, {}
        try:
            async with turns, asyncio.timeout(ASKING_TIMEOUT_S):
                return coordinator.key, (await device.poll(wanted)).readings
        except (CampusLinkError, TimeoutError) as err:
            _LOGGER.debug("%s: no answer to the inspection: %s", coordinator.name, err)
            return coordinator.key, {}

    asked = [each for each in coordinators if isinstance(each.device, SwitchDevice) and each.is_answering]
    return dict(await asyncio.gather(*map(ask, asked)))


def collect_facts(
    site_id: str,
    site: str,
    coordinators: Iterable[DeviceCoordinator],
    *,
    view: NetworkView,
    parts: Mapping[str, Mapping[str, Reading]],
    egresses: tuple[EgressFacts, ...],
) -> SiteFacts:
    """Return what an inspection is told. parts: as `async_ask_switches` returned them."""
    switches: list[SwitchFacts] = []
    paths: list[PathFacts] = []
    devices: list[DeviceFacts] = []
    for coordinator in coordinators:
        match coordinator.device:
            case SwitchDevice() as device:
                switches.append(_switch(coordinator, device, view, parts.get(coordinator.key, {})))
            case ProbeDevice() as device:
                paths += [_path(coordinator, row, view) for row in device.results.values()]
            case _ if coordinator.key in view.outages:
                devices.append(
                    DeviceFacts(key=coordinator.key, name=_name(coordinator), outage=view.outages[coordinator.key])
                )
    return SiteFacts(
        site_id=site_id,
        site=clean_text(site, _MOST_TEXT),
        at=dt_util.now(),
        switches=tuple(switches),
        paths=tuple(paths),
        egresses=egresses,
        devices=tuple(devices),
    )


def _name(coordinator: DeviceCoordinator) -> str:
    return clean_text(coordinator.settings.title, _MOST_TEXT)


def _switch(
    coordinator: DeviceCoordinator, device: SwitchDevice, view: NetworkView, parts: Mapping[str, Reading]
) -> SwitchFacts:
    up, total = count_ports(device.ports)
    values = {point: reading.value for point, reading in parts.items() if reading.is_good}
    return SwitchFacts(
        key=coordinator.key,
        name=_name(coordinator),
        model=clean_text(coordinator.settings.model or "", _MOST_TEXT),
        is_reachable=coordinator.polled.reachable,
        outage=view.outages.get(coordinator.key, Outage(since=coordinator.unreachable_since)),
        ports_up=up,
        ports_total=total,
        ports=view.ports.get(coordinator.key, ()),
        fan_problem=_flag(values.get("fan_problem")),
        power_supply_problem=_flag(values.get("power_supply_problem")),
        cpu_percent=_number(values.get("cpu_load")),
        memory_percent=_number(values.get("memory_usage")),
        temperature_c=_number(values.get("temperature")),
    )


def count_ports(ports: PortTable) -> tuple[int | None, int | None]:
    """Return how many ports with a plug are up, and how many there are; None while no table was read."""
    if not len(ports):
        return None, None
    plugs = ports.where(PortKind.PHYSICAL)
    return int((plugs & ports.equals("oper", "up")).sum()), int(plugs.sum())


def _path(coordinator: DeviceCoordinator, row: PathResult, view: NetworkView) -> PathFacts:
    target = row.target
    place = f"{target.host}:{target.used_port}" if target.used_port else target.host
    return PathFacts(
        key=f"{coordinator.key}/{target.id}",
        name=clean_text(target.name, _MOST_TEXT),
        group=_name(coordinator),
        way=target.way.value,
        target=clean_text(place, _MOST_TEXT),
        family=_family(target.family, target.host),
        state=row.state.value,
        reasons=tuple(reason.value for reason in row.verdict.reasons),
        outage=view.outages.get(f"{coordinator.key}/{target.id}", Outage(since=row.since)),
        loss_percent=row.loss_percent,
        latency_ms=row.latency_ms,
        p95_ms=row.p95_ms,
        certificate_days=row.days_left,
        clock_offset_ms=row.offset_ms,
    )


def _family(family: Family, host: str) -> str:
    """Return the Internet protocol of a path, which an address tells even where nobody chose."""
    if family is not Family.ANY:
        return family.value
    try:
        return f"ipv{ipaddress.ip_address(host).version}"
    except ValueError:
        return family.value


def _flag(value: Value | None) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
