"""What actions ask the guard: for a device, for an area, for a site as a whole."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, ServiceCall

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .guard import Right, async_require


async def async_require_device(call: ServiceCall, coordinator: DeviceCoordinator, right: Right = Right.CONTROL) -> None:
    """Let whoever called an action do it to a device in operation, or raise NotPermittedError."""
    if (entry := _entry_of(call.hass, coordinator)) is not None:
        kind = coordinator.settings.kind
        await async_require_in(call, entry, right, kind=kind, area_id=coordinator.area_id)


async def async_require_in(
    call: ServiceCall, entry: ConfigEntry, right: Right, *, kind: Kind | None = None, area_id: str | None = None
) -> None:
    """Let whoever called an action do it in a site, or raise NotPermittedError."""
    await async_require(call.hass, entry, call.context.user_id, right, what=call.service, kind=kind, area_id=area_id)


def _entry_of(hass: HomeAssistant, coordinator: DeviceCoordinator) -> ConfigEntry | None:
    """Return the site a device belongs to; None when it was taken out of operation meanwhile."""
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return next((each for each in entries if coordinator in each.runtime_data.coordinators.values()), None)
