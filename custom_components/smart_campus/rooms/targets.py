"""Which rooms a target of an automation means: by area, floor, label, the room's device, or an entity of it."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import TargetSelection, async_extract_referenced_entity_ids

from ..const import DOMAIN
from .settings import RoomSettings
from .site_rooms import SiteRooms


def is_targeted(hass: HomeAssistant, selection: TargetSelection, room: RoomSettings) -> bool:
    """Return whether a target means a room."""
    return _entity_of(hass, room) in _entities(hass, selection)


def targeted_rooms(hass: HomeAssistant, selection: TargetSelection) -> list[tuple[SiteRooms, RoomSettings]]:
    """Return every room of a running site that a target means."""
    entities = _entities(hass, selection)
    return [
        (entry.runtime_data.rooms, room)
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.state is ConfigEntryState.LOADED
        for room in entry.runtime_data.rooms.rooms.values()
        if _entity_of(hass, room) in entities
    ]


def _entities(hass: HomeAssistant, selection: TargetSelection) -> set[str]:
    found = async_extract_referenced_entity_ids(hass, selection)
    return found.referenced | found.indirectly_referenced


def _entity_of(hass: HomeAssistant, room: RoomSettings) -> str | None:
    """Return the room's timetable, the entity by which targets are matched."""
    return er.async_get(hass).async_get_entity_id(Platform.CALENDAR, DOMAIN, f"{room.key}_timetable")
