"""Who decides about a door, as a choice."""

from typing import Any, override

from homeassistant.components.select import SelectEntity

from ..campuslink.device.gate.access import DoorMode
from ..coordinator import DeviceCoordinator
from .door_setting import DoorSetting


class DoorModeSelect(DoorSetting, SelectEntity):
    """The mode of one door."""

    def __init__(self, coordinator: DeviceCoordinator, door: int) -> None:
        super().__init__(coordinator, door, "mode")
        self._attr_translation_key = "door_mode"
        self._attr_options = [mode.value for mode in self.device.modes]

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
        mode = DoorMode(option)
        await self._async_set(f"set_mode {mode}", lambda: self.device.set_mode(self._door, mode), "unlocked")
