"""Which recorders there are, and which of them an action means."""

from collections.abc import Iterator

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import TargetSelection, async_extract_referenced_entity_ids

from ..campuslink.device.recorder.recorder import Recorder
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator

SWITCH_KEY = "recording"
"""Tells the switch of a recorder, by which permissions are given, from its other entities."""


def recorder_of(coordinator: DeviceCoordinator) -> Recorder:
    """Return the device of a recorder's coordinator. Raises TypeError for any other."""
    device = coordinator.device
    if not isinstance(device, Recorder):
        raise TypeError(f"{coordinator.name} is no recorder")
    return device


def recorders_of(entry: ConfigEntry) -> Iterator[DeviceCoordinator]:
    """Yield every recorder of a running site that is in operation."""
    for coordinator in entry.runtime_data.coordinators.values():
        if isinstance(coordinator.device, Recorder):
            yield coordinator


@callback
def targeted_recorders(hass: HomeAssistant, selection: TargetSelection) -> list[DeviceCoordinator]:
    """Return the recorders a target means: by entity, device, area, floor or label."""
    found = async_extract_referenced_entity_ids(hass, selection)
    registry = er.async_get(hass)
    entries = (registry.async_get(entity_id) for entity_id in found.referenced | found.indirectly_referenced)
    devices = {entry.device_id for entry in entries if entry and entry.platform == DOMAIN}
    return [
        coordinator
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for coordinator in recorders_of(entry)
        if coordinator.registry_id in devices
    ]


@callback
def switch_of(hass: HomeAssistant, coordinator: DeviceCoordinator) -> str | None:
    """Return the entity id of a recorder's switch."""
    registry = er.async_get(hass)
    return registry.async_get_entity_id(Platform.SWITCH, DOMAIN, f"{coordinator.key}_{SWITCH_KEY}")
