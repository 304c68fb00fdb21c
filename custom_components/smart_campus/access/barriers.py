"""Barriers as covers."""

from typing import Any, override

from homeassistant.components.cover import CoverDeviceClass, CoverEntity, CoverEntityFeature

from ..coordinator import DeviceCoordinator
from .commands import require
from .entity import GateEntity


class Barrier(GateEntity, CoverEntity):
    """One barrier. Where it does not tell its place, that is unknown."""

    _attr_device_class = CoverDeviceClass.GATE
    _answers_for_repairs = True
    _attr_supported_features = CoverEntityFeature.OPEN | CoverEntityFeature.CLOSE

    def __init__(self, coordinator: DeviceCoordinator, barrier: int) -> None:
        super().__init__(coordinator, f"barrier{barrier}")
        self._attr_translation_key = "barrier"
        self._attr_translation_placeholders = {"barrier": str(barrier)}
        self._barrier = barrier
        self._point = f"barrier{barrier}_state"

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(self._point)

    @property
    @override
    def is_closed(self) -> bool | None:
        return {"closed": True, "open": False}.get(str(self.value_of(self._point)))

    @override
    def shown(self) -> tuple[Any, ...]:
        return (self.available, self.is_closed)

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        """Raise the barrier."""
        require(is_allowed=self.allowed.allow_open, key="opening_not_allowed", coordinator=self._coordinator)
        await self._async_move("open", is_open=True)

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        """Lower the barrier."""
        require(is_allowed=self.allowed.allow_open, key="opening_not_allowed", coordinator=self._coordinator)
        await self._async_move("close", is_open=False)

    async def _async_move(self, command: str, *, is_open: bool) -> None:
        commander = await self.async_commander()
        await commander.async_run(command, None, lambda: self.device.move_barrier(self._barrier, is_open=is_open))
        self._coordinator.on_news((self._point,))
