"""What a page is told of an asset."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr

from ..const import CONF_AREA_ID
from ..rooms.settings import SUBENTRY_ROOM
from .rules.asset import Asset


@callback
def describe_asset(hass: HomeAssistant, asset: Asset) -> dict[str, Any]:
    """Return an asset as JSON, with the names of where it is."""
    entry = hass.config_entries.async_get_entry(asset.site)
    area = ar.async_get(hass).async_get_area(asset.area_id) if asset.area_id else None
    floor = fr.async_get(hass).async_get_floor(area.floor_id) if area and area.floor_id else None
    data = asset.to_json()
    del data["told"], data["version"]
    return data | {
        "site_title": entry.title if entry else "",
        "room": room_id_of(entry, asset.area_id) if entry else None,
        "area": area.name if area else "",
        "floor": floor.name if floor else "",
        "differs": dict(asset.differs),
    }


def room_id_of(entry: ConfigEntry, area_id: str | None) -> str | None:
    """Return the room of a site that is an area, as its subentry id."""
    if not area_id:
        return None
    rooms = entry.get_subentries_of_type(SUBENTRY_ROOM)
    return next((room.subentry_id for room in rooms if room.data.get(CONF_AREA_ID) == area_id), None)
