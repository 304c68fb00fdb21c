"""The indicators of a site as sensors."""

from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import PERCENTAGE, Platform, UnitOfTime
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity

from .rules.figure import Indicator
from .site_indicators import SiteIndicators

TIMES = frozenset({Indicator.ACKNOWLEDGED_MEDIAN, Indicator.ACKNOWLEDGED_P90})


class IndicatorSensor(SensorEntity):
    """One figure; what it is made of, and its goal, are attributes. Unknown where it cannot be known."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_suggested_display_precision = 1

    def __init__(self, entry: ConfigEntry, indicators: SiteIndicators, indicator: Indicator) -> None:
        self._indicators = indicators
        self._indicator = indicator
        self._attr_translation_key = indicator.value
        self._attr_unique_id = f"{entry.entry_id}_{indicator.value}"
        self._attr_native_unit_of_measurement = UnitOfTime.MINUTES if indicator in TIMES else PERCENTAGE
        self._attr_device_class = SensorDeviceClass.DURATION if indicator in TIMES else None

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self._indicators.async_listen(self._on_change))
        self._read()

    @callback
    def _on_change(self) -> None:
        before = (self._attr_native_value, self.extra_state_attributes)
        self._read()
        if (self._attr_native_value, self.extra_state_attributes) != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        if (figure := self._indicators.figures.get(self._indicator)) is None:
            return
        goal = {} if figure.goal is None else {"goal": figure.goal}
        self._attr_native_value = figure.value
        self._attr_extra_state_attributes = {
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            **goal,
        }


def indicator_entities(entry: ConfigEntry, indicators: SiteIndicators) -> dict[Platform, list[Entity]]:
    """Return the sensors of a site."""
    return {Platform.SENSOR: [IndicatorSensor(entry, indicators, each) for each in Indicator]}
