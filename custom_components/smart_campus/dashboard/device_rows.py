"""A device as a row of a dashboard. Texts are as devices and people gave them: whoever shows them escapes them."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..permissions.guard import Right, may
from ..site import SiteEntry
from .placed import PlacedDevice, problem_of, why_offline


@callback
def describe_device(
    hass: HomeAssistant, site: SiteEntry, device: PlacedDevice, room: str | None, language: str
) -> dict[str, Any]:
    """Return one row. room: subentry id of the room it stands in."""
    problem = problem_of(site, device)
    return _row(hass, site, device, room, None if problem is None else problem.to_json(language))


@callback
def describe_operated(
    hass: HomeAssistant, site: SiteEntry, device: PlacedDevice, room: str | None, language: str, *, user: User
) -> dict[str, Any]:
    """Return one row that also says whether somebody may operate the device."""
    may_control = may(hass, site, user, Right.CONTROL, kind=device.kind, area_id=device.area_id)
    return {**describe_device(hass, site, device, room, language), "may_control": may_control}


@callback
def describe_offline(
    hass: HomeAssistant, site: SiteEntry, device: PlacedDevice, room: str | None, language: str
) -> dict[str, Any]:
    """Return the row of a device that does not answer, with since when and why."""
    why, cause = why_offline(site, device)
    told = why.to_json(language)
    return {**_row(hass, site, device, room, told), "since": device.since, "why": told, "caused_by": cause}


@callback
def describe_entities(hass: HomeAssistant, device: PlacedDevice) -> list[dict[str, Any]]:
    """Return the enabled, visible entities of a device; the main ones are what a person looks at and operates."""
    if device.entry is None:
        return []
    prefix = f"{device.coordinator.key}_" if device.coordinator else ""
    found = er.async_entries_for_device(er.async_get(hass), device.entry.id)
    return [
        {
            "entity_id": each.entity_id,
            "point": each.unique_id.removeprefix(prefix),
            "platform": each.domain,
            "is_main": each.entity_category is None,
        }
        for each in found
        if not each.hidden
    ]


def _row(
    hass: HomeAssistant, site: SiteEntry, device: PlacedDevice, room: str | None, problem: dict[str, str] | None
) -> dict[str, Any]:
    return {
        "device_id": device.device_id,
        "subentry": device.subentry.subentry_id,
        "site": site.entry_id,
        "kind": device.kind.value,
        "name": device.name,
        "model": getattr(device.entry, "model", None),
        "manufacturer": getattr(device.entry, "manufacturer", None),
        "area_id": device.area_id,
        "room": room,
        "is_reachable": device.is_reachable,
        "problem": problem,
        "entities": describe_entities(hass, device),
    }
