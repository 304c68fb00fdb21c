"""How the equipment of a site stands, as sensors."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, override

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_time_change
from homeassistant.util import dt as dt_util

from .rules.asset import Asset, AssetState
from .rules.search import DUE_WITHIN, is_inspection_due, is_warranty_ending

COUNTED: Final[dict[str, Callable[[Asset, date], bool]]] = {
    "equipment_inspections_due": is_inspection_due,
    "equipment_warranties_ending": is_warranty_ending,
    "equipment_in_repair": lambda asset, _today: asset.state is AssetState.IN_REPAIR,
}
"""What is counted, by the key of its sensor."""


class EquipmentTally:
    """The assets of a site, for its sensors."""

    def __init__(self, entry: ConfigEntry) -> None:
        self.entry = entry
        self.assets: tuple[Asset, ...] = ()
        self._listeners: list[Callable[[], None]] = []

    @property
    def is_kept(self) -> bool:
        """Whether somebody keeps a ledger here: an asset has a number or a date."""
        return any(
            asset.asset_number or asset.next_inspection_on or asset.warranty_until or asset.state is not _USUAL
            for asset in self.assets
        )

    @callback
    def async_take(self, assets: Iterable[Asset]) -> None:
        """Count anew."""
        self.assets = tuple(assets)
        for listener in self._listeners:
            listener()

    @callback
    def async_listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a listener when a number may have changed. Return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


_USUAL: Final = AssetState.IN_USE


def equipment_entities(tally: EquipmentTally) -> dict[Platform, list[Entity]]:
    """Return the sensors of a site whose equipment is kept in the ledger."""
    return {Platform.SENSOR: [EquipmentCount(tally, key) for key in COUNTED]}


class EquipmentCount(SensorEntity):
    """How many assets of a site are concerned."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, tally: EquipmentTally, key: str) -> None:
        """key: of `COUNTED`."""
        self._tally = tally
        self._counts = COUNTED[key]
        self._attr_translation_key = key
        self._attr_unique_id = f"{tally.entry.entry_id}_{key}"
        if key != "equipment_in_repair":
            self._attr_extra_state_attributes = {"days": DUE_WITHIN.days}

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self._tally.async_listen(self._show))
        self.async_on_remove(async_track_time_change(self.hass, self._show, hour=0, minute=0, second=5))
        self._take()

    @callback
    def _show(self, _now: object = None) -> None:
        before = self._attr_native_value
        self._take()
        if self._attr_native_value != before:
            self.async_write_ha_state()

    def _take(self) -> None:
        today = dt_util.now().date()
        self._attr_native_value = sum(self._counts(asset, today) for asset in self._tally.assets)
