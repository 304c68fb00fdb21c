"""Conditions of the network: whether devices can be reached."""

from typing import Any, Final, Unpack, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.typing import ConfigType

from ..targets import resolve_targets
from .lookup import async_get_watches

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default={}): {
            vol.Optional(ATTR_BEHAVIOR, default=BEHAVIOR_ALL): vol.In([BEHAVIOR_ANY, BEHAVIOR_ALL])
        },
    }
)


class IsReachableCondition(Condition):
    """Any or all devices of the target answer. One that was not asked yet does not; without any device it is false."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = _SCHEMA(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        super().__init__(hass, config)
        self._target = config.target
        options: dict[str, Any] = config.options or {}
        self._judge = any if options.get(ATTR_BEHAVIOR) == BEHAVIOR_ANY else all

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        device_ids = resolve_targets(self._hass, self._target).device_ids
        answers = [
            coordinator.is_answering
            for watch in async_get_watches(self._hass)
            for coordinator in watch.coordinators.values()
            if coordinator.registry_id in device_ids
        ]
        return bool(answers) and self._judge(answers)


CONDITIONS: Final[dict[str, type[Condition]]] = {"is_reachable": IsReachableCondition}
"""By key in `conditions.yaml`."""
