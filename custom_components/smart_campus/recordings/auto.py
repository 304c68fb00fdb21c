"""Records a site's lessons by timetable: keeps the ledger equal to the timetable, and every recorder to the ledger."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from math import inf
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..archive.news import SIGNAL_ARCHIVE, ArchiveNews
from ..campuslink.device.recorder.orders import RecordingOrder
from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator, Spawn
from ..rooms.settings import RoomSettings
from ..rooms.site_rooms import SiteRooms
from ..store.rules.errors import StoreError
from .archiving import async_take_archive_news
from .collecting import Collector
from .holding import ScheduleKeeper
from .keeper import RecorderKeeper
from .ledger import Ledger
from .lineup import RecorderPlace, recorder_of, recorders_of
from .manual import async_take_command
from .rules.counting import DayCount, count
from .rules.duties import wanted_now
from .rules.planning import Wanted, plan_rows
from .rules.recording import Recording
from .rules.steps import Cause
from .running import SIGNAL_COMMAND, CommandNews
from .wanting import order_of_wanted, wanted_of

_LOGGER = logging.getLogger(__name__)

LOOK_AT_LEAST_EVERY_S: Final = 60.0
"""Clocks that were changed, and databases that came back, are found out this often."""
DAYS_BEHIND: Final = 1
"""Days before today that are kept in memory."""
DAYS_CAUGHT_UP: Final = 7
"""How far back lessons get their row that nobody planned because Home Assistant was down."""
DAYS_HELD: Final = 7
"""How far ahead recorders with a schedule of their own are told."""


class AutoRecording:
    """One for each site. Until the ledger was read nothing is planned or recorded; that takes no device."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        rooms: SiteRooms,
        coordinators: Mapping[str, DeviceCoordinator],
        spawn: Spawn,
    ) -> None:
        """coordinators: a live view of the site's devices in operation. spawn: starts work that ends with the site."""
        self.hass = hass
        self.entry = entry
        self.rooms = rooms
        self.ledger = Ledger(hass, entry)
        self.coordinators = coordinators
        self._spawn = spawn
        self._collector = Collector(hass, entry, self.ledger)
        self._schedules = ScheduleKeeper(self.ledger)
        self._keepers: dict[str, RecorderKeeper] = {}
        self._places: dict[str, RecorderPlace] = {}
        """Recorders by key."""
        self._is_started = False
        self._is_loading = False
        self._is_loaded = False
        self._loaded = asyncio.Event()
        self._is_whole = False
        self._load_at_s = 0.0
        """When the ledger is read again that was not whole, by the steady clock."""
        self._is_stopped = False
        self._is_plan_due = False
        self._is_planning = False
        self._catch_up_after: date | None = None
        self._planned_day: date | None = None
        self._is_look_due = False
        self._counted: tuple[tuple[int, datetime], DayCount] | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._look_at_s = inf
        """When the timer goes off, by a clock that never jumps."""
        self._job = HassJob(self._on_timer, "smart_campus recordings", cancel_on_shutdown=True)

    @callback
    def async_start(self) -> None:
        """Read the ledger in the background once the site has a recorder, then record."""
        unload = self.entry.async_on_unload
        unload(self.rooms.async_listen(self.async_follow))
        unload(self.hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._on_registry))
        unload(async_dispatcher_connect(self.hass, SIGNAL_COMMAND, self._on_command))
        unload(async_dispatcher_connect(self.hass, SIGNAL_ARCHIVE, self._on_archive))
        self.ledger.async_start_telling()
        self._is_started = True
        self.async_follow()

    async def async_stop(self) -> None:
        """Plan and record nothing any more. Recorders that record go on."""
        self._is_stopped = True
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        for keeper in self._keepers.values():
            keeper.async_stop()
        await self.ledger.async_flush()

    @callback
    def async_follow(self) -> None:
        """Go by the timetable, the rooms and the recorders as they are now, soon: calls in a row cost one look."""
        self._is_plan_due = True
        if not self._is_look_due:
            self._is_look_due = True
            self.hass.loop.call_soon(self._look)

    @property
    def today(self) -> date:
        """Return the date on the site's calendar."""
        return dt_util.now().date()

    def recordings_of(self, day: date) -> Iterator[Recording]:
        """Yield the recordings of one of the days in memory."""
        return (each for each in self.ledger.recordings.values() if each.subject.day == day)

    def count_today(self) -> DayCount:
        """Return how the lessons of today stand; counted once for everybody who asks within a minute."""
        now = dt_util.utcnow()
        mark = (self.ledger.version, now.replace(second=0, microsecond=0))
        if self._counted is None or self._counted[0] != mark:
            self._counted = mark, count(self.recordings_of(self.today), now)
        return self._counted[1]

    def due_on(self, key: str, now: datetime) -> Recording | None:
        """Return the lesson a recorder has to record now, also one that a person stopped; None for no lesson."""
        members = self.ledger.by_recorder.get(key, {}).values()
        running = [each for each in members if each.is_recording and not each.subject.is_manual]
        due = [
            each
            for each in members
            if each.skip is None and not each.subject.is_manual and each.start <= now < each.end
        ]
        return next(iter(running), None) or wanted_now(members, now) or next(iter(due), None)

    def rooms_without_recorder(self) -> list[RoomSettings]:
        """Return the rooms whose lessons are to be recorded, and in which no recorder stands."""
        areas = {place.area_id for place in self._places.values()}
        return [room for room in self.rooms.rooms.values() if room.is_recorded and room.area_id not in areas]

    def next_on(self, recording: Recording) -> Recording | None:
        """Return the lesson that gets the recorder next."""
        others = self.ledger.by_recorder.get(recording.subject.device_key, {}).values()
        following = [
            each
            for each in others
            if each.start >= recording.plan.end and not each.is_held and not each.subject.is_manual
        ]
        return min(following, key=lambda each: each.start, default=None)

    def _begin(self) -> None:
        """Read the ledger, when there is anything to read or to write."""
        if self._is_started and not self._is_loading and self._has_recorders():
            self._is_loading = True
            self._spawn(self._async_begin(), "ledger of recordings")

    def _has_recorders(self) -> bool:
        """Return whether the site has a recorder, or had one since its start."""
        return self._is_loaded or any(self.entry.get_subentries_of_type(Kind.RECORDER.value))

    async def _async_begin(self) -> None:
        await self._async_load()
        self._is_loaded = True
        self._loaded.set()
        self.async_follow()

    async def _async_load(self) -> None:
        today = self.today
        self._load_at_s = time.monotonic() + LOOK_AT_LEAST_EVERY_S
        try:
            self._is_whole = await self.ledger.async_load(
                today - timedelta(days=DAYS_BEHIND), today + timedelta(days=1)
            )
        except StoreError as err:
            _LOGGER.debug("%s: the ledger of recordings cannot be opened yet: %s", self.entry.title, err)
        if not self._is_whole and self._is_loaded:
            return
        self._catch_up_after = self.ledger.last_day
        # What ran before is looked at anew
        for keeper in self._keepers.values():
            keeper.async_stop()
        self._keepers.clear()

    @callback
    def _on_timer(self, _now: datetime) -> None:
        self._cancel = None
        self._look_at_s = inf
        self._look()

    @callback
    def _on_registry(self, event: Event[Any]) -> None:
        if event.data["action"] != "update" or {"area_id", "name_by_user"} & event.data["changes"].keys():
            self.async_follow()

    @callback
    def _look(self) -> None:
        """Have done what is due, and set the timer for what comes next."""
        self._is_look_due = False
        if self._is_stopped:
            return
        if not self._is_loaded:
            self._begin()
            return
        if self._planned_day != self.today or (not self._is_whole and time.monotonic() >= self._load_at_s):
            self._is_plan_due = True
        if self._is_plan_due and not self._is_planning:
            self._is_planning = True
            self._spawn(self._async_plan(), "plan of recordings")
        for keeper in tuple(self._keepers.values()):
            keeper.async_kick()
        self._set_timer()

    def _set_timer(self) -> None:
        now = dt_util.utcnow()
        self._arm(min((keeper.wait_s(now) for keeper in self._keepers.values()), default=LOOK_AT_LEAST_EVERY_S))

    def _arm(self, wait_s: float) -> None:
        """Look again after so many seconds, or after the longest pause there is."""
        if self._cancel is not None:
            self._cancel()
        wait_s = min(wait_s, LOOK_AT_LEAST_EVERY_S)
        self._look_at_s = time.monotonic() + wait_s
        self._cancel = async_call_later(self.hass, wait_s, self._job)

    @callback
    def _on_keeper_done(self, keeper: RecorderKeeper) -> None:
        """Look earlier than foreseen when a recorder wants that. With hundreds of them no other is asked."""
        wait_s = keeper.wait_s(dt_util.utcnow())
        if not self._is_stopped and time.monotonic() + wait_s < self._look_at_s:
            self._arm(wait_s)

    async def _async_plan(self) -> None:
        """Make the ledger say what the timetable says, and recorders hold it."""
        try:
            while self._is_plan_due and not self._is_stopped:
                self._is_plan_due = False
                await self._async_plan_once()
        finally:
            self._is_planning = False
        self._look()

    async def _async_plan_once(self) -> None:
        if not self._is_whole:
            await self._async_load()
        await self.ledger.async_flush()
        today, now = self.today, dt_util.utcnow()
        if today != self._planned_day:
            self._planned_day = today
            self._schedules.forget()
            self.ledger.async_forget_before(today - timedelta(days=DAYS_BEHIND))
        self._places = {place.key: place for place in recorders_of(self.hass, self.entry)}
        # A lesson of yesterday may still run
        first = today - timedelta(days=1)
        if self._catch_up_after is not None:
            first = max(today - timedelta(days=DAYS_CAUGHT_UP), min(first, self._catch_up_after + timedelta(days=1)))
        wanted = self._wanted(first, today + timedelta(days=1))
        fresh = {
            recording_id: each
            for recording_id, each in wanted.items()
            if recording_id in self.ledger.recordings or self._is_worth_planning(each, now)
        }
        rows = plan_rows(fresh, self.ledger.recordings, now, self._why_gone(wanted))
        await self.ledger.async_append(rows)
        self._catch_up_after = today + timedelta(days=1)
        for key in {each.subject.device_key for each in self.ledger.recordings.values()}:
            if key not in self._keepers:
                self._keepers[key] = self._make_keeper(key)
        self._give_schedules(today)

    def _is_worth_planning(self, each: Wanted, now: datetime) -> bool:
        """Return whether a lesson gets a row: it is not over, or it was on a day on which nobody planned anything."""
        after = self._catch_up_after
        return each.plan.end > now or (after is not None and each.subject.day > after)

    def _wanted(self, first: date, last: date) -> dict[str, Wanted]:
        return wanted_of(self.entry, self.rooms, tuple(self._places.values()), first, last)

    def _why_gone(self, wanted: Mapping[str, Wanted]) -> Callable[[Recording], Cause | None]:
        held_in: dict[tuple[str, date], set[str]] = {}
        for each in wanted.values():
            held_in.setdefault((each.subject.series, each.subject.day), set()).add(each.subject.room_id)

        def why(recording: Recording) -> Cause | None:
            subject = recording.subject
            place = self._places.get(subject.device_key)
            room = self.rooms.rooms.get(subject.room_id)
            if place is None and not self._is_present(subject.device_key):
                return Cause.RECORDER_REMOVED
            if held_in.get((subject.series, subject.day), set()) - {subject.room_id}:
                return Cause.MOVED
            if room is None or not room.is_recorded or place is None or place.area_id != room.area_id:
                return Cause.NOT_RECORDED
            return Cause.CANCELLED if self.rooms.knows_lessons_of(room) else None

        return why

    def _is_present(self, key: str) -> bool:
        return key in self._places or recorder_of(self.coordinators, key) is not None

    def _make_keeper(self, key: str) -> RecorderKeeper:
        return RecorderKeeper(
            key,
            self.ledger,
            self.coordinators,
            collector=self._collector,
            spawn=self._spawn,
            is_present=self._is_present,
            on_done=self._on_keeper_done,
        )

    def _give_schedules(self, today: date) -> None:
        able = {key for key in self._places if (found := recorder_of(self.coordinators, key)) and found[1].can_schedule}
        if not able:
            return
        now = dt_util.utcnow()
        orders: dict[str, dict[str, RecordingOrder]] = {key: {} for key in able}
        for recording_id, each in self._wanted(today, today + timedelta(days=DAYS_HELD)).items():
            known = self.ledger.recordings.get(recording_id)
            is_out = known is not None and known.is_held
            order = known.order() if known is not None else order_of_wanted(each)
            if each.subject.device_key in able and not is_out and order.end > now:
                orders[each.subject.device_key][recording_id] = order
        for key, members in orders.items():
            if (found := recorder_of(self.coordinators, key)) is not None:
                work = self._schedules.async_give(key, found[1], tuple(members.values()))
                self._spawn(work, f"schedule of the recorder {key}")

    @callback
    def _on_command(self, news: CommandNews) -> None:
        if any(news.coordinator is each for each in self.coordinators.values()):
            self._spawn(self._async_take_command(news), "command to a recorder")

    async def _async_take_command(self, news: CommandNews) -> None:
        # A row made before the ledger was read would be forgotten with the reading
        await self._loaded.wait()
        await async_take_command(self, news)
        key = news.coordinator.key
        if key not in self._keepers and key in self.ledger.by_recorder:
            self._keepers[key] = self._make_keeper(key)
        self._look()

    @callback
    def _on_archive(self, news: ArchiveNews) -> None:
        if self._has_recorders():
            self._spawn(async_take_archive_news(self.ledger, news), "news of the archive")
