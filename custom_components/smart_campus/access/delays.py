"""How long a door stays unlocked, as a number. There only where a person allowed changes in the gate's settings."""

from typing import Any, override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberMode
from homeassistant.const import EntityCategory, UnitOfTime

from ..coordinator import DeviceCoordinator
from .commands import require
from .entity import GateEntity


class DoorDelay(GateEntity, NumberEntity):
    """The unlock time of one door."""

    _attr_entity_category = EntityCategory.CONFIG
    _attr_device_class = NumberDeviceClass.DURATION
    _attr_native_unit_of_measurement = UnitOfTime.SECONDS
    _attr_native_step = 1
    _attr_mode = NumberMode.BOX

    def __init__(self, coordinator: DeviceCoordinator, door: int) -> None:
        super().__init__(coordinator, f"door{door}_delay")
        self._attr_translation_key = "door_delay"
        self._attr_translation_placeholders = {"door": str(door)}
        self._attr_native_min_value = self.device.delays_s[0]
        self._attr_native_max_value = self.device.delays_s[-1]
        self._door = door
        self._point = f"door{door}_delay"

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(self._point)

    @property
    @override
    def native_value(self) -> float | None:
        delay_s = self.value_of(self._point)
        return delay_s if isinstance(delay_s, int | float) else None

    @override
    def shown(self) -> tuple[Any, ...]:
        return (self.available, self.native_value)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the unlock time and ask the controller for it."""
        require(is_allowed=self.allowed.allow_modes, key="modes_not_allowed", coordinator=self._coordinator)
        commander = await self.async_commander()
        await commander.async_run(
            f"set_unlock_time {value:.0f} s", self._door, lambda: self.device.set_delay(self._door, value)
        )
        self._coordinator.on_news((self._point,))
