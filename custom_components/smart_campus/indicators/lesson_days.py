"""How the lessons of a term and of the last days were recorded: a day at a time, in a thread, old days once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from homeassistant.util import dt as dt_util

from ..recordings.auto import AutoRecording
from ..recordings.ledger import History
from ..recordings.rules.tables import LEDGER, fold
from ..rooms.rules.lessons import LessonTable
from ..store import async_get_store
from .rules.lessons import LessonCount, count_lessons

WEEK: Final = 7
"""Days that are counted anew each time; a recording of an older one is not expected to change."""


@dataclass(slots=True)
class LessonDays:
    """One for each site. Errors are those of the store."""

    recordings: AutoRecording
    _old: dict[date, LessonCount] = field(default_factory=dict)

    async def async_count(self) -> tuple[LessonCount | None, LessonCount]:
        """Return the lessons of this term, None between terms, and of the last seven days."""
        # A site without recorders never made its tables
        await (await async_get_store(self.recordings.hass)).async_use(LEDGER)
        today = dt_util.now().date()
        monday = self._term_begin(today)
        week_begin = today - timedelta(days=WEEK - 1)
        first = min(monday, week_begin) if monday else week_begin
        days: dict[date, LessonCount] = {}
        for offset in range((today - first).days + 1):
            day = first + timedelta(days=offset)
            known = self._old.get(day) if day < week_begin else None
            days[day] = await self._async_day(day) if known is None else known
        self._old = {day: found for day, found in days.items() if day < week_begin}
        term = None if monday is None else _sum(days, monday)
        return term, _sum(days, week_begin)

    async def _async_day(self, day: date) -> LessonCount:
        rooms = self.recordings.rooms
        names = frozenset(room.registrar_name for room in rooms.rooms.values() if room.is_recorded)
        begin = dt_util.as_utc(datetime.combine(day, time(), dt_util.get_default_time_zone()))
        count = partial(_count, table=rooms.table, names=names, day=day, begin=begin, now=dt_util.utcnow())
        return await self.recordings.ledger.async_history(day, day, count)

    def _term_begin(self, today: date) -> date | None:
        terms = [each.term for each in self.recordings.rooms.terms.values()]
        begins = [term.monday for term in terms if term.monday <= today <= term.last_day]
        return min(begins, default=None)


def _sum(days: Mapping[date, LessonCount], first: date) -> LessonCount:
    total = LessonCount()
    for day, found in days.items():
        if day >= first:
            total += found
    return total


def _count(
    history: History, *, table: LessonTable, names: frozenset[str], day: date, begin: datetime, now: datetime
) -> LessonCount:
    timetabled = {
        lesson.id: lesson.end
        for name in names
        for lesson in table.between(name, begin, begin + timedelta(days=2))
        if lesson.day == day
    }
    return count_lessons((fold(subject, rows) for subject, rows in history), timetabled, now)
