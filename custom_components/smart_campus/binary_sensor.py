"""Binary sensors: what a device says with yes or no."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .campuslink.model import Value
from .coordinator import DeviceCoordinator
from .description import binary_sensor_description, shown_on
from .entity import PointEntity
from .site import SiteEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: SiteEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Show the site's yes-or-no points, now and for every device added later."""
    await entry.runtime_data.async_add_platform(Platform.BINARY_SENSOR, async_add_entities, create_binary_sensors)


def create_binary_sensors(coordinator: DeviceCoordinator) -> list[PointEntity]:
    """Return the binary sensors of one device."""
    device = coordinator.device
    shown = shown_on(Platform.BINARY_SENSOR, device.profile, device.catalogue)
    return [PointBinarySensor(coordinator, binary_sensor_description(entry, shape)) for entry, shape in shown]


class PointBinarySensor(PointEntity, BinarySensorEntity):
    """A point that is on or off."""

    @override
    def _show(self, value: Value) -> None:
        self._attr_is_on = None if value is None else bool(value)
