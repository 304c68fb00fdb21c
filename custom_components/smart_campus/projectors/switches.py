"""Switches of a projector: picture mute and freeze."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription

from ..campuslink.model import Value
from ..coordinator import DeviceCoordinator
from ..entity import PointEntity
from .commands import async_command

SWITCHED = ("picture_mute", "freeze")


class PointSwitch(PointEntity, SwitchEntity):
    """A point that is on or off and can be set."""

    def __init__(self, coordinator: DeviceCoordinator, point: str) -> None:
        """point: one of `SWITCHED`."""
        super().__init__(coordinator, SwitchEntityDescription(key=point, translation_key=point))

    @override
    def _show(self, value: Value) -> None:
        self._attr_is_on = None if value is None else bool(value)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await async_command(self._coordinator, self.entity_description.key, value=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await async_command(self._coordinator, self.entity_description.key, value=False)
