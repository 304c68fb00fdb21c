"""How long a door stays unlocked, as a number."""

from typing import Any, override

from homeassistant.components.number import NumberDeviceClass, NumberEntity, NumberMode
from homeassistant.const import UnitOfTime

from ..coordinator import DeviceCoordinator
from .door_setting import DoorSetting


class DoorDelay(DoorSetting, NumberEntity):
    """The unlock time of one door."""

    _attr_device_class = NumberDeviceClass.DURATION
    _attr_native_unit_of_measurement = UnitOfTime.SECONDS
    _attr_native_step = 1
    _attr_mode = NumberMode.BOX

    def __init__(self, coordinator: DeviceCoordinator, door: int) -> None:
        super().__init__(coordinator, door, "delay")
        self._attr_translation_key = "door_delay"
        self._attr_native_min_value = self.device.delays_s[0]
        self._attr_native_max_value = self.device.delays_s[-1]

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
        await self._async_set(f"set_unlock_time {value:.0f} s", lambda: self.device.set_delay(self._door, value))
