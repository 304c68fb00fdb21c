"""The condition whether there are open alerts."""

from typing import Any, Final, Unpack, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import Condition, ConditionCheckParams, ConditionConfig
from homeassistant.helpers.typing import ConfigType

from ..targets import resolve_targets
from .desk import async_peek_desk
from .filters import FILTERS, is_meant
from .rules.alert import Alert

CONF_UNACKNOWLEDGED: Final = "only_unacknowledged"

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default=dict): {
            **FILTERS,
            vol.Optional(CONF_UNACKNOWLEDGED, default=False): cv.boolean,
        },
    }
)


class HasOpenAlert(Condition):
    """At least one open alert is meant."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = _SCHEMA(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        super().__init__(hass, config)
        self._target = config.target
        self._options: dict[str, Any] = config.options or {}

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        desk = async_peek_desk(self._hass)
        targets = resolve_targets(self._hass, self._target)
        return desk is not None and any(
            self._is_meant(alert) and (targets.is_everything or alert.area_id in targets.area_ids)
            for alert in desk.alerts
        )

    def _is_meant(self, alert: Alert) -> bool:
        is_waiting = alert.is_unanswered or not self._options.get(CONF_UNACKNOWLEDGED)
        return is_waiting and is_meant(alert, self._options)


CONDITIONS: Final[dict[str, type[Condition]]] = {"has_open_alert": HasOpenAlert}
"""By key in `conditions.yaml`."""
