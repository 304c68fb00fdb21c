"""What every entity of a point has in common."""

from abc import abstractmethod
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.entity import Entity, EntityDescription

from .campuslink.model import Quality, Reading, Value
from .coordinator import DeviceCoordinator

UNAVAILABLE = frozenset({Quality.STALE, Quality.REFUSED})
"""Qualities of which the device gives nothing; absent and out of range are answers, shown as unknown."""


class DeviceEntity(Entity):
    """An entity of a device that is more than one point; available while the device answers."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, coordinator: DeviceCoordinator, key: str) -> None:
        """key: tells the device's entities apart; part of the unique id."""
        self._coordinator = coordinator
        self._attr_unique_id = f"{coordinator.key}_{key}"
        self._attr_device_info = coordinator.device_info

    @property
    @override
    def available(self) -> bool:
        return self._coordinator.is_answering

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self._coordinator.async_listen_reports(self._on_report))

    @property
    def entry_id(self) -> str:
        """Id of the site's config entry, once the entity is added."""
        entry = self.platform.config_entry
        return entry.entry_id if entry else ""

    @callback
    def ask_for(self, *points: str) -> None:
        """Have points polled while the entity lives. Call from `async_added_to_hass`."""
        for point in points:
            self.async_on_remove(self._coordinator.async_listen(point, _ignore))

    def value_of(self, point: str) -> Value:
        """Return a point's value now; None where there is no good one."""
        reading = self._coordinator.snapshot.readings.get(point)
        return reading.value if reading is not None and reading.is_good else None

    @callback
    def _on_report(self) -> None:
        """Write the state; an entity that can tell whether it changed overrides this."""
        self.async_write_ha_state()


class PointEntity(Entity):
    """One point of one device. Asks for its point while it lives, writes a state only when the reading changed."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_available = False

    def __init__(self, coordinator: DeviceCoordinator, description: EntityDescription) -> None:
        self.entity_description = description
        self._coordinator = coordinator
        self._attr_unique_id = f"{coordinator.key}_{description.key}"
        self._attr_device_info = coordinator.device_info

    @override
    async def async_added_to_hass(self) -> None:
        point = self.entity_description.key
        self.async_on_remove(self._coordinator.async_listen(point, self._on_reading))
        if (reading := self._coordinator.snapshot.readings.get(point)) is not None:
            self._take(reading)

    @callback
    def _on_reading(self, reading: Reading) -> None:
        self._take(reading)
        self.async_write_ha_state()

    def _take(self, reading: Reading) -> None:
        available = reading.quality not in UNAVAILABLE
        if available is not self._attr_available:
            self._attr_available = available
        self._show(reading.value if reading.is_good else None)

    @abstractmethod
    def _show(self, value: Value) -> None:
        """Set the state's attribute; None stands for unknown."""


def _ignore(_reading: Reading) -> None:
    """Take a reading that is looked up in the snapshot instead."""
