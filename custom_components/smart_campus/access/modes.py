"""Who decides about a door, as a choice. There only where a person allowed it in the gate's settings."""

from typing import Any, override

from homeassistant.components.select import SelectEntity
from homeassistant.const import EntityCategory

from ..campuslink.device.gate.access import DoorMode
from ..coordinator import DeviceCoordinator
from .commands import require
from .entity import GateEntity


class DoorModeSelect(GateEntity, SelectEntity):
    """The mode of one door."""

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, coordinator: DeviceCoordinator, door: int) -> None:
        super().__init__(coordinator, f"door{door}_mode")
        self._attr_translation_key = "door_mode"
        self._attr_translation_placeholders = {"door": str(door)}
        self._attr_options = [mode.value for mode in self.device.modes]
        self._door = door
        self._point = f"door{door}_mode"

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(self._point)

    @property
    @override
    def current_option(self) -> str | None:
        mode = self.value_of(self._point)
        return mode if isinstance(mode, str) else None

    @override
    def shown(self) -> tuple[Any, ...]:
        return (self.available, self.current_option)

    @override
    async def async_select_option(self, option: str) -> None:
        """Set the mode and ask the controller for it."""
        require(is_allowed=self.allowed.allow_modes, key="modes_not_allowed", coordinator=self._coordinator)
        mode = DoorMode(option)
        commander = await self.async_commander()
        await commander.async_run(f"set_mode {mode}", self._door, lambda: self.device.set_mode(self._door, mode))
        self._coordinator.on_news((self._point, f"door{self._door}_unlocked"))
