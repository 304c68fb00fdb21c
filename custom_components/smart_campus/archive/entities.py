"""How a site's archive is doing, as sensors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform, UnitOfInformation
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..kind_glue import Entities
from .state import SIGNAL_ARCHIVE_CHANGED, ArchiveResult, ArchiveState

if TYPE_CHECKING:
    # It asks recorders, whose entities are these
    from .site_archive import SiteArchive


@dataclass(frozen=True, kw_only=True)
class ArchiveDescription(SensorEntityDescription):
    """One sensor of a site's archive."""

    value_fn: Callable[[ArchiveState], int | str | None]
    attributes_fn: Callable[[ArchiveState], Mapping[str, Any]] | None = None


def _last(state: ArchiveState) -> Mapping[str, str | datetime]:
    last = state.last
    return {"at": last.at, "recording_id": last.recording_id, "cause": last.cause} if last else {}


DESCRIPTIONS: Final = (
    ArchiveDescription(
        key="archive_queue",
        translation_key="archive_queue",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.waiting,
        attributes_fn=lambda state: {"waiting_for_decision": state.decisions},
    ),
    ArchiveDescription(
        key="archive_bytes",
        translation_key="archive_bytes",
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.bytes_waiting,
    ),
    ArchiveDescription(
        key="archive_result",
        translation_key="archive_result",
        device_class=SensorDeviceClass.ENUM,
        options=[result.value for result in ArchiveResult],
        value_fn=lambda state: state.last.result.value if state.last else None,
        attributes_fn=_last,
    ),
)


class ArchiveSensor(SensorEntity):
    """One figure of a site's archive."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description: ArchiveDescription

    def __init__(self, entry: ConfigEntry, archive: SiteArchive, description: ArchiveDescription) -> None:
        """entry: of the site."""
        self._entry_id = entry.entry_id
        self._archive = archive
        self.entity_description = description
        self._attr_unique_id = f"{entry.entry_id}_{description.key}"
        self._take()

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_ARCHIVE_CHANGED, self._on_changed))
        self._take()

    @callback
    def _on_changed(self, entry_id: str) -> None:
        if entry_id == self._entry_id and self._take():
            self.async_write_ha_state()

    def _take(self) -> bool:
        """Take the state over; return whether anything changed."""
        state, description = self._archive.state(), self.entity_description
        value = description.value_fn(state)
        attributes = dict(description.attributes_fn(state)) if description.attributes_fn else {}
        known = getattr(self, "_attr_extra_state_attributes", None)
        if known is not None and (value, attributes) == (self._attr_native_value, known):
            return False
        self._attr_native_value, self._attr_extra_state_attributes = value, attributes
        return True


def archive_entities(entry: ConfigEntry, archive: SiteArchive) -> Entities:
    """Return what shows a site's archive."""
    return {Platform.SENSOR: [ArchiveSensor(entry, archive, description) for description in DESCRIPTIONS]}
