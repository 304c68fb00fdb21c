"""Triggers of work orders."""

from typing import ClassVar, Final, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import Trigger

from ..news_trigger import NewsTrigger, Payload
from ..targets import resolve_targets
from .describing import describe_order
from .news import SIGNAL_WORK_ORDER, OrderNews
from .rules.order import OrderStep, Priority, RaisedVia

CONF_SITE: Final = "site"
CONF_PRIORITY: Final = "priority"
CONF_VIA: Final = "raised_via"

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_SITE): cv.string,
            vol.Optional(CONF_PRIORITY): vol.All(cv.ensure_list, [vol.In([each.value for each in Priority])]),
            vol.Optional(CONF_VIA): vol.All(cv.ensure_list, [vol.In([each.value for each in RaisedVia])]),
        },
    }
)


class WorkOrderTrigger(NewsTrigger[OrderNews]):
    """Fires on one kind of happening to the orders that are meant."""

    SIGNAL = SIGNAL_WORK_ORDER
    SCHEMA = _SCHEMA
    HAPPENING: ClassVar[OrderStep]

    @override
    def _payload(self, news: OrderNews) -> Payload:
        payload = {
            **describe_order(self._hass, news.order),
            "by": news.actor.name,
            "user_id": news.actor.user_id or None,
        }
        return payload, f"work order {self.HAPPENING.value}: {news.order.title}"

    @override
    def _is_meant(self, news: OrderNews) -> bool:
        order, options = news.order, self._options
        if news.happening is not self.HAPPENING or options.get(CONF_SITE) not in (None, order.site):
            return False
        if order.priority.value not in options.get(CONF_PRIORITY, (order.priority.value,)):
            return False
        if order.raised_via.value not in options.get(CONF_VIA, (order.raised_via.value,)):
            return False
        targets = resolve_targets(self._hass, self._target)
        return targets.is_everything or order.area_id in targets.area_ids


class WorkOrderRaised(WorkOrderTrigger):
    """Something is to be put right."""

    HAPPENING = OrderStep.RAISED


class WorkOrderAssigned(WorkOrderTrigger):
    """Somebody is to put it right."""

    HAPPENING = OrderStep.ASSIGNED


class WorkOrderDone(WorkOrderTrigger):
    """Somebody put it right."""

    HAPPENING = OrderStep.DONE


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    f"work_order_{trigger.HAPPENING.value}": trigger for trigger in (WorkOrderRaised, WorkOrderAssigned, WorkOrderDone)
}
"""By key in `triggers.yaml`."""
