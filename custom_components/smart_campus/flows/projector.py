"""The set-up steps of projectors and displays."""

from collections.abc import Mapping
from typing import Any, ClassVar

import probatio
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

from ..campuslink.model import Kind
from ..projectors.options import (
    CONF_FILTER_INTERVAL,
    CONF_IDLE_BELOW,
    CONF_IS_SHARED,
    CONF_LAMP_LIFETIME,
    CONF_OUTLET,
    DEFAULT_IDLE_BELOW,
)
from .device import DeviceFlow
from .ways import WAYS

_HOURS = NumberSelector(NumberSelectorConfig(min=0, max=99999, step=1, mode=NumberSelectorMode.BOX))
_THRESHOLD = NumberSelector(NumberSelectorConfig(min=0, max=10000, step="any", mode=NumberSelectorMode.BOX))
_METERS = EntitySelector(
    EntitySelectorConfig(domain="sensor", device_class=[SensorDeviceClass.CURRENT, SensorDeviceClass.POWER])
)
UPKEEP_SCHEMA = probatio.Schema(
    {
        probatio.Optional(CONF_LAMP_LIFETIME): _HOURS,
        probatio.Optional(CONF_FILTER_INTERVAL): _HOURS,
        probatio.Optional(CONF_OUTLET): _METERS,
        probatio.Required(CONF_IDLE_BELOW, default=DEFAULT_IDLE_BELOW): _THRESHOLD,
        probatio.Required(CONF_IS_SHARED, default=False): BooleanSelector(),
    }
)


class ProjectorFlow(DeviceFlow):
    """Add or change a projector or an interactive display."""

    KIND: ClassVar[Kind] = Kind.PROJECTOR
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ("upkeep",)

    async def async_step_projector_pjlink(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a projector that speaks PJLink."""
        return await self._async_connect(WAYS["projector_pjlink"], user_input)

    async def async_step_projector_network(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a projector or serial server on the network that takes lines of text."""
        return await self._async_connect(WAYS["projector_network"], user_input)

    async def async_step_projector_serial(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a serial port with a projector or display."""
        return await self._async_connect(WAYS["projector_serial"], user_input)

    async def async_step_upkeep(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how long lamp and filter last, what measures the outlet, and who else is connected."""
        if user_input is not None:
            return self._save_options(_without_empty(user_input))
        schema = self.add_suggested_values_to_schema(UPKEEP_SCHEMA, dict(self._options))
        return self.async_show_form(step_id="upkeep", data_schema=schema, last_step=True)


def _without_empty(entered: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entered.items() if value not in (None, "")}
