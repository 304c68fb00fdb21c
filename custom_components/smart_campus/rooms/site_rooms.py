"""The rooms of a site at run time: their timetable, their entities, and what is told of their lessons."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta, tzinfo
from functools import partial
from itertools import chain
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.dispatcher import async_dispatcher_connect, async_dispatcher_send
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..listeners import Listeners
from ..room_lighting.entities import lighting_entities
from ..roster import EntityRoster
from .entities import room_entities
from .feeds import RoomFeeds, Spawn
from .leads import SIGNAL_LEADS, wanted_leads
from .lesson_clock import LessonClock
from .lesson_news import SIGNAL_LESSON, LessonNews
from .rules.lessons import Lesson, LessonTable, lay_out
from .rules.meeting import Meeting
from .rules.moments import Happening, Leads, Moment
from .settings import SUBENTRY_ROOM, SUBENTRY_TERM, FieldError, RoomSettings, TermSettings
from .stored import StoredTimetable

_LOGGER = logging.getLogger(__name__)


CANCELLED_FOR = timedelta(days=60)
"""How long a lesson that was not held is remembered."""


class SiteRooms:
    """Keeps rooms and lessons equal to the site's subentries and its timetable."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        roster: EntityRoster,
        coordinators: Mapping[str, DeviceCoordinator],
        spawn: Spawn,
    ) -> None:
        """coordinators: a live view of the site's devices in operation. spawn: starts named work."""
        self.hass = hass
        self.entry = entry
        self.stored = StoredTimetable(hass, entry.entry_id)
        self.table = LessonTable(())
        """Every lesson of the site's terms."""
        self.rooms: Mapping[str, RoomSettings] = {}
        """By subentry id."""
        self._by_area: Mapping[str, RoomSettings] = {}
        self.terms: Mapping[str, TermSettings] = {}
        """By subentry id."""
        self.coordinators = coordinators
        self._roster = roster
        self._spawn = spawn
        self._clock = LessonClock(hass, self.stored, self._on_moment)
        self._seen: list[tuple[str, str, dict[str, Any]]] | None = None
        self._listeners = Listeners[()]()
        self._feeds = RoomFeeds(hass, entry, self._use_feed, spawn)
        self._feed_lessons: dict[str, tuple[Lesson, ...]] = {}
        """What calendars say, by room as subentry id."""
        self._is_stopped = False
        self._turn = asyncio.Lock()
        """One thread at a time: what began later, with what is newer, also ends later."""
        self._planned: tuple[Lesson, ...] = ()
        """What timetables say."""

    async def async_start(self) -> None:
        """Read what an earlier run left. `async_sync` follows."""
        await self.stored.async_load()
        self._feeds.async_start()
        self.entry.async_on_unload(async_dispatcher_connect(self.hass, SIGNAL_LEADS, self._follow_clock))

    async def async_stop(self) -> None:
        """Tell nothing any more; returns when what was told is on the disk."""
        self._is_stopped = True
        self._clock.async_stop()
        await self.stored.async_flush()

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call a listener whenever a lesson begins or ends and whenever the timetable changes. Return what ends it."""
        return self._listeners.async_add(listener)

    async def async_sync(self) -> None:
        """Follow the site's rooms and terms as they are now."""
        rooms = self.entry.get_subentries_of_type(SUBENTRY_ROOM)
        terms = self.entry.get_subentries_of_type(SUBENTRY_TERM)
        seen = [(each.subentry_id, each.title, dict(each.data)) for each in (*rooms, *terms)]
        if seen == self._seen:
            return
        self._seen = seen
        self.terms = self._read_terms(terms)
        await self._async_follow_rooms({each.subentry_id: RoomSettings.from_subentry(each) for each in rooms})
        self._feed_lessons = {
            room_id: lessons for room_id, lessons in self._feed_lessons.items() if self._has_calendar(room_id)
        }
        self._feeds.async_follow(self.rooms)
        self.stored.forget_terms(self.terms)
        await self._async_lay_out()

    async def async_use_timetable(self, term_id: str, meetings: Iterable[Meeting]) -> None:
        """Go by another timetable of a term from now on, also for a lesson about to start."""
        await self.stored.async_replace(term_id, meetings)
        await self._async_lay_out()

    async def async_cancel(self, lesson: Lesson) -> None:
        """Leave one lesson out from now on, also one about to start."""
        oldest = dt_util.now().date() - CANCELLED_FOR
        await self.stored.async_cancel(lesson.id, lesson.day, oldest=oldest)
        await self._async_build()

    async def async_restore(self, lesson_id: str) -> None:
        """Hold a lesson that was left out after all."""
        await self.stored.async_restore(lesson_id)
        await self._async_build()

    def room_of_area(self, area_id: str) -> RoomSettings | None:
        """Return the room of an area."""
        return self._by_area.get(area_id)

    def is_timetable_current(self, room: RoomSettings) -> bool:
        """Return whether a timetable or a calendar says what a room is used for now.

        False for a room nobody gave one, between terms, and while its calendar cannot be read.
        """
        if room.has_calendar:
            return room.id in self._feed_lessons and not self._feeds.is_failing(room.id)
        if room.registrar_name not in self.table.rooms:
            return False
        today = dt_util.now().date()
        return any(each.term.monday <= today <= each.term.last_day for each in self.terms.values())

    def current(self, room: RoomSettings) -> Lesson | None:
        """Return the lesson that runs in a room."""
        return self.table.current(room.registrar_name, dt_util.utcnow())

    def following(self, room: RoomSettings) -> Lesson | None:
        """Return the next lesson of a room."""
        return self.table.following(room.registrar_name, dt_util.utcnow())

    def cancelled_of(self, room: RoomSettings, day: date) -> list[Lesson]:
        """Return the lessons of a room that were to be held on a day and are not."""
        left_out = {each for each, when in self.stored.cancelled.items() if when == day.isoformat()}
        known = chain(self._planned, *self._feed_lessons.values()) if left_out else ()
        return [each for each in known if each.day == day and each.room == room.registrar_name and each.id in left_out]

    def knows_lessons_of(self, room: RoomSettings) -> bool:
        """Return whether all that says a room's lessons was read since the start; a calendar may be out of reach."""
        return not room.has_calendar or room.id in self._feed_lessons

    def _read_terms(self, subentries: Iterable[ConfigSubentry]) -> dict[str, TermSettings]:
        terms: dict[str, TermSettings] = {}
        for subentry in subentries:
            try:
                terms[subentry.subentry_id] = TermSettings.from_subentry(subentry)
            except (FieldError, KeyError, ValueError) as err:
                _LOGGER.warning("%s: the term %s cannot be read: %s", self.entry.title, subentry.title, err)
        return terms

    async def _async_follow_rooms(self, wanted: Mapping[str, RoomSettings]) -> None:
        for room_id in self.rooms.keys() - wanted.keys():
            self._roster.forget(room_id)
        changed = [room for room_id, room in wanted.items() if self.rooms.get(room_id) != room]
        self.rooms = wanted
        self._by_area = {room.area_id: room for room in wanted.values()}
        for room in changed:
            await self._roster.async_hide(room.id)
            self._adopt(room)
            for entities in (room_entities(self, room), lighting_entities(self, room)):
                self._roster.show(room.id, entities)

    def _adopt(self, room: RoomSettings) -> None:
        registry = dr.async_get(self.hass)
        info = DeviceInfo(identifiers={(DOMAIN, room.key)}, name=room.title, entry_type=dr.DeviceEntryType.SERVICE)
        entry_id = self.entry.entry_id
        device = registry.async_get_or_create(config_entry_id=entry_id, config_subentry_id=room.id, **info)
        registry.async_update_device(device.id, area_id=room.area_id, name=room.title)

    async def _async_lay_out(self) -> None:
        zone = await dt_util.async_get_time_zone(self.hass.config.time_zone) or dt_util.UTC
        async with self._turn:
            work = partial(_planned_of, tuple(self.terms.values()), dict(self.stored.meetings), zone)
            self._planned = await self.hass.async_add_executor_job(work)
        await self._async_build()

    async def _async_build(self) -> None:
        async with self._turn:
            lessons = chain(self._planned, *self._feed_lessons.values())
            self.table = await self.hass.async_add_executor_job(_table_of, tuple(lessons), self.stored.cancelled)
        self._follow_clock()
        self._listeners.async_tell()

    @callback
    def _use_feed(self, room_id: str, lessons: tuple[Lesson, ...]) -> None:
        if self._feed_lessons.get(room_id) != lessons:
            self._feed_lessons[room_id] = lessons
            self._spawn(self._async_build(), "lessons of calendars")

    def _has_calendar(self, room_id: str) -> bool:
        room = self.rooms.get(room_id)
        return room is not None and room.has_calendar

    @callback
    def _follow_clock(self) -> None:
        if not self._is_stopped:
            self._clock.async_follow(self.table, self._leads())

    def _leads(self) -> Leads:
        wanted = wanted_leads(self.hass)
        return {room.registrar_name: {room.open_before, *wanted} for room in self.rooms.values()}

    @callback
    def _on_moment(self, moment: Moment, lesson: Lesson, is_late: bool) -> None:
        for room in self.rooms.values():
            if room.registrar_name == moment.room:
                news = LessonNews(
                    happening=moment.happening, room=room, lesson=lesson, lead=moment.lead, is_late=is_late
                )
                async_dispatcher_send(self.hass, SIGNAL_LESSON, news)
        if moment.happening is not Happening.STARTING:
            self._listeners.async_tell()


def _planned_of(
    terms: tuple[TermSettings, ...], meetings: Mapping[str, tuple[Meeting, ...]], zone: tzinfo
) -> tuple[Lesson, ...]:
    return tuple(lesson for each in terms for lesson in lay_out(meetings.get(each.id, ()), each.term, each.clock, zone))


def _table_of(lessons: tuple[Lesson, ...], cancelled: Mapping[str, str]) -> LessonTable:
    """Return the lessons that are held. Only those of a day on which some are not are looked at closely."""
    days = set(cancelled.values())
    return LessonTable(
        lesson for lesson in lessons if not days or lesson.day.isoformat() not in days or lesson.id not in cancelled
    )
