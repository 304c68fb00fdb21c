"""What a site keeps of its timetable between starts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .rules.meeting import Meeting

VERSION: Final = 1
SAVE_DELAY_S: Final = 10.0


class StoredTimetable:
    """The meetings of each term, and up to when a site told what was due."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        self._meetings_store: Store[dict[str, list[dict[str, Any]]]] = Store(
            hass, VERSION, f"{DOMAIN}.timetable.{entry_id}"
        )
        self._told_store: Store[dict[str, float]] = Store(hass, VERSION, f"{DOMAIN}.lessons_told.{entry_id}")
        self._cancelled_store: Store[dict[str, str]] = Store(hass, VERSION, f"{DOMAIN}.lessons_cancelled.{entry_id}")
        self._meetings: dict[str, tuple[Meeting, ...]] = {}
        self._cancelled: dict[str, str] = {}
        self.told_until: datetime | None = None
        """None when nothing was ever told."""

    async def async_load(self) -> None:
        """Read what an earlier run left."""
        stored = await self._meetings_store.async_load() or {}
        self._meetings = {term: tuple(map(Meeting.from_json, rows)) for term, rows in stored.items()}
        self._cancelled = await self._cancelled_store.async_load() or {}
        told = await self._told_store.async_load()
        self.told_until = dt_util.utc_from_timestamp(told["until"]) if told else None

    async def async_remove(self) -> None:
        """Forget everything: the site is gone."""
        await self._meetings_store.async_remove()
        await self._cancelled_store.async_remove()
        await self._told_store.async_remove()

    @property
    def cancelled(self) -> Mapping[str, str]:
        """Return the day, as ISO date, of each lesson that is not held, by lesson id."""
        return self._cancelled

    async def async_cancel(self, lesson_id: str, day: date, *, oldest: date) -> None:
        """Keep that one lesson is not held; returns when it is on the disk. oldest: earlier ones are forgotten."""
        kept = {each: when for each, when in self._cancelled.items() if when >= oldest.isoformat()}
        self._cancelled = {**kept, lesson_id: day.isoformat()}
        await self._cancelled_store.async_save(self._cancelled)

    async def async_restore(self, lesson_id: str) -> None:
        """Keep that a lesson is held after all."""
        self._cancelled = {each: when for each, when in self._cancelled.items() if each != lesson_id}
        await self._cancelled_store.async_save(self._cancelled)

    @property
    def meetings(self) -> Mapping[str, tuple[Meeting, ...]]:
        """Return the meetings by term, as subentry id."""
        return self._meetings

    async def async_replace(self, term_id: str, meetings: Iterable[Meeting]) -> None:
        """Keep another timetable for a term; returns when it is on the disk."""
        self._meetings = {**self._meetings, term_id: tuple(meetings)}
        await self._meetings_store.async_save(self._to_json())

    def forget_terms(self, present: Iterable[str]) -> None:
        """Drop the timetables of terms that are gone."""
        kept = set(present)
        if gone := self._meetings.keys() - kept:
            self._meetings = {term: rows for term, rows in self._meetings.items() if term not in gone}
            self._meetings_store.async_delay_save(self._to_json, SAVE_DELAY_S)

    def tell_until(self, now: datetime) -> None:
        """Note up to when everything due was told."""
        self.told_until = now
        self._told_store.async_delay_save(lambda: {"until": now.timestamp()}, 0)

    async def async_flush(self) -> None:
        """Write down up to when everything was told."""
        if self.told_until is not None:
            await self._told_store.async_save({"until": self.told_until.timestamp()})

    def _to_json(self) -> dict[str, list[dict[str, Any]]]:
        return {term: [meeting.to_json() for meeting in rows] for term, rows in self._meetings.items()}
