"""The ledger of a site: what happened to the recordings of these days, in memory and on the disk."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from sqlalchemy import Connection

from ..campuslink.model import EMPTY
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from ..store.rules.text import clean_text
from .news import EVENT_STEP_MISSED, KINDS, SIGNAL_LEDGER, SIGNAL_RECORDING, NewsKind, RecordingNews
from .rules import tables
from .rules.actor import NOBODY, Actor
from .rules.misses import is_news, is_row
from .rules.planning import Row
from .rules.recording import Recording, missed_step
from .rules.steps import Step, Transition
from .rules.subject import Subject

_LOGGER = logging.getLogger(__name__)

MOST_DETAIL: Final = 500
MOST_UNSAVED: Final = 50_000
"""Rows held in memory while no disk takes any."""

type History = list[tuple[Subject, list[Transition]]]


class Ledger:
    """Rows go in and stay; how recordings stand follows from them."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self.recordings: dict[str, Recording] = {}
        """The recordings of these days by id."""
        self.by_recorder: dict[str, dict[str, Recording]] = {}
        """The same by the key of their recorder."""
        self.version = 0
        """Another number whenever something happened."""
        self.last_day: date | None = None
        """The latest day that had rows when it was loaded; None for a site without any."""
        self._hass = hass
        self._entry = entry
        self._store: DurableStore | None = None
        self._unsaved: list[dict[str, Any]] = []
        self._is_failing = False
        self._is_read = False
        self._turn = asyncio.Lock()
        self._can_tell = False
        self._untold: list[RecordingNews] = []

    async def async_load(self, first: date, last: date) -> bool:
        """Read some days, after what waits on the disk; return False while the database is not there."""
        self._store = store = await async_get_store(self._hass)
        await store.async_use(tables.LEDGER)
        site_id = self._entry.entry_id
        waiting = [
            tables.from_payload(each) for each in (*await store.async_waiting(tables.PART), *tuple(self._unsaved))
        ]
        try:
            history = await store.async_read(lambda connection: tables.read_days(connection, site_id, first, last))
            self.last_day = await store.async_read(lambda connection: tables.read_last_day(connection, site_id))
        except StoreError as err:
            if not self._is_read:
                _LOGGER.warning("%s: the ledger of recordings cannot be read yet: %s", self._entry.title, err)
                self._is_read = True
                self._rebuild(_merge([], waiting, site_id))
            return False
        self._is_read = True
        self._rebuild(_merge(history, waiting, site_id))
        return True

    @callback
    def async_start_telling(self) -> None:
        """Tell what is news from now on; while Home Assistant starts, when it has started."""

        @callback
        def begin(_hass: HomeAssistant) -> None:
            self._can_tell = True
            untold, self._untold = self._untold, []
            for recording in self.recordings.values():
                untold += [
                    RecordingNews(kind=NewsKind.STEP_MISSED, recording=recording, row=row)
                    for step, row in recording.missed.items()
                    if row.data.get("is_news") and step not in recording.told and not _holds(untold, row)
                ]
            for news in untold:
                self._tell(news)

        self._entry.async_on_unload(async_at_started(self._hass, begin))

    async def async_append(self, rows: Sequence[Row]) -> None:
        """Let rows happen; returns when they are on a disk, or when no disk takes them and they are kept in memory."""
        if not rows:
            return
        news = []
        for row, subject in rows:
            recording = self._fold(row, subject)
            if recording is not None and (kind := KINDS.get(row.step)) and _is_told(row):
                news.append(RecordingNews(kind=kind, recording=recording, row=row))
        self._hold([tables.to_payload(row, subject) for row, subject in rows])
        await self._async_save()
        for each in news:
            self._tell(each)
        changed = frozenset(row.recording_id for row, _ in rows)
        async_dispatcher_send(self._hass, SIGNAL_LEDGER, self._entry.entry_id, changed)

    async def async_note(
        self,
        recording: Recording,
        step: Step,
        cause: str = "",
        *,
        at: datetime | None = None,
        detail: str = "",
        actor: Actor = NOBODY,
        data: Mapping[str, Any] = EMPTY,
    ) -> None:
        """Let one thing happen to a recording, now unless told."""
        row = Transition(
            recording_id=recording.id,
            step=step,
            at=at or dt_util.utcnow(),
            cause=cause,
            detail=clean_text(detail, MOST_DETAIL),
            actor=actor,
            data=data,
        )
        await self.async_append([(row, None)])

    async def async_miss(self, recording: Recording, step: Step, cause: str, detail: str = "") -> None:
        """Let a step be missed; says so once for each cause, and tells people once for each step."""
        if is_row(recording, step, cause):
            data = {"step": step.value, "is_news": is_news(recording, step, cause)}
            await self.async_note(recording, Step.MISSED, cause, detail=detail, data=data)

    async def async_find(self, recording_id: str) -> Recording | None:
        """Return a recording of any day. Raises StoreError when it is not in memory and cannot be looked up."""
        if (known := self.recordings.get(recording_id)) is not None:
            return known
        found = await self._async_read(lambda connection: tables.read_one(connection, recording_id))
        if found is None or found[0].site_id != self._entry.entry_id:
            return None
        return tables.fold(*found)

    async def async_history[T](self, first: date, last: date, take: Callable[[History], T]) -> T:
        """Let a function take every recording of some days with its rows, in a thread. Raises StoreError."""
        site_id = self._entry.entry_id
        return await self._async_read(lambda connection: take(tables.read_days(connection, site_id, first, last)))

    async def async_rows(self, recording_ids: Iterable[str]) -> History:
        """Return some recordings with their rows. Raises StoreError."""
        wanted = tuple(recording_ids)
        return await self._async_read(lambda connection: tables.read_some(connection, wanted))

    @callback
    def async_forget_before(self, day: date) -> None:
        """Keep earlier days on the disk only."""
        for recording in [each for each in self.recordings.values() if each.subject.day < day]:
            if not recording.is_recording:
                del self.recordings[recording.id]
                self.by_recorder[recording.subject.device_key].pop(recording.id, None)

    async def async_flush(self) -> None:
        """Try once more to bring what is in memory only onto a disk."""
        await self._async_save()

    async def _async_read[T](self, work: Callable[[Connection], T]) -> T:
        if (store := self._store) is None:
            # A site without recorders reads what there was before.
            store = await async_get_store(self._hass)
            await store.async_use(tables.LEDGER)
        return await store.async_read(work)

    def _rebuild(self, history: Mapping[str, tuple[Subject, list[Transition]]]) -> None:
        self.recordings = {}
        self.by_recorder = {}
        for subject, rows in history.values():
            self._add(tables.fold(subject, rows))

    def _add(self, recording: Recording) -> None:
        self.version += 1
        self.recordings[recording.id] = recording
        self.by_recorder.setdefault(recording.subject.device_key, {})[recording.id] = recording

    def _fold(self, row: Transition, subject: Subject | None) -> Recording | None:
        recording = self.recordings.get(row.recording_id)
        self.version += 1
        if recording is not None:
            recording.take(row)
        elif subject is not None:
            recording = tables.fold(subject, [row])
            self._add(recording)
        return recording

    def _hold(self, payloads: Sequence[dict[str, Any]]) -> None:
        room = MOST_UNSAVED - len(self._unsaved)
        if len(payloads) > room:
            _LOGGER.error("%s: %s rows of the ledger are lost: no disk takes them", self._entry.title, len(payloads))
            return
        self._unsaved.extend(payloads)

    async def _async_save(self) -> None:
        """Write what is in memory only, in order."""
        async with self._turn:
            while batch := tuple(self._unsaved):
                try:
                    if self._store is None:
                        self._store = await async_get_store(self._hass)
                        await self._store.async_use(tables.LEDGER)
                    await self._store.async_append(tables.PART, batch)
                except StoreError as err:
                    if not self._is_failing:
                        _LOGGER.warning("%s: rows of the ledger wait in memory: %s", self._entry.title, err)
                    self._is_failing = True
                    return
                self._is_failing = False
                del self._unsaved[: len(batch)]

    @callback
    def _tell(self, news: RecordingNews) -> None:
        if not self._can_tell:
            self._untold.append(news)
            return
        async_dispatcher_send(self._hass, SIGNAL_RECORDING, news)
        if news.kind is NewsKind.STEP_MISSED:
            self._hass.bus.async_fire(EVENT_STEP_MISSED, news.payload())
            step = missed_step(news.row)
            self._entry.async_create_background_task(
                self._hass,
                self.async_note(news.recording, Step.TOLD, data={"step": step.value}),
                f"{self._entry.title}: a missed step was told",
            )


def _merge(
    history: History, waiting: Iterable[tuple[Subject | None, Transition]], site_id: str
) -> dict[str, tuple[Subject, list[Transition]]]:
    """Return what the database holds followed by what waits for it, each row once."""
    found = {subject.recording_id: (subject, rows) for subject, rows in history}
    keys = {row.key for _, rows in found.values() for row in rows}
    for subject, row in waiting:
        if subject is not None and subject.site_id == site_id:
            found.setdefault(subject.recording_id, (subject, []))
        if row.recording_id in found and row.key not in keys:
            found[row.recording_id][1].append(row)
    return found


def _is_told(row: Transition) -> bool:
    return row.step is not Step.MISSED or bool(row.data.get("is_news"))


def _holds(untold: Sequence[RecordingNews], row: Transition) -> bool:
    return any(news.row is row for news in untold)
