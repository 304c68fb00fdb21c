"""How a site's lessons of today stand, as sensors."""

from typing import Final, override

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.const import PERCENTAGE, Platform
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_call_later, async_track_time_change

from .auto import AutoRecording
from .news import SIGNAL_LEDGER
from .rules.counting import Group

COUNTED: Final = {
    Group.PLANNED: "recordings_planned_today",
    Group.RUNNING: "recordings_running_today",
    Group.FAILED: "recordings_failed_today",
    Group.WAITING: "recordings_waiting_today",
    Group.CONFIRMED: "recordings_confirmed_today",
}
"""What is shown of the day, each with the key of its sensor."""
SETTLE_S: Final = 1.0
"""Changes within this time are shown at once: at the full hour hundreds of rooms change over."""


def ledger_entities(auto: AutoRecording) -> dict[Platform, list[Entity]]:
    """Return the sensors of a site that has recorders."""
    shown: list[Entity] = [TodaySensor(auto, group) for group in COUNTED]
    return {Platform.SENSOR: [*shown, ShareConfirmedSensor(auto)]}


class LedgerSensor(SensorEntity):
    """Something counted over the lessons of today."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, auto: AutoRecording, key: str) -> None:
        """key: tells the site's sensors apart; their translation key."""
        self._auto = auto
        self._attr_translation_key = key
        self._attr_unique_id = f"{auto.entry.entry_id}_{key}"
        self._pending: CALLBACK_TYPE | None = None

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_LEDGER, self._on_change))
        self.async_on_remove(async_track_time_change(self.hass, self._show, second=0, minute=range(0, 60, 5)))
        self._take()

    @override
    async def async_will_remove_from_hass(self) -> None:
        if self._pending is not None:
            self._pending()

    @callback
    def _on_change(self, entry_id: str, _changed: frozenset[str]) -> None:
        if entry_id == self._auto.entry.entry_id and self._pending is None:
            self._pending = async_call_later(self.hass, SETTLE_S, self._show)

    @callback
    def _show(self, _now: object) -> None:
        self._pending = None
        before = self._attr_native_value
        self._take()
        if self._attr_native_value != before:
            self.async_write_ha_state()

    def _take(self) -> None:
        """Set the value."""
        raise NotImplementedError


class TodaySensor(LedgerSensor):
    """How many lessons of today stand so; those that are skipped count nowhere."""

    def __init__(self, auto: AutoRecording, group: Group) -> None:
        super().__init__(auto, COUNTED[group])
        self._group = group

    @override
    def _take(self) -> None:
        self._attr_native_value = self._auto.count_today()[self._group]


class ShareConfirmedSensor(LedgerSensor):
    """How many of today's lessons that are over the archive has confirmed; unknown before the first is over."""

    _attr_native_unit_of_measurement = PERCENTAGE
    _attr_suggested_display_precision = 0

    def __init__(self, auto: AutoRecording) -> None:
        super().__init__(auto, "recordings_share_confirmed_today")

    @override
    def _take(self) -> None:
        self._attr_native_value = self._auto.count_today().share_confirmed
