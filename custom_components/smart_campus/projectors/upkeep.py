"""Lamp and filter: what is left, and that a person should act."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.const import PERCENTAGE
from homeassistant.core import callback

from ..campuslink.model import Value
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .commands import projector_of
from .issues import ProjectorIssues
from .options import ProjectorOptions
from .rules.upkeep import (
    FILTER_FAULT_POINT,
    FILTER_POINT,
    LAMP_POINTS,
    remaining_percent,
    what_is_due,
)

POINTS = (*LAMP_POINTS, FILTER_POINT, FILTER_FAULT_POINT)


class UpkeepEntity(DeviceEntity):
    """Follows hours of use and what was planned for them."""

    def __init__(self, coordinator: DeviceCoordinator, key: str) -> None:
        """key: as `DeviceEntity` takes it."""
        super().__init__(coordinator, key)
        self._upkeep = ProjectorOptions.of(coordinator.settings.options).upkeep
        self._points = [point for point in POINTS if point in projector_of(coordinator).points]
        self._shown: tuple[bool, object] | None = None

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(*self._points)
        self._read()
        self._note()

    @callback
    @override
    def _on_report(self) -> None:
        before = self._shown
        self._read()
        self._note()
        if self._shown != before:
            self.async_write_ha_state()

    def _note(self) -> None:
        """Remember what is shown, so that a report that changes nothing writes nothing."""
        self._shown = (self.available, self._saying())

    def _saying(self) -> object:
        """Return what tells two states apart."""

    def _values(self) -> dict[str, Value]:
        """Return the last hours known; a projector in standby may not tell them."""
        readings = self._coordinator.snapshot.readings
        return {
            point: readings[point].value
            for point in self._points
            if point in readings and readings[point].value is not None
        }

    def _read(self) -> None:
        """Take over what the readings say."""


class LightSourceRemaining(UpkeepEntity, SensorEntity):
    """Share of the lifetime that is left, of the lamp lit longest."""

    _attr_translation_key = "light_source_remaining"
    _attr_native_unit_of_measurement = PERCENTAGE
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_suggested_display_precision = 0

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a projector with a lifetime."""
        super().__init__(coordinator, "light_source_remaining")

    @override
    def _read(self) -> None:
        remaining = remaining_percent(self._values(), self._upkeep)
        self._attr_native_value = None if remaining is None else round(remaining, 1)

    @override
    def _saying(self) -> object:
        return self._attr_native_value


class UpkeepDue(UpkeepEntity, BinarySensorEntity):
    """On while a lamp or filter is due; a repair says the same to whoever looks there."""

    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _attr_translation_key = "upkeep_due"

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a projector that tells hours or the state of its filter."""
        super().__init__(coordinator, "upkeep_due")
        self._issues = ProjectorIssues(coordinator)

    @override
    async def async_will_remove_from_hass(self) -> None:
        self._issues.async_report(self.hass, self.entry_id, ())

    @override
    def _read(self) -> None:
        values = self._values()
        due = what_is_due(values, self._upkeep)
        self._attr_is_on = bool(due) if values else None
        self._attr_extra_state_attributes = {"due": list(due)}
        self._issues.async_report(self.hass, self.entry_id, due)

    @override
    def _saying(self) -> object:
        return (self._attr_is_on, self._attr_extra_state_attributes)
