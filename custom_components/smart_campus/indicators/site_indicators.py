"""The indicators of one site, reckoned once an hour and when a page asks for old ones."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.util import dt as dt_util

from ..coordinator import Spawn
from ..equipment.ledger import async_get_ledger
from ..listeners import Listeners
from ..recordings.auto import AutoRecording
from ..store import async_get_store
from ..store.rules.errors import StoreError
from ..store.rules.times import to_ms
from ..work_orders.desk import async_get_orders
from .collecting import collect_campus
from .lesson_days import LessonDays
from .rules.acknowledging import SPAN, read_waiting_times
from .rules.campus import figures_of
from .rules.figure import Figure, Indicator, share, unknown, waiting_time

_LOGGER = logging.getLogger(__name__)

FIRST_AFTER: Final = timedelta(minutes=2)
"""After a start: when devices were asked once."""
STALE_AFTER: Final = timedelta(minutes=5)


class SiteIndicators:
    """One for each site."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        recordings: AutoRecording,
        spawn: Spawn,
    ) -> None:
        """Make it. recordings: of the site, with its rooms and devices. spawn: starts work that ends with the site."""
        self.figures: Mapping[Indicator, Figure] = {}
        """Empty before they were reckoned the first time."""
        self.at: datetime | None = None
        """When they were reckoned last."""
        self._hass = hass
        self._entry = entry
        self._recordings = recordings
        self._spawn = spawn
        self._lessons = LessonDays(recordings)
        self._listeners = Listeners[()]()
        self._of_lessons = (
            unknown(Indicator.LESSONS_RECORDED_TERM),
            unknown(Indicator.LESSONS_RECORDED_WEEK),
        )
        self._turn = asyncio.Lock()

    @callback
    def async_start(self) -> None:
        """Reckon soon, and then every hour."""
        unload = self._entry.async_on_unload
        job = HassJob(self._on_time, "smart_campus indicators", cancel_on_shutdown=True)
        unload(async_call_later(self._hass, FIRST_AFTER, job))
        unload(async_track_time_change(self._hass, self._on_time, minute=3, second=0))

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call a listener whenever they were reckoned. Return what ends it."""
        return self._listeners.async_add(listener)

    async def async_fresh(self) -> Mapping[Indicator, Figure]:
        """Return the figures, reckoned not long ago; those of lessons take long and are as old as an hour.

        After a start they are unknown until they were reckoned once.
        """
        if self.at is None:
            self._on_time(dt_util.utcnow())
        if self.at is None or not timedelta() <= dt_util.utcnow() - self.at < STALE_AFTER:
            await self._async_reckon()
        return self.figures

    @callback
    def _on_time(self, _now: datetime) -> None:
        self._spawn(self._async_look(), "indicators")

    async def _async_look(self) -> None:
        async with self._turn:
            self._of_lessons = await self._async_lessons()
        await self._async_reckon()

    async def _async_reckon(self) -> None:
        ledger = await async_get_ledger(self._hass)
        facts = collect_campus(
            self._hass,
            self._entry.entry_id,
            rooms=self._recordings.rooms.rooms.values(),
            coordinators=tuple(self._recordings.coordinators.values()),
            ledger=ledger,
            orders=(await async_get_orders(self._hass)).open,
        )
        found = [*figures_of(facts), *self._of_lessons, *await self._async_waiting()]
        if not ledger.is_complete:
            found.append(unknown(Indicator.EQUIPMENT_INTACT))
        self.figures = {figure.indicator: figure for figure in found}
        self.at = dt_util.utcnow()
        self._listeners.async_tell()

    async def _async_lessons(self) -> tuple[Figure, Figure]:
        term_key, week_key = Indicator.LESSONS_RECORDED_TERM, Indicator.LESSONS_RECORDED_WEEK
        try:
            term, week = await self._lessons.async_count()
        except StoreError as err:
            self._say(err)
            return unknown(term_key), unknown(week_key)
        of_term = unknown(term_key) if term is None else share(term_key, term.recorded, term.held)
        return of_term, share(week_key, week.recorded, week.held)

    async def _async_waiting(self) -> tuple[Figure, Figure]:
        site, since_ms = self._entry.entry_id, to_ms(dt_util.utcnow() - SPAN)
        median, p90 = Indicator.ACKNOWLEDGED_MEDIAN, Indicator.ACKNOWLEDGED_P90
        try:
            store = await async_get_store(self._hass)
            times = await store.async_read(lambda connection: read_waiting_times(connection, site, since_ms))
        except StoreError as err:
            self._say(err)
            return unknown(median), unknown(p90)
        return (
            waiting_time(median, 50, times.seconds, times.raised),
            waiting_time(p90, 90, times.seconds, times.raised),
        )

    def _say(self, err: StoreError) -> None:
        _LOGGER.debug("%s: indicators wait for the store: %s", self._entry.title, err)
