"""How the archive is doing with one recorder's recordings."""

from typing import TYPE_CHECKING, Final, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..archive.entities import DESCRIPTIONS, ArchiveDescription
from ..archive.state import SIGNAL_ARCHIVE_CHANGED
from ..coordinator import DeviceCoordinator

if TYPE_CHECKING:
    # It asks recorders, whose entities are these
    from ..archive.site_archive import SiteArchive

SHOWN: Final = ("archive_queue", "archive_result")
"""Keys of the sites' sensors that each recorder has of its own."""


class RecorderArchiveSensor(SensorEntity):
    """One figure of what a recorder recorded; told also while the recorder does not answer."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description: ArchiveDescription

    def __init__(self, coordinator: DeviceCoordinator, description: ArchiveDescription) -> None:
        """coordinator: of the recorder."""
        self.entity_description = description
        self._attr_unique_id = f"{coordinator.key}_{description.key}"
        self._attr_device_info = coordinator.device_info

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_ARCHIVE_CHANGED, self._on_changed))
        self._take()

    @callback
    def _on_changed(self, entry_id: str) -> None:
        entry = self.platform.config_entry
        if entry is not None and entry_id == entry.entry_id and self._take():
            self.async_write_ha_state()

    def _take(self) -> bool:
        """Take the state over; return whether anything changed."""
        entry, registered = self.platform.config_entry, self.registry_entry
        if entry is None or registered is None:
            return False
        archive: SiteArchive = entry.runtime_data.archive
        state, description = archive.state(registered.config_subentry_id), self.entity_description
        value = description.value_fn(state)
        attributes = dict(description.attributes_fn(state)) if description.attributes_fn else {}
        before = self._attr_native_value, getattr(self, "_attr_extra_state_attributes", None)
        self._attr_native_value, self._attr_extra_state_attributes = value, attributes
        return before != (value, attributes)


def archive_sensors(coordinator: DeviceCoordinator) -> list[RecorderArchiveSensor]:
    """Return the sensors of one recorder."""
    return [RecorderArchiveSensor(coordinator, each) for each in DESCRIPTIONS if each.key in SHOWN]
