"""The entities of a room: its timetable, the lesson that runs and the next one, and whether it is ready."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.components.sensor import SensorEntity
from homeassistant.const import MAX_LENGTH_STATE_STATE, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .lesson_news import describe_lesson
from .rules.lessons import Lesson
from .settings import RoomSettings

if TYPE_CHECKING:
    from .site_rooms import SiteRooms

LOOK_FOR_DEVICES_EVERY = timedelta(seconds=30)


def room_entities(rooms: SiteRooms, room: RoomSettings) -> dict[Platform, list[Entity]]:
    """Return the entities of one room, by platform."""
    return {
        Platform.CALENDAR: [RoomTimetable(rooms, room)],
        Platform.BINARY_SENSOR: [RoomInLesson(rooms, room), RoomReady(rooms, room)],
        Platform.SENSOR: [
            RoomLesson(rooms, room, "lesson_now", rooms.current),
            RoomLesson(rooms, room, "lesson_next", rooms.following),
        ],
    }


class RoomEntity(Entity):
    """An entity of a room. Changes when a lesson begins or ends, or the timetable does."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, rooms: SiteRooms, room: RoomSettings, key: str) -> None:
        """key: tells the room's entities apart; its translation key."""
        self._rooms = rooms
        self._room = room
        self._attr_translation_key = key
        self._attr_unique_id = f"{room.key}_{key}"
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, room.key)})

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self._rooms.async_listen(self._on_change))
        self._update()

    @callback
    def _on_change(self) -> None:
        self._update()
        self.async_write_ha_state()

    def _update(self) -> None:
        """Set the state's attributes."""


class RoomTimetable(RoomEntity, CalendarEntity):
    """The lessons of a room as a calendar."""

    def __init__(self, rooms: SiteRooms, room: RoomSettings) -> None:
        super().__init__(rooms, room, "timetable")

    @property
    @override
    def event(self) -> CalendarEvent | None:
        lesson = self._rooms.current(self._room) or self._rooms.following(self._room)
        return self._event_of(lesson) if lesson else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        found = self._rooms.table.between(self._room.registrar_name, start_date, end_date)
        return [self._event_of(lesson) for lesson in found]

    def _event_of(self, lesson: Lesson) -> CalendarEvent:
        return CalendarEvent(
            start=dt_util.as_local(lesson.start),
            end=dt_util.as_local(lesson.end),
            summary=lesson.course,
            description=", ".join(text for text in (lesson.teacher, lesson.group) if text),
            location=self._room.title,
            uid=lesson.id,
        )


class RoomInLesson(RoomEntity, BinarySensorEntity):
    """Whether a lesson runs."""

    def __init__(self, rooms: SiteRooms, room: RoomSettings) -> None:
        super().__init__(rooms, room, "in_lesson")

    @override
    def _update(self) -> None:
        self._attr_is_on = self._rooms.current(self._room) is not None


class RoomLesson(RoomEntity, SensorEntity):
    """The course of the lesson that runs, or of the next one; unknown where there is none."""

    def __init__(
        self, rooms: SiteRooms, room: RoomSettings, key: str, find: Callable[[RoomSettings], Lesson | None]
    ) -> None:
        super().__init__(rooms, room, key)
        self._find = find

    @override
    def _update(self) -> None:
        lesson = self._find(self._room)
        self._attr_native_value = lesson.course[:MAX_LENGTH_STATE_STATE] if lesson else None
        self._attr_extra_state_attributes = describe_lesson(lesson, dt_util.now()) if lesson else {}


class RoomReady(RoomEntity, BinarySensorEntity):
    """Whether every device of the room answers; a room without devices has no answer."""

    _unrecorded_attributes = frozenset({"not_ready"})

    def __init__(self, rooms: SiteRooms, room: RoomSettings) -> None:
        super().__init__(rooms, room, "ready")

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(async_track_time_interval(self.hass, self._look, LOOK_FOR_DEVICES_EVERY))

    @callback
    def _look(self, _now: datetime) -> None:
        before = self._attr_is_on, self._attr_extra_state_attributes
        self._update()
        if before != (self._attr_is_on, self._attr_extra_state_attributes):
            self.async_write_ha_state()

    @override
    def _update(self) -> None:
        answering = self._answering_by_name()
        silent: list[Any] = sorted(name for name, is_answering in answering.items() if not is_answering)
        self._attr_is_on = not silent if answering else None
        self._attr_extra_state_attributes = {"not_ready": silent}

    def _answering_by_name(self) -> dict[str, bool]:
        """Return whether each device in the room's area answers, by name."""
        found: dict[str, bool] = {}
        for device in dr.async_entries_for_area(dr.async_get(self.hass), self._room.area_id):
            coordinator = self._rooms.coordinators.get(device.config_subentry_id or "")
            if coordinator is not None and coordinator.registry_id == device.id:
                found[device.name_by_user or device.name or coordinator.key] = coordinator.is_answering
        return found
