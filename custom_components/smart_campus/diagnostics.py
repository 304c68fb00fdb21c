"""Diagnostic files: a summary of a site, and of one device a recording that the library can replay."""

from collections import Counter
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import Any

from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import AnyDeviceEntry

from .alerts.channels.open_channel import async_describe_channels
from .const import CONF_ADDRESS, CONF_AREA_ID, CONF_CREDENTIALS, CONF_KEY, CONF_NAME, CONF_OPTIONS
from .coordinator import DeviceCoordinator
from .site import SiteEntry

TO_REDACT = frozenset(
    {
        "host",
        "device",
        "serial",
        "unique_id",
        "title",
        CONF_ADDRESS,
        CONF_AREA_ID,
        CONF_CREDENTIALS,
        CONF_KEY,
        CONF_NAME,
        CONF_OPTIONS,
    }
)

MOST_LINES = 50
"""Lines a site's summary lists; a larger site says how many were left out."""


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: SiteEntry) -> dict[str, Any]:
    """Summarise a site."""
    site = entry.runtime_data
    coordinators = list(site.coordinators.values())
    lines = _summarise_lines(coordinators)
    return {
        "options": dict(entry.options),
        "devices": {
            "configured": len(entry.subentries),
            "by_profile": dict(Counter(found.device.profile.id for found in coordinators)),
            "by_state": dict(Counter(_state_of(found) for found in coordinators)),
            "not_in_operation": dict(Counter(trouble.key for trouble in site.troubles.values())),
        },
        "channels": async_describe_channels(hass, entry),
        "lines": lines[:MOST_LINES],
        "lines_left_out": max(0, len(lines) - MOST_LINES),
        "library": {
            "profiles": len(site.library.profiles),
            "own": sorted(site.library.own_ids),
            "problems": [str(replace(problem, file=PurePath(problem.file).name)) for problem in site.library.problems],
        },
    }


async def async_get_device_diagnostics(hass: HomeAssistant, entry: SiteEntry, device: AnyDeviceEntry) -> dict[str, Any]:
    """Describe one device; ``recording`` is what the library's replaying link takes."""
    site = entry.runtime_data
    subentry_id = device.config_subentry_id or ""
    subentry = entry.subentries.get(subentry_id)
    settings = async_redact_data(dict(subentry.data), TO_REDACT) if subentry else None
    if (coordinator := site.coordinators.get(subentry_id)) is None:
        trouble = site.troubles.get(subentry_id)
        return {"settings": settings, "not_in_operation": trouble.key if trouble else "unknown"}
    return {
        "settings": settings,
        "profile": _describe_profile(coordinator),
        "state": _state_of(coordinator),
        "poll": {**asdict(coordinator.polled.statistics), "failures_in_a_row": coordinator.polled.failures},
        "periods_s": {poll.value: period for poll, period in coordinator.periods_s.items()},
        "wanted": sorted(coordinator.polled.wanted),
        "refused": dict(coordinator.device.refused),
        "readings": _readings_of(coordinator),
        **coordinator.device.describe(),
    }


def _summarise_lines(coordinators: list[DeviceCoordinator]) -> list[dict[str, Any]]:
    lines: dict[str, list[DeviceCoordinator]] = {}
    for coordinator in coordinators:
        lines.setdefault(coordinator.device.line, []).append(coordinator)
    return [
        {
            "kind": line.partition(":")[0],
            "devices": len(members),
            "by_state": dict(Counter(map(_state_of, members))),
            "polls": sum(member.polled.statistics.polls for member in members),
            "requests": sum(member.polled.statistics.requests for member in members),
            "failed": sum(member.polled.statistics.failed for member in members),
        }
        for line, members in lines.items()
    ]


def _state_of(coordinator: DeviceCoordinator) -> str:
    match coordinator.polled.reachable:
        case None:
            return "not_asked_yet"
        case True:
            return "reachable"
        case False:
            return "unreachable"


def _describe_profile(coordinator: DeviceCoordinator) -> dict[str, Any]:
    profile = coordinator.device.profile
    return {"id": profile.id, "own": profile.is_own, "protocol": profile.transport.protocol.value}


def _readings_of(coordinator: DeviceCoordinator) -> dict[str, Any]:
    catalogue = coordinator.device.catalogue.points
    return {
        point: {**reading.to_json(), "value": REDACTED} if catalogue[point].is_private else reading.to_json()
        for point, reading in coordinator.snapshot.readings.items()
    }
