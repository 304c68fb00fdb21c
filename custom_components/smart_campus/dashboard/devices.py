"""Devices found by site, kind, place and words, page by page."""

from collections.abc import Iterable
from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar

from ..campuslink.model import Kind
from ..site import SiteEntry
from .asking import LANGUAGE_FIELD, PAGE_FIELDS, PREFIX, async_language
from .board import async_find_sites, async_get_board
from .device_rows import describe_operated
from .placed import PlacedDevice

LONGEST_SEARCH: Final = 200


@websocket_command(
    {
        vol.Required("type"): f"{PREFIX}/devices",
        vol.Optional("site"): str,
        vol.Optional("kind"): vol.In([kind.value for kind in Kind]),
        vol.Optional("area_id"): str,
        vol.Optional("floor_id"): str,
        vol.Optional("search", default=""): vol.All(str, vol.Length(max=LONGEST_SEARCH)),
        **PAGE_FIELDS,
        **LANGUAGE_FIELD,
    }
)
@async_response
async def handle_devices(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return one page, by name."""
    language = await async_language(hass, connection, msg)
    found = [
        (site, device)
        for site in async_find_sites(hass, msg.get("site"))
        for device in async_get_board(hass, site).devices
        if _is_wanted(hass, device, msg)
    ]
    found.sort(key=lambda pair: (pair[1].name.casefold(), pair[1].subentry.subentry_id))
    page = found[msg["offset"] : msg["offset"] + msg["limit"]]
    rows = [
        describe_operated(hass, site, device, room_of(site, device), language, user=connection.user)
        for site, device in page
    ]
    connection.send_result(msg["id"], {"total": len(found), "devices": rows})


def room_of(site: SiteEntry, device: PlacedDevice) -> str | None:
    """Return the subentry id of the room a device stands in."""
    room = site.runtime_data.rooms.room_of_area(device.area_id) if device.area_id else None
    return room.id if room else None


def _is_wanted(hass: HomeAssistant, device: PlacedDevice, msg: dict[str, Any]) -> bool:
    if msg.get("kind") not in (None, device.kind.value) or msg.get("area_id") not in (None, device.area_id):
        return False
    area = ar.async_get(hass).async_get_area(device.area_id) if device.area_id else None
    if msg.get("floor_id") not in (None, area.floor_id if area else None):
        return False
    return _says(msg["search"], (device.name, area.name if area else "", *_texts(device)))


def _texts(device: PlacedDevice) -> Iterable[str]:
    texts = (getattr(device.entry, name, None) for name in ("model", "manufacturer"))
    return (text for text in texts if text)


def _says(search: str, texts: Iterable[str]) -> bool:
    """Return whether every word is somewhere in the texts, whatever its case."""
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in search.casefold().split())
