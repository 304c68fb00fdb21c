"""Whether something is wrong with a projector, and what."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.core import callback

from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .commands import projector_of
from .rules.faults import PARTS, Faults, faults_in


class ProjectorProblem(DeviceEntity, BinarySensorEntity):
    """On while the projector tells an error or a warning of any part."""

    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _attr_translation_key = "projector_problem"

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a projector that tells faults."""
        super().__init__(coordinator, "problem")
        self._points = [point for point in PARTS if point in projector_of(coordinator).points]
        self._shown: tuple[bool, Faults | None] | None = None

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(*self._points)
        self._read()

    @callback
    @override
    def _on_report(self) -> None:
        before = self._shown
        self._read()
        if self._shown != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        told = {point: value for point in self._points if (value := self.value_of(point)) is not None}
        faults = faults_in(told)
        self._attr_is_on = None if faults is None else bool(faults.causes)
        self._attr_extra_state_attributes = {
            "errors": list(faults.errors) if faults else [],
            "warnings": list(faults.warnings) if faults else [],
        }
        self._shown = (self.available, faults)
