"""Sensors: measured values and totals."""

from itertools import starmap
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.const import MAX_LENGTH_STATE_STATE, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import ExtraStoredData, RestoredExtraData, RestoreEntity

from .campuslink.model import Quality, Reading, Value
from .coordinator import DeviceCoordinator
from .description import PointSensorDescription, sensor_description, shown_on
from .entity import PointEntity
from .site import SiteEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: SiteEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Show the site's measured values, now and for every device added later."""
    await entry.runtime_data.async_add_platform(Platform.SENSOR, async_add_entities, create_sensors)


def create_sensors(coordinator: DeviceCoordinator) -> list[PointEntity]:
    """Return the sensors of one device."""
    device = coordinator.device
    descriptions = starmap(sensor_description, shown_on(Platform.SENSOR, device.profile, device.catalogue))
    return [(TotalSensor if found.is_total else PointSensor)(coordinator, found) for found in descriptions]


class PointSensor(PointEntity, SensorEntity):
    """A measured value."""

    entity_description: PointSensorDescription

    @override
    def _show(self, value: Value) -> None:
        self._attr_native_value = value[:MAX_LENGTH_STATE_STATE] if isinstance(value, str) else value


class TotalSensor(PointSensor, RestoreEntity):
    """A total, whose last good value outlives a restart so that the next one can be checked against it."""

    @override
    async def async_added_to_hass(self) -> None:
        if (stored := await self.async_get_last_extra_data()) and (reading := _good_reading(stored)):
            self._coordinator.async_restore_total(self.entity_description.key, reading)
        await super().async_added_to_hass()

    @property
    @override
    def extra_restore_state_data(self) -> ExtraStoredData | None:
        reading = self._coordinator.async_last_total(self.entity_description.key)
        return RestoredExtraData(reading.to_json()) if reading else None


def _good_reading(stored: ExtraStoredData) -> Reading | None:
    try:
        reading = Reading.from_json(stored.as_dict())
    except KeyError, ValueError:
        return None
    return reading if reading.quality is Quality.GOOD else None
