"""Finds the network of a site, and the site of a device."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .watch import NetworkWatch


@callback
def async_get_watches(hass: HomeAssistant) -> list[NetworkWatch]:
    """Return the networks of all sites in operation."""
    return [entry.runtime_data.network for entry in hass.config_entries.async_loaded_entries(DOMAIN)]


@callback
def async_get_watch(hass: HomeAssistant, entry_id: str) -> NetworkWatch | None:
    """Return the network of a site in operation."""
    return next((watch for watch in async_get_watches(hass) if watch.entry.entry_id == entry_id), None)


@callback
def async_find_device(hass: HomeAssistant, device_id: str) -> tuple[NetworkWatch, DeviceCoordinator] | None:
    """Return a device in operation by its id in the device registry, with the network of its site."""
    device = dr.async_get(hass).async_get(device_id)
    if device is None or (watch := async_get_watch(hass, device.config_entry_id or "")) is None:
        return None
    found = watch.coordinators.get(device.config_subentry_id or "")
    return None if found is None else (watch, found)
