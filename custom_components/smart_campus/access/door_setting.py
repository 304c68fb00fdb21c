"""What a person sets of one door. There only where that is allowed in the gate's settings."""

from collections.abc import Awaitable, Callable
from typing import override

from homeassistant.const import EntityCategory

from ..coordinator import DeviceCoordinator
from .commands import require
from .entity import GateEntity


class DoorSetting(GateEntity):
    """One point of one door, which is asked for again once it was set."""

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, coordinator: DeviceCoordinator, door: int, name: str) -> None:
        """name: of the point, behind the door's."""
        self._point = f"door{door}_{name}"
        super().__init__(coordinator, self._point)
        self._attr_translation_placeholders = {"door": str(door)}
        self._door = door

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(self._point)

    async def _async_set(self, command: str, work: Callable[[], Awaitable[object]], *besides: str) -> None:
        """Carry a command out. besides: points of the door that change with it."""
        require(is_allowed=self.allowed.allow_modes, key="modes_not_allowed", coordinator=self._coordinator)
        commander = await self.async_commander()
        await commander.async_run(command, self._door, work)
        self._coordinator.on_news((self._point, *(f"door{self._door}_{name}" for name in besides)))
