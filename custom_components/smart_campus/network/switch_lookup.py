"""Finds the switches of all sites, and a switch by its device."""

from collections.abc import Iterator

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr

from ..campuslink.device.switch import SwitchDevice
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator


@callback
def async_list_switches(hass: HomeAssistant) -> Iterator[DeviceCoordinator]:
    """Yield every switch in operation."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            for coordinator in entry.runtime_data.coordinators.values():
                if isinstance(coordinator.device, SwitchDevice):
                    yield coordinator


@callback
def async_find_switch(hass: HomeAssistant, device_id: str) -> DeviceCoordinator:
    """Return a switch in operation by its id in the device registry. Raises ServiceValidationError."""
    found = next((each for each in async_list_switches(hass) if each.registry_id == device_id), None)
    if found is not None:
        return found
    device = dr.async_get(hass).async_get(device_id)
    name = (device.name_by_user or device.name or "") if isinstance(device, dr.DeviceEntry) else device_id
    raise ServiceValidationError(
        translation_domain=DOMAIN, translation_key="not_a_switch", translation_placeholders={"device": name[:80]}
    )
