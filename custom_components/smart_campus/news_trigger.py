"""What triggers have in common that fire on news one part of the integration tells another."""

from abc import abstractmethod
from typing import Any, ClassVar, override

import probatio
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig, TriggerNotTriggeredReporter
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.signal_type import SignalType

type Payload = tuple[dict[str, Any], str]
"""What an automation finds in `trigger`, and one line for its trace."""


class NewsTrigger[News](Trigger):
    """Fires on the news of one signal that are meant."""

    SIGNAL: ClassVar[SignalType[Any]]
    SCHEMA: ClassVar[probatio.Schema]

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._target: dict[str, Any] = config.target or {}
        self._options: dict[str, Any] = config.options or {}

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = cls.SCHEMA(config)
        return validated

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        @callback
        def hear(news: News) -> None:
            if self._is_meant(news):
                run_action(*self._payload(news))

        return async_dispatcher_connect(self._hass, self.SIGNAL, hear)

    @abstractmethod
    def _is_meant(self, news: News) -> bool:
        """Return whether kind, target and options let the news through."""

    @abstractmethod
    def _payload(self, news: News) -> Payload:
        """Return what the automation is told."""
