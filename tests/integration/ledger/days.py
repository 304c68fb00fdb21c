"""A day with recorders, moved on by hand, and what the ledger says of it."""

import asyncio
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.recordings.auto import AutoRecording
from custom_components.smart_campus.recordings.rules.recording import Recording
from custom_components.smart_campus.recordings.rules.steps import Transition
from custom_components.smart_campus.rooms.rules.lessons import Lesson
from custom_components.smart_campus.site import SiteRuntime

OURS = re.compile(r"ledger of recordings|plan of recordings|recorder|missed step|news of the archive|: poll (?!line)")
"""Names of work that comes to an end."""


class Day:
    """A site, and the hands of its clock."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory) -> None:
        self.hass = hass
        self.entry = entry
        self.freezer = freezer

    @property
    def auto(self) -> AutoRecording:
        site: SiteRuntime = self.entry.runtime_data
        return site.recordings

    async def settle(self) -> None:
        """Let everything happen that is due, the writing thread included."""
        for _ in range(5):
            await self.hass.async_block_till_done()
            while work := [task for task in asyncio.all_tasks() if OURS.search(task.get_name())]:
                await asyncio.wait(work)

    async def history(self, recording: Recording) -> list[str]:
        """Return what happened to a recording, as `chain` does."""
        return words(await self.rows(recording))

    def lesson(self, course: str) -> Lesson:
        """Return a lesson of today's timetable, held or not."""
        start = dt_util.start_of_local_day()
        members = self.auto.rooms.table.between("A301", start, start + timedelta(days=1))
        (found,) = [each for each in members if each.course == course]
        return found

    async def to(self, moment: datetime) -> None:
        """Jump to a time; who waits for it is called."""
        self.freezer.move_to(moment)
        async_fire_time_changed(self.hass, moment)
        await self.settle()

    async def set_back(self, moment: datetime) -> None:
        """Set the clock back. The frozen one takes monotonic time along, so the next look is made here."""
        self.freezer.move_to(moment)
        self.auto.async_follow()
        await self.settle()

    async def pass_to(self, moment: datetime, *, step_s: float = 10) -> None:
        """Let time go by, recorders asked at each step."""
        now = datetime.now(moment.tzinfo)
        while now < moment:
            now = min(moment, now + timedelta(seconds=step_s))
            await self.to(now)
            await self.poll()

    async def poll(self) -> None:
        """Ask every recorder once."""
        site: SiteRuntime = self.entry.runtime_data
        for coordinator in tuple(site.coordinators.values()):
            await coordinator.polled.poll_now(("state", "elapsed", "written", "picture", "sound"))
        await self.settle()

    async def restart(self) -> None:
        """Set the site up anew, as a restart does."""
        await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.settle()

    def recordings(self, **wanted: Any) -> list[Recording]:
        """Return the recordings in memory by course, those of today unless told."""
        day = wanted.pop("day", self.auto.today)
        found = [each for each in self.auto.ledger.recordings.values() if each.subject.day == day]
        return sorted(found, key=lambda each: (each.start, each.plan.course))

    def recording(self, course: str) -> Recording:
        (found,) = [each for each in self.recordings() if each.plan.course == course]
        return found

    async def rows(self, recording: Recording) -> list[Transition]:
        """Return the rows of a recording as they lie in the store."""
        ((_, rows),) = await self.auto.ledger.async_rows([recording.id])
        return rows

    async def chain(self, course: str) -> list[str]:
        """Return what happened to a course's recording, from the store: steps, with the cause where it matters."""
        return words(await self.rows(self.recording(course)))


def words(rows: Iterable[Transition]) -> list[str]:
    return [f"{row.step}:{row.data['step']}:{row.cause}" if row.step == "missed" else _word(row) for row in rows]


def _word(row: Transition) -> str:
    return f"{row.step}:{row.cause}" if row.cause else row.step.value
