"""How many alerts a site has: in all, and by severity."""

from collections import Counter
from collections.abc import Callable
from typing import Final, override

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..kind_glue import Entities
from .desk import AlertDesk
from .news import SIGNAL_ALERT, AlertNews
from .rules.alert import Alert, Severity

KEYS: Final = {
    None: "open_alerts",
    Severity.NOTICE: "open_alerts_notice",
    Severity.WARNING: "open_alerts_warning",
    Severity.URGENT: "open_alerts_urgent",
    Severity.SAFETY: "open_alerts_safety",
}
"""Name of each sensor, by what it counts."""


class Tally:
    """Counts the open alerts of a site, one step a news."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, desk: AlertDesk) -> None:
        self.open: Counter[Severity] = Counter()
        self.unacknowledged: Counter[Severity] = Counter()
        self._site = entry.entry_id
        self._known: dict[str, Alert] = {}
        self._listeners: list[Callable[[], None]] = []
        for alert in desk.alerts:
            self._take(alert)
        entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_ALERT, self._on_news))

    @callback
    def async_listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a listener when a number may have changed. Return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def _on_news(self, news: AlertNews) -> None:
        if self._take(news.alert):
            for listener in self._listeners:
                listener()

    def _take(self, alert: Alert) -> bool:
        if alert.site != self._site:
            return False
        if (before := self._known.pop(alert.id, None)) is not None:
            self.open[before.severity] -= 1
            self.unacknowledged[before.severity] -= before.is_unanswered
        if alert.is_open:
            self._known[alert.id] = alert
            self.open[alert.severity] += 1
            self.unacknowledged[alert.severity] += alert.is_unanswered
        return True


class OpenAlertsSensor(SensorEntity):
    """Open alerts of a site; how many nobody took on is an attribute."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, entry: ConfigEntry, tally: Tally, severity: Severity | None = None) -> None:
        """severity: which ones are counted; None for all."""
        self._tally = tally
        self._severity = severity
        key = KEYS[severity]
        self._attr_translation_key = key
        self._attr_unique_id = f"{entry.entry_id}_{key}"
        self._read()

    @override
    async def async_added_to_hass(self) -> None:
        self._read()
        self.async_on_remove(self._tally.async_listen(self._on_change))

    @callback
    def _on_change(self) -> None:
        if self._read():
            self.async_write_ha_state()

    def _read(self) -> bool:
        before = (self._attr_native_value, getattr(self, "_attr_extra_state_attributes", None))
        self._attr_native_value = self._count(self._tally.open)
        self._attr_extra_state_attributes = {"unacknowledged": self._count(self._tally.unacknowledged)}
        return (self._attr_native_value, self._attr_extra_state_attributes) != before

    def _count(self, counted: Counter[Severity]) -> int:
        return counted.total() if self._severity is None else counted[self._severity]


def alert_entities(hass: HomeAssistant, entry: ConfigEntry, desk: AlertDesk) -> Entities:
    """Return the entities of a site."""
    tally = Tally(hass, entry, desk)
    return {Platform.SENSOR: [OpenAlertsSensor(entry, tally, each) for each in (None, *Severity)]}
