"""What a room shows of its lights: until when a person's choice counts, and what was saved."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.const import STATE_OFF, Platform, UnitOfEnergy, UnitOfTime
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_point_in_time, async_track_time_interval
from homeassistant.helpers.restore_state import ExtraStoredData, RestoreEntity
from homeassistant.util import dt as dt_util

from ..rooms.entities import RoomEntity
from ..rooms.settings import RoomSettings
from .lights import async_watch_lights, states_of
from .news import SIGNAL_RELEASE
from .rules.hand import Hand
from .rules.saving import Saving

if TYPE_CHECKING:
    from ..rooms.site_rooms import SiteRooms

BY_HAND: Final = "lights_by_hand_until"
LOOK_EVERY: Final = timedelta(minutes=5)


def lighting_entities(rooms: SiteRooms, room: RoomSettings) -> Mapping[Platform, list[Entity]]:
    """Return the entities of a room's lights, by platform."""
    saved: list[Entity] = [HoursSaved(rooms, room)]
    if room.lighting_w:
        saved.append(EnergySaved(rooms, room))
    return {Platform.SENSOR: [LightsByHand(rooms, room), *saved]}


class Kept(ExtraStoredData):
    """A JSON object that outlives a restart."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    @override
    def as_dict(self) -> dict[str, Any]:
        return self._data


class LightingSensor(RoomEntity, RestoreEntity, SensorEntity):
    """A sensor that follows the lights of its room and keeps what it knows over a restart."""

    @override
    async def async_added_to_hass(self) -> None:
        last = await self.async_get_last_extra_data()
        self._restore(last.as_dict() if last else None)
        watch = async_watch_lights(self.hass)
        self.async_on_remove(watch.async_follow(self._room.area_id, self._on_lights))
        await super().async_added_to_hass()

    @property
    @override
    def available(self) -> bool:
        return bool(states_of(self.hass, self._room.area_id))

    def _restore(self, data: object) -> None:
        raise NotImplementedError

    @callback
    def _on_lights(self, by_person: bool) -> None:
        raise NotImplementedError


class LightsByHand(LightingSensor):
    """Until when automations leave alone what a person chose; none when they may act."""

    _attr_device_class = SensorDeviceClass.TIMESTAMP

    def __init__(self, rooms: SiteRooms, room: RoomSettings) -> None:
        super().__init__(rooms, room, BY_HAND)
        self._hand = Hand(room.light_hold)
        self._end: CALLBACK_TYPE | None = None

    @property
    @override
    def extra_restore_state_data(self) -> Kept:
        return Kept(self._hand.to_json())

    @override
    def _restore(self, data: object) -> None:
        self._hand = Hand.from_json(data, self._room.light_hold)
        self.async_on_remove(self._disarm)
        signal = SIGNAL_RELEASE.format(self._room.key)
        self.async_on_remove(async_dispatcher_connect(self.hass, signal, self._on_release))

    @callback
    @override
    def _on_lights(self, by_person: bool) -> None:
        if by_person:
            self._hand.choose(dt_util.utcnow())
        self._show()

    @override
    def _update(self) -> None:
        is_held = self._hand.is_held(dt_util.utcnow())
        self._disarm()
        if is_held and self._hand.until is not None:
            self._end = async_track_point_in_time(self.hass, self._on_end, self._hand.until)
        self._attr_native_value = self._hand.until if is_held else None
        self._attr_extra_state_attributes = {"lights_by_hand": is_held}

    @callback
    def _on_release(self) -> None:
        self._hand.release()
        self._show()

    @callback
    def _on_end(self, _now: datetime) -> None:
        self._end = None
        self._show()

    @callback
    def _show(self) -> None:
        self._update()
        self.async_write_ha_state()

    def _disarm(self) -> None:
        if self._end is not None:
            self._end()
            self._end = None


class SavingSensor(LightingSensor):
    """What it saved that the lights were off while the room was open, against lights that are on all that time."""

    _attr_state_class = SensorStateClass.TOTAL_INCREASING

    def __init__(self, rooms: SiteRooms, room: RoomSettings, key: str) -> None:
        super().__init__(rooms, room, key)
        self._saving = Saving()

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(async_track_time_interval(self.hass, self._look, LOOK_EVERY))

    @property
    @override
    def extra_restore_state_data(self) -> Kept:
        return Kept(self._saving.to_json())

    @property
    def amount(self) -> float:
        """What is shown."""
        raise NotImplementedError

    @override
    def _restore(self, data: object) -> None:
        self._saving = Saving.from_json(data)

    @callback
    @override
    def _on_lights(self, by_person: bool) -> None:
        self._look(dt_util.utcnow())

    @callback
    def _look(self, _now: datetime) -> None:
        self._update()
        self.async_write_ha_state()

    @override
    def _update(self) -> None:
        states = states_of(self.hass, self._room.area_id)
        is_dark = bool(states) and all(state == STATE_OFF for state in states)
        self._saving.look(dt_util.now(), self._room.opening_hours, is_dark=is_dark)
        self._attr_native_value = self.amount


class HoursSaved(SavingSensor):
    """The hours themselves."""

    _attr_device_class = SensorDeviceClass.DURATION
    _attr_native_unit_of_measurement = UnitOfTime.HOURS
    _attr_suggested_display_precision = 1

    def __init__(self, rooms: SiteRooms, room: RoomSettings) -> None:
        super().__init__(rooms, room, "lighting_hours_saved")

    @property
    @override
    def amount(self) -> float:
        return self._saving.hours


class EnergySaved(SavingSensor):
    """Their kWh, by the power of the room's lights."""

    _attr_device_class = SensorDeviceClass.ENERGY
    _attr_native_unit_of_measurement = UnitOfEnergy.KILO_WATT_HOUR
    _attr_suggested_display_precision = 2

    def __init__(self, rooms: SiteRooms, room: RoomSettings) -> None:
        super().__init__(rooms, room, "lighting_energy_saved")

    @property
    @override
    def amount(self) -> float:
        return self._saving.energy(self._room.lighting_w)
