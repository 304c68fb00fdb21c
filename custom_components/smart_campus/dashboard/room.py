"""One room: its tile, what stands in it, and which entity shows what."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..permissions.guard import Right, may_in
from ..rooms.contents import async_entities_in
from ..rooms.settings import RoomSettings
from ..site import SiteEntry
from .asking import LANGUAGE_FIELD, PREFIX, SITE_FIELD, async_language, async_site_of
from .board import async_get_board
from .device_rows import describe_operated

OWN_ROLES: Final = {
    "calendar": (Platform.CALENDAR, "timetable"),
    "in_lesson": (Platform.BINARY_SENSOR, "in_lesson"),
    "lesson": (Platform.SENSOR, "lesson_now"),
    "next_lesson": (Platform.SENSOR, "lesson_next"),
    "readiness": (Platform.BINARY_SENSOR, "ready"),
    "lights_by_hand": (Platform.SENSOR, "lights_by_hand"),
}
"""Entities of the room itself, by role: their platform and the end of their unique id."""

POINT_ROLES: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.ENVIRONMENT: {
        "temperature": "temperature",
        "humidity": "humidity",
        "co2": "carbon_dioxide",
        "pm25": "pm25",
        "tvoc": "tvoc",
        "noise": "noise",
        "illuminance": "illuminance",
        "occupancy": "occupancy",
        "people": "people",
    },
    Kind.METER: {"active_power": "power", "energy_import": "energy", "water_volume": "water"},
    Kind.RECORDER: {"state": "recorder"},
}
"""Roles of points, by kind. Of several devices the first by name has the role."""

PLATFORM_ROLES: Final = {Kind.PROJECTOR: (Platform.MEDIA_PLAYER, "projector"), Kind.GATE: (Platform.LOCK, "lock")}


@websocket_command({vol.Required("type"): f"{PREFIX}/room", **SITE_FIELD, vol.Required("room"): str, **LANGUAGE_FIELD})
@async_response
async def handle_room(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return everything a page about the room begins with."""
    if (site := async_site_of(hass, connection, msg)) is None:
        return
    language = await async_language(hass, connection, msg)
    room = site.runtime_data.rooms.rooms.get(msg["room"])
    tile = async_get_board(hass, site).tiles(language).get(msg["room"])
    if room is None or tile is None:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no room of this site has this id")
        return
    here = [device for device in async_get_board(hass, site).devices if device.area_id == room.area_id]
    here.sort(key=lambda device: (device.kind.value, device.name, device.subentry.subentry_id))
    devices = [describe_operated(hass, site, device, room.id, language, user=connection.user) for device in here]
    connection.send_result(
        msg["id"],
        {
            "room": tile,
            "devices": devices,
            "entities": find_roles(hass, site, room, devices),
            "cameras": sorted(
                each.entity_id for each in async_entities_in(hass, room.area_id) if each.domain == Platform.CAMERA
            ),
            "may_control": may_in(hass, site, connection.user, Right.CONTROL, room.area_id),
        },
    )


@callback
def find_roles(
    hass: HomeAssistant, site: SiteEntry, room: RoomSettings, devices: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """Return the entity of each role that there is. devices: rows of the room."""
    registry, found = er.async_get(hass), {}
    for role, (platform, key) in OWN_ROLES.items():
        if entity_id := registry.async_get_entity_id(platform, DOMAIN, f"{room.key}_{key}"):
            found[role] = entity_id
    lights = registry.async_get_entity_id(Platform.LIGHT, DOMAIN, f"{site.entry_id}_room_lights_{room.area_id}")
    if lights:
        found["lights"] = lights
    for device in devices:
        for role, entity_id in _roles_of(device):
            found.setdefault(role, entity_id)
    # What a person chose for the area in Home Assistant wins over the first sensor by name.
    area = ar.async_get(hass).async_get_area(room.area_id)
    chosen = {"temperature": area.temperature_entity_id, "humidity": area.humidity_entity_id} if area else {}
    return {**found, **{role: entity_id for role, entity_id in chosen.items() if entity_id}}


def _roles_of(device: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = Kind(device["kind"])
    platform, named = PLATFORM_ROLES.get(kind, (None, ""))
    for entity in device["entities"]:
        if role := POINT_ROLES.get(kind, {}).get(entity["point"]):
            yield role, entity["entity_id"]
        elif entity["platform"] == platform:
            yield named, entity["entity_id"]
