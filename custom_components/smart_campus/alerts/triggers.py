"""Triggers of alerts."""

from typing import Any, ClassVar, Final, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig, TriggerNotTriggeredReporter
from homeassistant.helpers.typing import ConfigType

from ..network.targets import resolve_targets
from .describing import describe
from .news import SIGNAL_ALERT, AlertHappening, AlertNews
from .rules.alert import Category, Severity

CONF_SEVERITY: Final = "severity"
CONF_CATEGORY: Final = "category"
CONF_SITE: Final = "site"
CONF_KEY: Final = "key"

FILTERS: Final = {
    vol.Optional(CONF_SEVERITY): vol.All(cv.ensure_list, [vol.In([each.value for each in Severity])]),
    vol.Optional(CONF_CATEGORY): vol.All(cv.ensure_list, [vol.In([each.value for each in Category])]),
    vol.Optional(CONF_SITE): cv.string,
    vol.Optional(CONF_KEY): cv.string,
}
SCHEMA: Final = vol.Schema(
    {vol.Optional(CONF_TARGET): cv.TARGET_FIELDS, vol.Optional(CONF_OPTIONS, default=dict): FILTERS}
)


class AlertTrigger(Trigger):
    """Fires on one kind of happening to the alerts that are meant."""

    HAPPENING: ClassVar[AlertHappening]

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = SCHEMA(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._target = config.target
        self._options = config.options or {}

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        @callback
        def hear(news: AlertNews) -> None:
            if news.happening is self.HAPPENING and self._is_meant(news):
                payload: dict[str, Any] = {
                    **describe(self._hass, news.alert),
                    "by": None if news.actor is None else news.actor.name,
                    "user_id": None if news.actor is None else news.actor.user_id,
                    "detail": news.detail,
                }
                run_action(payload, f"alert {self.HAPPENING.value}: {payload['title']}")

        return async_dispatcher_connect(self._hass, SIGNAL_ALERT, hear)

    def _is_meant(self, news: AlertNews) -> bool:
        alert, options = news.alert, self._options
        if options.get(CONF_SITE) not in (None, alert.site) or options.get(CONF_KEY) not in (None, alert.key):
            return False
        if alert.severity.value not in options.get(CONF_SEVERITY, (alert.severity.value,)):
            return False
        if alert.category.value not in options.get(CONF_CATEGORY, (alert.category.value,)):
            return False
        targets = resolve_targets(self._hass, self._target)
        return targets.is_everything or alert.area_id in targets.area_ids


class AlertRaised(AlertTrigger):
    """Something is wrong."""

    HAPPENING = AlertHappening.RAISED


class AlertAcknowledged(AlertTrigger):
    """Somebody took an alert on."""

    HAPPENING = AlertHappening.ACKNOWLEDGED


class AlertEscalated(AlertTrigger):
    """Nobody took an alert on, and it was handed on."""

    HAPPENING = AlertHappening.ESCALATED


class AlertAnswered(AlertTrigger):
    """Somebody pressed a button of the alert's own."""

    HAPPENING = AlertHappening.ANSWERED


class AlertResolved(AlertTrigger):
    """An alert is over."""

    HAPPENING = AlertHappening.RESOLVED


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    f"alert_{trigger.HAPPENING.value}": trigger
    for trigger in (AlertRaised, AlertAcknowledged, AlertEscalated, AlertAnswered, AlertResolved)
}
"""By key in `triggers.yaml`."""
