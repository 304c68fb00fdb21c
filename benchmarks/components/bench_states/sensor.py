"""Sensors with the same classes and units as a meter's, written all at once per device every period."""

import random
from functools import partial

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

DOMAIN = "bench_states"
FIRST_VALUES_S = 1
"""Devices are polled as soon as they are set up, so their first values come in one burst; so they do here."""
SHAPES = (
    ("Active power", SensorDeviceClass.POWER, "W", SensorStateClass.MEASUREMENT),
    ("Reactive power", SensorDeviceClass.REACTIVE_POWER, "var", SensorStateClass.MEASUREMENT),
    ("Apparent power", SensorDeviceClass.APPARENT_POWER, "VA", SensorStateClass.MEASUREMENT),
    ("Power factor", SensorDeviceClass.POWER_FACTOR, None, SensorStateClass.MEASUREMENT),
    ("Voltage", SensorDeviceClass.VOLTAGE, "V", SensorStateClass.MEASUREMENT),
    ("Current", SensorDeviceClass.CURRENT, "A", SensorStateClass.MEASUREMENT),
    ("Frequency", SensorDeviceClass.FREQUENCY, "Hz", SensorStateClass.MEASUREMENT),
    ("Energy import", SensorDeviceClass.ENERGY, "kWh", SensorStateClass.TOTAL_INCREASING),
    ("Energy export", SensorDeviceClass.ENERGY, "kWh", SensorStateClass.TOTAL_INCREASING),
    ("Demand", SensorDeviceClass.POWER, "W", SensorStateClass.MEASUREMENT),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add every device's sensors and start its timer at its own moment in the period."""
    period_s: float = entry.data["period_s"]
    everything: list[BareSensor] = []
    for number in range(entry.data["devices"]):
        sensors = [BareSensor(number, index) for index in range(len(SHAPES))]
        everything += sensors
        hass.loop.call_later(FIRST_VALUES_S, advance, sensors)
        hass.loop.call_later(period_s * number / entry.data["devices"], partial(write, hass, sensors, period_s))
    async_add_entities(everything)


def advance(sensors: list[BareSensor]) -> None:
    """Give every sensor of one device a new value."""
    for sensor in sensors:
        sensor.advance()


def write(hass: HomeAssistant, sensors: list[BareSensor], period_s: float) -> None:
    """Give every sensor of one device a new value, and come again after the period."""
    advance(sensors)
    hass.loop.call_later(period_s, partial(write, hass, sensors, period_s))


class BareSensor(SensorEntity):
    """One value."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, number: int, index: int) -> None:
        name, device_class, unit, state_class = SHAPES[index]
        self._attr_name = name
        self._attr_unique_id = f"{number}_{index}"
        self._attr_device_class = device_class
        self._attr_native_unit_of_measurement = unit
        self._attr_state_class = state_class
        self._attr_suggested_display_precision = 2
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, str(number))}, name=f"Meter {number}", manufacturer="Bench", model="Bare"
        )
        self._value = 100.0 + random.random()

    def advance(self) -> None:
        """Show a value a little higher than before."""
        self._value += random.random() / 100
        self._attr_native_value = self._value
        if self.hass is not None:
            self.async_write_ha_state()
