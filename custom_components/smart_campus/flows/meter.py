"""The set-up steps of meters: one for each way a meter is wired."""

from typing import Any, ClassVar

from homeassistant.config_entries import SubentryFlowResult

from ..campuslink.model import Kind
from .device import DeviceFlow
from .ways import WAYS


class MeterFlow(DeviceFlow):
    """Add or change an energy, water or heat meter."""

    KIND: ClassVar[Kind] = Kind.METER

    async def async_step_modbus_tcp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a Modbus TCP device or gateway."""
        return await self._async_connect(WAYS["modbus_tcp"], user_input)

    async def async_step_modbus_rtu(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a serial server that carries Modbus RTU frames."""
        return await self._async_connect(WAYS["modbus_rtu"], user_input)

    async def async_step_modbus_serial(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a serial port with Modbus RTU."""
        return await self._async_connect(WAYS["modbus_serial"], user_input)

    async def async_step_meter_gateway(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a transparent serial server with DL/T 645 or CJ/T 188 meters."""
        return await self._async_connect(WAYS["meter_gateway"], user_input)

    async def async_step_meter_serial(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a serial port with DL/T 645 or CJ/T 188 meters."""
        return await self._async_connect(WAYS["meter_serial"], user_input)
