"""How many work orders a site has to see to."""

from collections import Counter
from datetime import datetime
from typing import override

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_change
from homeassistant.util import dt as dt_util

from .desk import OrderDesk
from .news import SIGNAL_WORK_ORDER, OrderNews
from .rules.order import OPEN_STATES, Priority


class OpenWorkOrdersSensor(SensorEntity):
    """Work orders of a site that are not done; by state, how many are urgent and how many overdue as attributes."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_translation_key = "open_work_orders"

    def __init__(self, entry: ConfigEntry, desk: OrderDesk) -> None:
        self._site = entry.entry_id
        self._desk = desk
        self._attr_unique_id = f"{entry.entry_id}_open_work_orders"

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_WORK_ORDER, self._on_news))
        self.async_on_remove(async_track_time_change(self.hass, self._on_time, minute=range(0, 60, 5), second=1))
        self._read()

    @callback
    def _on_news(self, news: OrderNews) -> None:
        if news.order.site == self._site:
            self._on_time(None)

    @callback
    def _on_time(self, _now: datetime | None) -> None:
        before = (self._attr_native_value, self._attr_extra_state_attributes)
        self._read()
        if (self._attr_native_value, self._attr_extra_state_attributes) != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        now = dt_util.utcnow()
        mine = [order for order in self._desk.open if order.site == self._site]
        states = Counter(order.state for order in mine)
        self._attr_native_value = len(mine)
        self._attr_extra_state_attributes = {
            **{state.value: states[state] for state in sorted(OPEN_STATES)},
            "urgent": sum(order.priority is Priority.URGENT for order in mine),
            "overdue": sum(order.is_overdue(now) for order in mine),
        }
