"""What the system information page says about us."""

from importlib.metadata import version
from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.loader import async_get_integration

from .campuslink.link.snmp.backend import backend_version
from .const import DOMAIN
from .coordinator import DeviceCoordinator
from .library import async_get_library
from .store.durable import async_peek_store


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Register what is shown."""
    register.async_register_info(async_describe_health, "/config/integrations/integration/smart_campus")


async def async_describe_health(hass: HomeAssistant) -> dict[str, Any]:
    """Return the figures shown, by translation key."""
    library = await async_get_library(hass)
    coordinators: list[DeviceCoordinator] = [
        coordinator
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.state is ConfigEntryState.LOADED
        for coordinator in entry.runtime_data.coordinators.values()
    ]
    reachable = sum(coordinator.polled.reachable is True for coordinator in coordinators)
    store = async_peek_store(hass)
    return {
        "version": str((await async_get_integration(hass, DOMAIN)).version),
        "devices_reachable": f"{reachable} / {len(coordinators)}",
        "profiles_shipped": len(library.profiles) - len(library.own_ids),
        "profiles_own": len(library.own_ids),
        "profiles_rejected": len(library.rejected_own),
        "modbus_connection": await hass.async_add_executor_job(version, "modbus-connection"),
        "snmp_library": await hass.async_add_executor_job(backend_version),
        "durable_store": str(store.state) if store else "-",
    }
