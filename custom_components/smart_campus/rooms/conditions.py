"""Conditions of lessons: one runs now; a room is free for a while."""

from datetime import timedelta
from typing import Any, ClassVar, override

import probatio
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import Condition, ConditionConfig
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .settings import RoomSettings
from .site_rooms import SiteRooms
from .targets import targeted_rooms

CONF_BEHAVIOR = "behavior"
CONF_MINUTES = "minutes"
ANY = "any"
ALL = "all"

_BEHAVIOR = {probatio.Optional(CONF_BEHAVIOR, default=ANY): probatio.In([ANY, ALL])}
_MINUTES = {probatio.Required(CONF_MINUTES): probatio.All(probatio.Coerce(float), probatio.Range(min=1, max=1440))}


class RoomCondition(Condition):
    """Tests targeted rooms: one of them or all of them."""

    OPTIONS: ClassVar[dict[Any, Any]] = _BEHAVIOR

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        schema = probatio.Schema(
            {
                probatio.Required(CONF_TARGET): cv.TARGET_FIELDS,
                probatio.Optional(CONF_OPTIONS, default=dict): cls.OPTIONS,
            }
        )
        validated: ConfigType = schema(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        super().__init__(hass, config)
        self._selection = TargetSelection(config.target or {})
        self._options = config.options or {}

    @override
    def _async_check(self, **kwargs: Any) -> bool:
        found = [self._is_so(rooms, room) for rooms, room in targeted_rooms(self._hass, self._selection)]
        return bool(found) and (all(found) if self._options.get(CONF_BEHAVIOR) == ALL else any(found))

    def _is_so(self, rooms: SiteRooms, room: RoomSettings) -> bool:
        """Test one room."""
        raise NotImplementedError


class IsLessonNow(RoomCondition):
    """Tests whether a lesson runs."""

    @override
    def _is_so(self, rooms: SiteRooms, room: RoomSettings) -> bool:
        return rooms.current(room) is not None


class IsFreeFor(RoomCondition):
    """Tests whether no lesson runs, and none begins within some minutes."""

    OPTIONS = _BEHAVIOR | _MINUTES

    @override
    def _is_so(self, rooms: SiteRooms, room: RoomSettings) -> bool:
        if rooms.current(room) is not None:
            return False
        following = rooms.following(room)
        within = timedelta(minutes=self._options[CONF_MINUTES])
        return following is None or following.start - dt_util.utcnow() >= within


CONDITIONS: dict[str, type[Condition]] = {"is_lesson_now": IsLessonNow, "is_free_for": IsFreeFor}
