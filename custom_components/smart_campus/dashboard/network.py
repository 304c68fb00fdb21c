"""The network of a site in short: its switches, its paths, and how the last inspection went."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util

from ..campuslink.device.switch import PortKind, SwitchDevice
from ..campuslink.model import Kind
from ..network.inspection.inspector import SIGNAL_INSPECTED, SIGNAL_SIGNED
from ..network.inspection.rules.report import Level, Report
from ..network.inspection.rules.signature import Signature
from ..network.inspection.settings import InspectionSettings
from ..network.inspection.websocket import async_newest
from ..site import SiteEntry
from ..store.rules.errors import StoreError
from .asking import LANGUAGE_FIELD, PREFIX, SITE_FIELD, async_language, async_site_of
from .board import async_find_site, async_get_board
from .device_rows import describe_device
from .devices import room_of
from .placed import PlacedDevice
from .streaming import Event, async_stream_built


@websocket_command({vol.Required("type"): f"{PREFIX}/network/subscribe", **SITE_FIELD, **LANGUAGE_FIELD})
@async_response
async def handle_network(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send the network, and again whenever it was asked anew, inspected, or an inspection was signed off."""
    if async_site_of(hass, connection, msg) is None:
        return
    language = await async_language(hass, connection, msg)
    inspections = 0

    @callback
    def hear(entry_id: str) -> None:
        nonlocal inspections
        inspections += entry_id == msg["site"]

    @callback
    def mark() -> object:
        if (site := async_find_site(hass, msg["site"])) is None:
            return None
        return inspections, is_due_day(dt_util.now()), [_mark_of(each) for each in _network(hass, site)]

    async def build() -> Event | None:
        if (site := async_find_site(hass, msg["site"])) is None:
            return None
        return await async_describe_network(hass, site, language)

    ends = [async_dispatcher_connect(hass, signal, hear) for signal in (SIGNAL_INSPECTED, SIGNAL_SIGNED)]
    async_stream_built(hass, connection, msg["id"], mark, build)
    stop = connection.subscriptions[msg["id"]]

    @callback
    def end() -> None:
        stop()
        for each in ends:
            each()

    connection.subscriptions[msg["id"]] = end


async def async_describe_network(hass: HomeAssistant, site: SiteEntry, language: str) -> dict[str, Any]:
    """Return the network of a running site."""
    try:
        newest = await async_newest(hass, site.entry_id)
        inspection = describe_inspection(site, newest, dt_util.now())
    except StoreError:
        inspection = None
    devices = sorted(_network(hass, site), key=lambda each: (each.name, each.subentry.subentry_id))
    rows = [(each, describe_device(hass, site, each, room_of(site, each), language)) for each in devices]
    return {
        "switches": [{**row, **_ports_of(site, each)} for each, row in rows if each.kind is Kind.SWITCH],
        "paths": [
            {**row, "failing": each.value("targets_failing"), "degraded": each.value("targets_degraded")}
            for each, row in rows
            if each.kind is Kind.PROBE
        ],
        "inspection": inspection,
    }


def describe_inspection(
    site: SiteEntry, newest: tuple[Report, Signature | None] | None, now: datetime
) -> dict[str, Any] | None:
    """Return how the newest inspection of a site went, and whether one is due; None before the first."""
    if newest is None:
        return None
    report, signature = newest
    counts = report.counts
    worst = Level.CRITICAL if counts["critical"] else Level.WARNING if counts["warning"] else Level.OK
    daily_at = InspectionSettings.from_options(site.options).daily_at
    is_due = False
    if daily_at is not None:
        due = dt_util.start_of_local_day(now).replace(hour=daily_at.hour, minute=daily_at.minute)
        is_due = report.at < (due if now >= due else due - timedelta(days=1))
    return {
        "inspection_id": report.id,
        "at": dt_util.as_local(report.at).isoformat(),
        "result": worst.value,
        "counts": counts,
        "signed_by": signature.user if signature else None,
        "signed_at": dt_util.as_local(dt_util.utc_from_timestamp(signature.at)).isoformat() if signature else None,
        "is_due": is_due,
    }


def is_due_day(now: datetime) -> tuple[int, int]:
    """Return what changes when an inspection may have become due: the quarter of an hour of the day."""
    return now.toordinal(), now.hour * 4 + now.minute // 15


def _network(hass: HomeAssistant, site: SiteEntry) -> Iterable[PlacedDevice]:
    devices = async_get_board(hass, site).devices
    return (each for each in devices if each.kind in (Kind.SWITCH, Kind.PROBE))


def _mark_of(device: PlacedDevice) -> object:
    """Return what is another after every poll that brought something new."""
    snapshot = device.coordinator.snapshot if device.coordinator else None
    return device.subentry, device.name, device.area_id, device.is_reachable, snapshot


def _ports_of(site: SiteEntry, device: PlacedDevice) -> dict[str, Any]:
    switch = device.coordinator.device if device.coordinator else None
    judge = site.runtime_data.network.judges.get(device.coordinator.key) if device.coordinator else None
    table = switch.ports if isinstance(switch, SwitchDevice) else ()
    physical = sum(port.kind is PortKind.PHYSICAL for port in table)
    return {
        "ports_up": device.value("ports_up"),
        "ports": physical or None,
        "ports_in_trouble": len({finding.port for finding in judge.health.findings}) if judge else 0,
        "worst_utilisation": device.value("worst_utilisation"),
    }
