"""Conditions about doors: whether a room should be open around what a calendar or schedule says."""

from datetime import datetime, timedelta
from typing import Any, Final, override

import probatio as vol
from homeassistant.const import CONF_ENTITY_ID, CONF_OPTIONS, STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import Condition, ConditionConfig
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .rules.open_early import Occupation, should_be_open

CONF_BEFORE: Final = "before"
CONF_AFTER: Final = "after"
DEFAULT_BEFORE: Final = timedelta(minutes=10)

SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS): {
            vol.Required(CONF_ENTITY_ID): vol.All(cv.entity_id, cv.entity_domain(["calendar", "schedule"])),
            vol.Optional(CONF_BEFORE, default=DEFAULT_BEFORE): cv.positive_time_period,
            vol.Optional(CONF_AFTER, default=timedelta()): cv.positive_time_period,
        }
    }
)


class DoorTimeCondition(Condition):
    """Tests if a room should be open now; an entity that is not there says no."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        result: ConfigType = SCHEMA(config)
        return result

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        super().__init__(hass, config)
        options = config.options or {}
        self._entity_id: str = options[CONF_ENTITY_ID]
        self._before: timedelta = options[CONF_BEFORE]
        self._after: timedelta = options[CONF_AFTER]

    @override
    def _async_check(self, **kwargs: Any) -> bool:
        state = self._hass.states.get(self._entity_id)
        if state is None or state.state not in {STATE_ON, STATE_OFF}:
            return False
        return should_be_open(read_occupation(state), dt_util.utcnow(), before=self._before, after=self._after)


def read_occupation(state: State) -> Occupation:
    """Return what a calendar's or schedule's state says. When it ended is known since Home Assistant started."""
    is_on = state.state == STATE_ON
    text = state.attributes.get("next_event") or state.attributes.get("start_time")
    return Occupation(
        is_on=is_on,
        next_start=None if is_on else _moment(text),
        next_end=None if is_on else _moment(state.attributes.get("end_time")),
        ended_at=None if is_on else state.last_changed,
    )


def _moment(value: object) -> datetime | None:
    found = dt_util.parse_datetime(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt_util.get_default_time_zone())


CONDITIONS: dict[str, type[Condition]] = {"is_door_time": DoorTimeCondition}
