"""Entities of points: sensors and binary sensors straight from the catalogue, for every kind."""

from collections.abc import Collection
from itertools import starmap
from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.sensor import SensorEntity
from homeassistant.const import MAX_LENGTH_STATE_STATE, Platform
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.restore_state import ExtraStoredData, RestoredExtraData, RestoreEntity

from .campuslink.model import Quality, Reading, Value
from .coordinator import DeviceCoordinator
from .description import PointSensorDescription, binary_sensor_description, sensor_description, shown_on
from .entity import PointEntity


def point_entities(
    coordinator: DeviceCoordinator, points: Collection[str] | None = None
) -> dict[Platform, list[Entity]]:
    """Return the entities of a device's points, or of some of them, that the catalogue shows, by platform."""
    catalogue = coordinator.device.catalogue
    wanted = coordinator.device.points if points is None else points
    sensors = starmap(sensor_description, shown_on(Platform.SENSOR, wanted, catalogue))
    binary_sensors = shown_on(Platform.BINARY_SENSOR, wanted, catalogue)
    return {
        Platform.SENSOR: [(TotalSensor if found.is_total else PointSensor)(coordinator, found) for found in sensors],
        Platform.BINARY_SENSOR: [
            PointBinarySensor(coordinator, binary_sensor_description(entry, shape)) for entry, shape in binary_sensors
        ],
    }


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


class PointBinarySensor(PointEntity, BinarySensorEntity):
    """A point that is on or off."""

    @override
    def _show(self, value: Value) -> None:
        self._attr_is_on = None if value is None else bool(value)


def _good_reading(stored: ExtraStoredData) -> Reading | None:
    try:
        reading = Reading.from_json(stored.as_dict())
    except KeyError, ValueError:
        return None
    return reading if reading.quality is Quality.GOOD else None
