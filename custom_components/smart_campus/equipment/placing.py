"""Rooms, areas and floors that an import needs: found by name, or made."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr

from ..flows.room import make_room
from ..rooms.settings import RoomType
from .rules.places import Gazetteer, level_of
from .site_view import async_places


@dataclass(slots=True)
class Placed:
    """What was made."""

    floors: int = 0
    areas: int = 0
    rooms: int = 0


@dataclass(slots=True)
class PlaceMaker:
    """Brings the rooms of one import into being; a room that is there already is only looked up."""

    hass: HomeAssistant
    entry: ConfigEntry
    made: Placed = field(default_factory=Placed)
    _known: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @callback
    def area_of(self, room: Mapping[str, str]) -> str:
        """Return the area of a room. room: ``name``, ``floor`` and ``type``, of which the last two may be empty."""
        key = (room["name"], room["floor"], room["type"])
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, name: str, floor: str, room_type: str) -> str:
        known = async_places(self.hass, self.entry)
        areas = ar.async_get(self.hass)
        floor_id = self._floor(floor, Gazetteer(known.title, known.floors)) if floor else None
        place = Gazetteer(known.title, known.areas).find(name)
        area = areas.async_get_area(place.id) if place.id else None
        if area is None:
            area = areas.async_create(place.name, floor_id=floor_id)
            self.made.areas += 1
        elif floor_id and area.floor_id != floor_id:
            area = areas.async_update(area.id, floor_id=floor_id)
        if area.id not in known.rooms:
            self._add_room(area, RoomType(room_type) if room_type else RoomType.OTHER)
        return area.id

    def _floor(self, name: str, known: Gazetteer) -> str:
        place = known.find(name)
        if place.id:
            return place.id
        self.made.floors += 1
        return fr.async_get(self.hass).async_create(place.name, level=level_of(name)).floor_id

    def _add_room(self, area: ar.AreaEntry, room_type: RoomType) -> None:
        try:
            self.hass.config_entries.async_add_subentry(self.entry, make_room(self.hass, area, room_type))
        except AbortFlow:
            return
        self.made.rooms += 1
