"""The condition that a person chose the light of a room."""

from typing import override

from homeassistant.const import Platform
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.condition import Condition

from ..const import DOMAIN
from ..rooms.conditions import RoomCondition
from ..rooms.settings import RoomSettings
from ..rooms.site_rooms import SiteRooms
from .entities import BY_HAND


class IsLitByHand(RoomCondition):
    """Tests whether a person's choice of light counts in a room."""

    @override
    def _is_so(self, rooms: SiteRooms, room: RoomSettings) -> bool:
        registry = er.async_get(self._hass)
        entity_id = registry.async_get_entity_id(Platform.SENSOR, DOMAIN, f"{room.key}_{BY_HAND}")
        state = self._hass.states.get(entity_id) if entity_id else None
        return state is not None and bool(state.attributes.get("lights_by_hand"))


CONDITIONS: dict[str, type[Condition]] = {"is_lit_by_hand": IsLitByHand}
