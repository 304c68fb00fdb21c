"""Triggers of alerts."""

from typing import ClassVar, Final, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import Trigger

from ..news_trigger import NewsTrigger, Payload
from ..targets import resolve_targets
from .describing import describe
from .filters import FILTERS, is_meant
from .news import SIGNAL_ALERT, AlertHappening, AlertNews

SCHEMA: Final = vol.Schema(
    {vol.Optional(CONF_TARGET): cv.TARGET_FIELDS, vol.Optional(CONF_OPTIONS, default=dict): FILTERS}
)


class AlertTrigger(NewsTrigger[AlertNews]):
    """Fires on one kind of happening to the alerts that are meant."""

    SIGNAL = SIGNAL_ALERT
    SCHEMA = SCHEMA
    HAPPENING: ClassVar[AlertHappening]

    @override
    def _payload(self, news: AlertNews) -> Payload:
        described = describe(self._hass, news.alert)
        actor = news.actor
        payload = {
            **described,
            "by": None if actor is None else actor.name,
            "user_id": None if actor is None else actor.user_id,
            "detail": news.detail,
        }
        return payload, f"alert {self.HAPPENING.value}: {described['title']}"

    @override
    def _is_meant(self, news: AlertNews) -> bool:
        alert = news.alert
        if news.happening is not self.HAPPENING or not is_meant(alert, self._options):
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
