"""Which entities show which device, on every platform, now and for devices added later."""

import asyncio
from collections.abc import Callable, Mapping
from itertools import chain

from homeassistant.const import Platform
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import DeviceCoordinator
from .entity import PointEntity

type EntityFactory = Callable[[DeviceCoordinator], list[PointEntity]]


class EntityRoster:
    """Keeps the entities equal to the devices in operation."""

    def __init__(self, coordinators: Mapping[str, DeviceCoordinator]) -> None:
        """coordinators: a live view of the devices in operation, by subentry id."""
        self._coordinators = coordinators
        self._platforms: dict[Platform, tuple[AddConfigEntryEntitiesCallback, EntityFactory]] = {}
        self._shown: dict[str, dict[Platform, list[PointEntity]]] = {}

    async def async_add_platform(
        self, platform: Platform, add: AddConfigEntryEntitiesCallback, factory: EntityFactory
    ) -> None:
        """Give a platform the entities of every device. Lets others run between two devices."""
        self._platforms[platform] = (add, factory)
        for subentry_id in tuple(self._coordinators):
            if subentry_id in self._coordinators:
                self._show_on(platform, subentry_id)
            await asyncio.sleep(0)

    def show(self, subentry_id: str) -> None:
        """Add the entities of a device to the platforms there are."""
        for platform in self._platforms:
            self._show_on(platform, subentry_id)

    async def async_hide(self, subentry_id: str) -> None:
        """Remove the entities of a device; their registry entries stay."""
        for entity in chain.from_iterable(self._shown.pop(subentry_id, {}).values()):
            if entity.hass is not None:
                await entity.async_remove()

    def forget(self, subentry_id: str) -> None:
        """Leave the entities of a device to core, which removes them with its subentry."""
        self._shown.pop(subentry_id, None)

    def _show_on(self, platform: Platform, subentry_id: str) -> None:
        add, factory = self._platforms[platform]
        shown = self._shown.setdefault(subentry_id, {})
        if platform not in shown:
            shown[platform] = factory(self._coordinators[subentry_id])
            add(shown[platform], config_subentry_id=subentry_id)
