"""What the network knows of a device, on the device: is it cut off and why, where it hangs, how often it was up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.const import EntityCategory, Platform, UnitOfRatio
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator
from .health_actions import minutes_of
from .news import SIGNAL_NETWORK_CHANGED
from .rules.periods import Period, bounds_of
from .rules.text import clean_text
from .telling import device_id_of, name_of
from .watch import NetworkWatch

COUNT_EVERY = timedelta(minutes=15)


def network_entities(watch: NetworkWatch, coordinator: DeviceCoordinator) -> dict[Platform, list[Entity]]:
    """Return the entities of one device; all disabled until somebody wants them."""
    sensors: list[Entity] = [AvailabilitySensor(watch, coordinator)]
    if coordinator.settings.kind is not Kind.PROBE:
        sensors.append(ConnectedToSensor(watch, coordinator))
    return {Platform.SENSOR: sensors, Platform.BINARY_SENSOR: [UnreachableSensor(watch, coordinator)]}


class NetworkEntity(Entity):
    """Something the network knows of a device. Shown also, and above all, while the device does not answer."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_entity_registry_enabled_default = False
    _key: str

    def __init__(self, watch: NetworkWatch, coordinator: DeviceCoordinator) -> None:
        self._watch = watch
        self._coordinator = coordinator
        self._attr_unique_id = f"{coordinator.key}_{self._key}"
        self._attr_translation_key = self._key
        self._attr_device_info = coordinator.device_info

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_NETWORK_CHANGED, self._on_changed))
        self.async_on_remove(self._coordinator.async_listen_reports(self._on_report))
        self._take()

    @callback
    def _on_changed(self, entry_id: str) -> None:
        if entry_id == self._watch.entry.entry_id:
            self._on_report()

    @callback
    def _on_report(self) -> None:
        if self._take():
            self.async_write_ha_state()

    def _take(self) -> bool:
        """Take what is known now; return whether it is another than before."""
        raise NotImplementedError


class UnreachableSensor(NetworkEntity, BinarySensorEntity):
    """On while the device does not answer; says because of what."""

    _key = "unreachable"
    _attr_device_class = BinarySensorDeviceClass.PROBLEM

    @override
    def _take(self) -> bool:
        before = self._attr_is_on, getattr(self, "_attr_extra_state_attributes", None)
        key, thing = self._coordinator.key, self._watch.reach.things.get(self._coordinator.key)
        is_up = None if thing is None else thing.is_up
        self._attr_is_on = None if is_up is None else not is_up
        attributes: dict[str, Any] = {"in_maintenance": self._watch.is_in_maintenance(key)}
        if thing is not None and is_up is False:
            cause = self._watch.cause_of(key)
            attributes["unreachable_because"] = name_of(self._watch, cause)
            attributes["cause_device_id"] = device_id_of(self._watch, cause)
            attributes["since"] = dt_util.utc_from_timestamp(thing.down_since).isoformat()
        self._attr_extra_state_attributes = attributes
        return before != (self._attr_is_on, attributes)


class ConnectedToSensor(NetworkEntity, SensorEntity):
    """The switch and port the device hangs on."""

    _key = "connected_to"
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    @override
    def _take(self) -> bool:
        before = self._attr_native_value, getattr(self, "_attr_extra_state_attributes", None)
        place = self._watch.places.port_map.place_of(self._coordinator.key)
        attributes: Mapping[str, Any] = {}
        if place is None:
            self._attr_native_value = None
        else:
            self._attr_native_value = f"{name_of(self._watch, place.at.switch)} {clean_text(place.at.port)}"
            switch_id = device_id_of(self._watch, place.at.switch)
            attributes = {"switch_id": switch_id, "port": place.at.port, "source": place.source.value}
        self._attr_extra_state_attributes = dict(attributes)
        return before != (self._attr_native_value, attributes)


class AvailabilitySensor(NetworkEntity, SensorEntity):
    """The share of the month so far in which the device was up; planned work and unwatched time do not count."""

    _key = "availability"
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_native_unit_of_measurement = UnitOfRatio.PERCENTAGE
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_suggested_display_precision = 2

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(async_track_time_interval(self.hass, self._on_time, COUNT_EVERY))
        self._take()

    @callback
    def _on_time(self, _now: datetime) -> None:
        self._on_report()

    @override
    def _take(self) -> bool:
        self._watch.beat()
        now = dt_util.now()
        minutes = {period: minutes_of(self._watch, self._coordinator.key, *bounds_of(period, now)) for period in Period}
        self._attr_native_value = minutes[Period.MONTH]["availability"]
        self._attr_extra_state_attributes = {
            f"{name}_{period.value}": value for period, counts in minutes.items() for name, value in counts.items()
        }
        return True
