"""What there is: sites with their floors, rooms, switches and kinds, and what whoever asks may do there."""

from collections import Counter
from typing import Any

import probatio as vol
from homeassistant.auth.models import User
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..permissions.guard import Right, may_somewhere
from ..site import SiteEntry
from .asking import PREFIX
from .board import async_find_sites, async_get_board


@websocket_command({vol.Required("type"): f"{PREFIX}/campus"})
@callback
def handle_campus(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return every site in operation, and those that should be and are not (yet)."""
    found = async_find_sites(hass, None)
    sites = [describe_site(hass, site, connection.user) for site in found]
    waiting = [
        {"site": entry.entry_id, "title": entry.title}
        for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False, include_disabled=False)
        if entry not in found
    ]
    connection.send_result(msg["id"], {"sites": sites, "waiting": waiting, "is_admin": connection.user.is_admin})


@callback
def describe_site(hass: HomeAssistant, site: SiteEntry, user: User) -> dict[str, Any]:
    """Return one site."""
    areas, devices = ar.async_get(hass), async_get_board(hass, site).devices
    rooms = []
    for room in sorted(site.runtime_data.rooms.rooms.values(), key=lambda each: (each.title, each.id)):
        area = areas.async_get_area(room.area_id)
        floor_id = area.floor_id if area else None
        rooms.append({"room": room.id, "name": room.title, "area_id": room.area_id, "floor_id": floor_id})
    placed = (areas.async_get_area(device.area_id) for device in devices if device.area_id)
    floor_ids = {room["floor_id"] for room in rooms} | {area.floor_id for area in placed if area}
    switches = sorted((each.name, each.device_id) for each in devices if each.kind is Kind.SWITCH and each.device_id)
    return {
        "site": site.entry_id,
        "title": site.title,
        "floors": [
            {"floor_id": floor.floor_id, "name": floor.name, "level": floor.level}
            for floor in fr.async_get(hass).async_list_floors()
            if floor.floor_id in floor_ids
        ],
        "rooms": rooms,
        "switches": [{"device_id": device_id, "name": name} for name, device_id in switches],
        "kinds": dict(Counter(each.kind.value for each in devices)),
        "may_control": may_somewhere(hass, site, user, Right.CONTROL),
        "may_manage": may_somewhere(hass, site, user, Right.MANAGE),
    }
