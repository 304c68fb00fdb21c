"""Calendars of rooms: iCalendar addresses and other calendars of Home Assistant, looked at every minute."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any, Final

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .rules.feed import MOST_BYTES, FeedError, FeedEvent, read_feed
from .rules.lessons import Lesson
from .settings import RoomSettings

_LOGGER = logging.getLogger(__name__)

LOOK_EVERY: Final = timedelta(minutes=1)
TIMEOUT_S: Final = 20.0
BEFORE: Final = timedelta(days=1)
AHEAD: Final = timedelta(days=60)
EXPAND_AGAIN_AFTER: Final = timedelta(hours=6)
"""An unchanged file is laid out anew this often, because the window moves on."""
AT_ONCE: Final = 8
"""Calendars that are fetched at the same moment."""

FEED_FAILING: Final = "feed_failing"

type Spawn = Callable[[Coroutine[Any, Any, None], str], object]
type UseFeed = Callable[[str, tuple[Lesson, ...]], None]


class Feed:
    """The calendar of one room."""

    def __init__(self, hass: HomeAssistant, room: RoomSettings) -> None:
        self.room = room
        self._hass = hass
        self._data = b""
        self._marks: Mapping[str, str] = {}
        """What makes the next request conditional."""
        self._expanded_at: datetime | None = None

    async def async_read(self) -> tuple[Lesson, ...] | None:
        """Return the lessons, or None when nothing changed. Raises FeedError."""
        zone = await dt_util.async_get_time_zone(self._hass.config.time_zone) or UTC
        if self.room.calendar_url:
            return await self._async_read_url(zone)
        return await self._async_read_calendar(zone)

    async def _async_read_url(self, zone: tzinfo) -> tuple[Lesson, ...] | None:
        is_new = await self._async_fetch()
        now = dt_util.utcnow()
        if not is_new and self._expanded_at is not None and now - self._expanded_at < EXPAND_AGAIN_AFTER:
            return None
        work = partial(read_feed, self._data, self.room.registrar_name, zone, now - BEFORE, now + AHEAD)
        lessons = await self._hass.async_add_executor_job(work)
        self._expanded_at = now
        return lessons

    async def _async_fetch(self) -> bool:
        """Fetch the file; return whether it is another one than before."""
        session = async_get_clientsession(self._hass)
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            async with session.get(self.room.calendar_url, headers=self._marks, timeout=timeout) as response:
                if response.status == 304 and self._data:
                    return False
                if response.status != 200:
                    raise FeedError("feed_unreachable", f"HTTP {response.status}")
                data = await response.content.read(MOST_BYTES + 1)
                while len(data) <= MOST_BYTES and (more := await response.content.read(MOST_BYTES + 1 - len(data))):
                    data += more
        except (aiohttp.ClientError, TimeoutError, ValueError) as err:
            if isinstance(err, FeedError):
                raise
            raise FeedError("feed_unreachable", type(err).__name__) from err
        self._marks = {
            name: response.headers[mark]
            for name, mark in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
            if mark in response.headers
        }
        is_new, self._data = data != self._data, data
        return is_new

    async def _async_read_calendar(self, zone: tzinfo) -> tuple[Lesson, ...]:
        now = dt_util.utcnow()
        entity_id = self.room.calendar_entity_id
        try:
            answer = await self._hass.services.async_call(
                "calendar",
                "get_events",
                {"entity_id": entity_id, "start_date_time": now - BEFORE, "end_date_time": now + AHEAD},
                blocking=True,
                return_response=True,
            )
        except HomeAssistantError as err:
            raise FeedError("feed_unreachable", str(err)) from err
        found: Any = (answer or {}).get(entity_id)
        if not isinstance(found, dict):
            raise FeedError("feed_unreachable", entity_id)
        return tuple(filter(None, (_lesson_of(each, self.room, zone) for each in found["events"])))


class RoomFeeds:
    """Keeps the lessons of rooms with a calendar equal to it; one that fails keeps what it said last."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, use: UseFeed, spawn: Spawn) -> None:
        """use: takes the lessons of a room, by subentry id. spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._use = use
        self._spawn = spawn
        self._feeds: dict[str, Feed] = {}
        self._failing: set[str] = set()
        self._limit = asyncio.Semaphore(AT_ONCE)

    @callback
    def async_start(self) -> None:
        """Look every minute from now on."""
        self._entry.async_on_unload(async_track_time_interval(self._hass, self._look, LOOK_EVERY))

    @callback
    def async_follow(self, rooms: Mapping[str, RoomSettings]) -> None:
        """Look at the calendars of these rooms from now on, at new ones at once."""
        wanted = {room_id: room for room_id, room in rooms.items() if room.has_calendar}
        for room_id in self._feeds.keys() - wanted.keys():
            del self._feeds[room_id]
            self._recover(room_id)
        for room_id, room in wanted.items():
            if room_id not in self._feeds or self._feeds[room_id].room != room:
                self._feeds[room_id] = Feed(self._hass, room)
                self._spawn(self._async_look_at(room_id), f"calendar of {room.title}")

    def is_failing(self, room_id: str) -> bool:
        """Return whether the calendar of a room could not be read when it was last looked at."""
        return room_id in self._failing

    @callback
    def _look(self, _now: datetime) -> None:
        for room_id, feed in self._feeds.items():
            self._spawn(self._async_look_at(room_id), f"calendar of {feed.room.title}")

    async def _async_look_at(self, room_id: str) -> None:
        feed = self._feeds[room_id]
        try:
            async with self._limit:
                lessons = await feed.async_read()
        except FeedError as err:
            if self._feeds.get(room_id) is feed:
                self._fail(room_id, feed.room, err)
            return
        if self._feeds.get(room_id) is feed:
            self._recover(room_id)
            if lessons is not None:
                self._use(room_id, lessons)

    def _fail(self, room_id: str, room: RoomSettings, err: FeedError) -> None:
        if room_id in self._failing:
            return
        self._failing.add(room_id)
        _LOGGER.warning("%s: the calendar of %s cannot be used: %s", self._entry.title, room.title, err)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            f"{FEED_FAILING}_{room_id}",
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=FEED_FAILING,
            translation_placeholders={"room": room.title, "detail": str(err)},
        )

    def _recover(self, room_id: str) -> None:
        if room_id in self._failing:
            self._failing.discard(room_id)
            _LOGGER.info("%s: the calendar of a room can be used again", self._entry.title)
            ir.async_delete_issue(self._hass, DOMAIN, f"{FEED_FAILING}_{room_id}")


def _lesson_of(event: Mapping[str, Any], room: RoomSettings, zone: tzinfo) -> Lesson | None:
    """Return an event of another calendar as a lesson; None for one that lasts whole days."""
    start, end = (dt_util.parse_datetime(str(event.get(key))) for key in ("start", "end"))
    if start is None or end is None or "T" not in str(event["start"]):
        return None
    course, teacher = str(event.get("summary") or "")[:200], str(event.get("description") or "")[:200]
    key = str(event.get("uid") or f"{course}@{start.isoformat()}")
    about = FeedEvent(room=room.registrar_name, key=key, course=course, teacher=teacher)
    begin, finish = dt_util.as_utc(start), dt_util.as_utc(end)
    return Lesson(about, begin.astimezone(zone).date(), begin, finish, 0)
