"""When a site's network was inspected last, and what was found."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.sensor import RestoreSensor, SensorDeviceClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ...kind_glue import Entities
from .inspector import SIGNAL_INSPECTED, LastInspection, SiteInspector


def inspection_entities(entry: ConfigEntry, inspector: SiteInspector) -> Entities:
    """Return what shows how a site was inspected."""
    return {Platform.SENSOR: [LastInspectionSensor(entry, inspector)]}


class LastInspectionSensor(RestoreSensor):
    """The moment of the newest report; how many exceptions it has is an attribute."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_device_class = SensorDeviceClass.TIMESTAMP
    _attr_translation_key = "last_inspection"

    def __init__(self, entry: ConfigEntry, inspector: SiteInspector) -> None:
        """entry: of the site."""
        self._entry_id = entry.entry_id
        self._inspector = inspector
        self._attr_unique_id = f"{entry.entry_id}_last_inspection"

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_INSPECTED, self._on_inspected))
        if (last := self._inspector.last) is not None:
            self._take(last)
        elif (state := await self.async_get_last_state()) is not None:
            data = await self.async_get_last_sensor_data()
            self._attr_native_value = data.native_value if data else None
            self._attr_extra_state_attributes = _kept(state.attributes)

    @callback
    def _on_inspected(self, entry_id: str) -> None:
        if entry_id == self._entry_id and (last := self._inspector.last) is not None:
            self._take(last)
            self.async_write_ha_state()

    def _take(self, last: LastInspection) -> None:
        self._attr_native_value = last.at
        self._attr_extra_state_attributes = {
            "exceptions": last.exceptions,
            "critical": last.critical,
            "report_id": last.report_id,
        }


def _kept(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: attributes[name] for name in ("exceptions", "critical", "report_id") if name in attributes}
