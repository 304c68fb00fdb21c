"""What the entities of a gate share: its device, what may be commanded, and who commands it."""

from typing import Any, override

from homeassistant.core import callback

from ..campuslink.device.gate.gate import GateDevice
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .commands import Commander, async_commander
from .options import GateOptions


class GateEntity(DeviceEntity):
    """Writes its state when something of it changed."""

    _last: tuple[Any, ...] | None = None

    def __init__(self, coordinator: DeviceCoordinator, key: str) -> None:
        super().__init__(coordinator, key)
        self._attr_translation_key = key

    @property
    def device(self) -> GateDevice:
        """Return the gate, which is opened anew when its address changes."""
        device = self._coordinator.device
        if not isinstance(device, GateDevice):
            raise TypeError(f"{self._coordinator.name} is no gate")
        return device

    @property
    def allowed(self) -> GateOptions:
        """Return what may be commanded."""
        return GateOptions.parse(self._coordinator.settings.options)

    async def async_commander(self) -> Commander:
        """Return who stands behind the call that runs now."""
        return await async_commander(self.hass, self._coordinator, self.device.controller, self._context)

    def shown(self) -> tuple[Any, ...]:
        """Return everything the state is made of."""
        return (self.available,)

    @callback
    @override
    def _on_report(self) -> None:
        shown = self.shown()
        if shown != self._last:
            self._last = shown
            self.async_write_ha_state()
