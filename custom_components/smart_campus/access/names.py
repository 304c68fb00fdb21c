"""Which devices of the installation are gates, and what their doors are called."""

from collections.abc import Iterator
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..campuslink.device.gate.gate import GateDevice
from ..campuslink.model import Kind
from ..const import CONF_KEY, DOMAIN
from ..coordinator import DeviceCoordinator

LOCK_DOMAIN: Final = "lock"


def lock_key(door: int) -> str:
    """Return what tells the lock of a door from the device's other entities."""
    return f"door{door}_lock"


def gates_of(hass: HomeAssistant) -> Iterator[tuple[DeviceCoordinator, GateDevice]]:
    """Yield every gate in operation with its device."""
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        for coordinator in entry.runtime_data.coordinators.values():
            if isinstance(coordinator.device, GateDevice):
                yield coordinator, coordinator.device


def find_gate(hass: HomeAssistant, key: str) -> tuple[DeviceCoordinator, GateDevice] | None:
    """Return the gate of a key, None while it is not in operation."""
    return next((found for found in gates_of(hass) if found[0].key == key), None)


def gate_title(hass: HomeAssistant, key: str) -> str | None:
    """Return what a gate is called, in operation or not; None when it was removed."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        for subentry in entry.get_subentries_of_type(Kind.GATE):
            # One without a key of its own is known by its place
            if subentry.data.get(CONF_KEY, key) == key:
                return subentry.title
    return None


def find_door(hass: HomeAssistant, entity_id: str) -> tuple[DeviceCoordinator, GateDevice, int] | None:
    """Return the gate and the door a lock stands for; None when it is no lock of a gate in operation."""
    entry = er.async_get(hass).async_get(entity_id)
    if entry is None or entry.platform != DOMAIN or entry.domain != LOCK_DOMAIN:
        return None
    for coordinator, device in gates_of(hass):
        for door in device.doors:
            if entry.unique_id == f"{coordinator.key}_{lock_key(door)}":
                return coordinator, device, door
    return None


def lock_of(hass: HomeAssistant, key: str, door: int) -> str | None:
    """Return the entity id of a door's lock; None when it has none."""
    return er.async_get(hass).async_get_entity_id(LOCK_DOMAIN, DOMAIN, f"{key}_{lock_key(door)}")


def door_name(hass: HomeAssistant, key: str, door: int | None) -> str:
    """Return what a person calls a door: the name of its lock, as far as one was given."""
    if door is None:
        return ""
    entity_id = lock_of(hass, key, door)
    entry = er.async_get(hass).async_get(entity_id) if entity_id else None
    return (entry.name or entry.original_name or "") if entry else ""


def site_of(hass: HomeAssistant, coordinator: DeviceCoordinator) -> ConfigEntry | None:
    """Return the site a gate belongs to."""
    device = dr.async_get(hass).async_get(coordinator.registry_id)
    subentry_id = device.config_subentry_id if isinstance(device, dr.DeviceEntry) else None
    entries = hass.config_entries.async_entries(DOMAIN)
    return next((entry for entry in entries if subentry_id in entry.subentries), None)
