"""Tells what is due around lessons: to the second, once, and after a restart as well."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .rules.lessons import Lesson, LessonTable
from .rules.moments import Leads, Moment, missed_moments, moments_between, next_moment
from .stored import StoredTimetable

LOOK_AT_LEAST_EVERY: Final = timedelta(minutes=1)
"""A timer set by the clock before it was changed would come late; a look this often finds out."""

CLOCK_SET_BACK: Final = timedelta(hours=2)
"""A clock that is further behind what was told than this was wrong before, not set back by an hour."""

type TellMoment = Callable[[Moment, Lesson, bool], None]


class LessonClock:
    """One timer for all rooms of a site."""

    def __init__(self, hass: HomeAssistant, stored: StoredTimetable, tell: TellMoment) -> None:
        """tell: hears each moment once, with its lesson and whether it is late."""
        self._hass = hass
        self._stored = stored
        self._tell = tell
        self._table = LessonTable(())
        self._leads: Leads = {}
        self._cancel: CALLBACK_TYPE | None = None
        self._is_running = False
        self._job = HassJob(self._look, "smart_campus lesson clock", cancel_on_shutdown=True)

    @callback
    def async_follow(self, table: LessonTable, leads: Leads) -> None:
        """Go by another timetable, or tell other lead times, from now on."""
        self._table, self._leads = table, leads
        if not self._is_running:
            self._is_running = True
            self._catch_up()
        self._arm()

    @callback
    def async_stop(self) -> None:
        """Tell nothing any more."""
        self._is_running = False
        self._disarm()

    def _disarm(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _catch_up(self) -> None:
        """Tell what a restart missed and is still worth telling."""
        now = dt_util.utcnow()
        since = self._told_until(now)
        for moment, lesson in missed_moments(self._table, self._leads, since, now):
            self._tell(moment, lesson, True)
        self._stored.tell_until(now)

    @callback
    def _look(self, _due: datetime) -> None:
        now = dt_util.utcnow()
        since = self._told_until(now)
        if due := moments_between(self._table, self._leads, since, now):
            for moment, lesson in due:
                self._tell(moment, lesson, False)
        if due or since < now:
            self._note(now, is_worth_a_write=bool(due))
        self._arm()

    def _note(self, now: datetime, *, is_worth_a_write: bool) -> None:
        if is_worth_a_write:
            self._stored.tell_until(now)
        else:
            self._stored.told_until = now

    def _told_until(self, now: datetime) -> datetime:
        """Return up to when all was told; the present when nothing ever was, or when the clock was far ahead."""
        told = self._stored.told_until
        return now if told is None or told - now > CLOCK_SET_BACK else told

    def _arm(self) -> None:
        self._disarm()
        now = dt_util.utcnow()
        due = next_moment(self._table, self._leads, max(now, self._told_until(now)))
        latest = now + LOOK_AT_LEAST_EVERY
        self._cancel = async_track_point_in_utc_time(self._hass, self._job, min(due or latest, latest))
