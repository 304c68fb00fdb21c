"""The trigger that fires when a site's network was inspected."""

from typing import Any, Final, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig, TriggerNotTriggeredReporter
from homeassistant.helpers.typing import ConfigType

from .inspector import EVENT_FINISHED

CONF_SITE: Final = "site"
CONF_ONLY_WITH_EXCEPTIONS: Final = "only_with_exceptions"

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_OPTIONS, default={}): {
            vol.Optional(CONF_SITE): cv.string,
            vol.Optional(CONF_ONLY_WITH_EXCEPTIONS, default=False): cv.boolean,
        }
    }
)


class InspectionFinishedTrigger(Trigger):
    """Fires on every report, of one site or of all; where wished only on those with exceptions."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = _SCHEMA(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._options = config.options or {}

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        @callback
        def hear(event: Event[dict[str, Any]]) -> None:
            data = event.data
            site = self._options.get(CONF_SITE)
            is_wanted = data["exceptions"] or not self._options.get(CONF_ONLY_WITH_EXCEPTIONS)
            if site in (None, data["site_id"]) and is_wanted:
                run_action(dict(data), f"network inspection of {data['site']}", event.context)

        return self._hass.bus.async_listen(EVENT_FINISHED, hear)


TRIGGERS: Final[dict[str, type[Trigger]]] = {"network_inspection_finished": InspectionFinishedTrigger}
