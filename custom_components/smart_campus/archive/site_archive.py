"""A site's recordings on their way to its archive: gathered, sent, proven; for ever, or until a person decides."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.util import dt as dt_util

from ..campuslink.device.recorder.recorder import Recorder
from ..coordinator import DeviceCoordinator, Spawn
from ..store.durable import FOLDER
from ..store.rules.errors import StoreError
from .alarms import ArchiveAlarms
from .gathering import gather_file
from .local import async_drop_local
from .opening import open_target
from .parcels import pack
from .retention import HOUR, MINUTE, async_apply_rules
from .rules import tables
from .rules.backoff import pause_s
from .rules.faults import ArchiveFaultError, FaultCode
from .rules.health import TargetHealth
from .rules.job import Job, JobFile, JobState
from .rules.pace import Pace
from .settings import ArchiveSettings, archive_of
from .shelf import async_get_shelf, now_ms
from .state import SIGNAL_ARCHIVE_CHANGED, ArchiveResult, ArchiveState, LastResult, state_of
from .targets.base import Progress, Target
from .telling import async_tell

_LOGGER = logging.getLogger(__name__)

GATHERED_AT_ONCE: Final = 2
LOAD_RETRY_S: Final = 15.0
LONGEST_SLEEP_S: Final = 3600.0
HANDS_OFF_MS: Final = 600_000
"""How long a recording rests while a person or a rule changes it."""
RECORDINGS: Final = f"{FOLDER}/recordings"
"""Folder files of recorders are fetched to, below the configuration folder, where no other is set."""


class SiteArchive:
    """One for each site."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, coordinators: Mapping[str, DeviceCoordinator], spawn: Spawn
    ) -> None:
        """coordinators: a live view of the devices in operation."""
        self.settings: ArchiveSettings | None = None
        self.target: Target | None = None
        self._hass = hass
        self._entry = entry
        self._coordinators = coordinators
        self._spawn = spawn
        self._jobs: dict[str, Job] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        """Recordings at work now, by key: gathered or sent."""
        self._sending: set[str] = set()
        self._health = TargetHealth()
        self._pace = Pace(None)
        self._last: dict[str, LastResult] = {}
        self._alarms = ArchiveAlarms(hass, entry)
        self._end_sleep: CALLBACK_TYPE | None = None
        self._end_daily: CALLBACK_TYPE | None = None
        self._is_loaded = self._is_stopped = False

    async def async_start(self) -> None:
        """Take up what was on its way. Waits for no archive and no database."""
        await self._alarms.async_start()
        self.async_follow()
        self._spawn(self._async_load(), "load the archive's queue")
        self._end_daily = async_track_time_change(self._hass, self._on_night, hour=HOUR, minute=MINUTE, second=0)

    async def async_stop(self) -> None:
        """Let go of what is at work; it goes on where it was when the site is there again."""
        self._is_stopped = True
        self._stop_sleep()
        if self._end_daily is not None:
            self._end_daily()
        for task in tuple(self._busy.values()):
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    @callback
    def async_follow(self) -> None:
        """Go by the site's archive as it is set up now."""
        try:
            settings = archive_of(self._entry)
        except (KeyError, ValueError, TypeError) as err:
            _LOGGER.warning("%s: the settings of the archive are damaged: %s", self._entry.title, type(err).__name__)
            settings = None
        if settings == self.settings and (self.target is None) == (settings is None):
            return
        was, self.settings = self.settings, settings
        for key in tuple(self._sending):
            self._busy[key].cancel()
        self._pace = Pace(settings.rate_kb_s * 1000 if settings and settings.rate_kb_s else None)
        self.target = open_target(self._hass, settings, self._pace) if settings else None
        self._health = TargetHealth()
        if was is not None and settings is None:
            self._alarms.async_removed(len(self._jobs))
        elif settings is not None:
            self._alarms.async_present()
        self._changed()

    def state(self, device: str | None = None) -> ArchiveState:
        """Return how the site's archive is doing. device: subentry id of one recorder; None for all."""
        jobs = [job for job in self._jobs.values() if device is None or job.device == device]
        last = self._last.get(device or "")
        return state_of(jobs, last)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What is on its way, the oldest lesson first."""
        return tuple(sorted(self._jobs.values(), key=lambda job: job.order.start))

    @property
    def is_busy(self) -> bool:
        """Whether a recording is being gathered, sent or proven now."""
        return bool(self._busy)

    @property
    def work_folder(self) -> Path:
        """Where files of recorders are fetched to."""
        chosen = self.settings.work_folder if self.settings else ""
        return Path(chosen) if chosen else Path(self._hass.config.path(RECORDINGS))

    def recorder_of(self, job: Job) -> Recorder | None:
        """Return the recorder of a recording; None while it is not in operation."""
        coordinator = self._coordinators.get(job.device)
        device = coordinator.device if coordinator is not None and coordinator.is_open else None
        return device if isinstance(device, Recorder) else None

    @callback
    def async_take(self, job: Job) -> None:
        """Take a recording in that is on a disk already. One that is known stays as it is."""
        if job.key not in self._jobs:
            self._jobs[job.key] = job
            self._changed()

    @callback
    def async_retry(self, keys: set[str] | None = None) -> None:
        """Try recordings at once, all or some, and the archive itself."""
        self._health.next_ms = 0
        for key, job in self._jobs.items():
            if (keys is None or key in keys) and job.state is JobState.QUEUED:
                self._jobs[key] = replace(job, next_ms=0)
        self._changed()

    async def async_release(self, key: str) -> None:
        """Stop the work on a recording, and leave it alone until something is put."""
        if (job := self._jobs.get(key)) is not None:
            self._jobs[key] = replace(job, next_ms=now_ms() + HANDS_OFF_MS)
        if (task := self._busy.get(key)) is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def newest(self, job: Job) -> Job:
        """Return a recording as it is known now."""
        current = self._jobs.get(job.key)
        return current if current is not None and current.revision > job.revision else job

    async def async_put(self, job: Job, step: str, *, detail: str = "", user: tuple[str, str] = ("", "")) -> None:
        """Keep what a person or a rule changed of a recording. Raises StoreError."""
        await self.async_release(job.key)
        current = self._jobs.get(job.key)
        if current is not None and current.revision >= job.revision:
            job = replace(job, revision=current.revision + 1)
        await self._async_save(job, step, detail=detail, user=user)
        self._changed()

    @callback
    def async_note_result(self, job: Job, result: ArchiveResult, cause: str = "") -> None:
        """Remember what happened last, for the site and for the recorder."""
        last = LastResult(result=result, at=dt_util.utcnow(), recording_id=job.recording_id, cause=cause)
        self._last[""] = self._last[job.device] = last

    async def _async_load(self) -> None:
        """Read what is on its way. While the database is away, what waits for it is taken up all the same."""
        while not self._is_loaded:
            try:
                shelf = await async_get_shelf(self._hass)
                for job in await shelf.async_waiting():
                    if job.site_id == self._entry.entry_id and job.is_open:
                        self.async_take(job)
                for job in await shelf.async_read(lambda found: tables.read_open(found, self._entry.entry_id)):
                    if (known := self._jobs.get(job.key)) is None or known.revision < job.revision:
                        self._jobs[job.key] = job
                for job in await shelf.async_read(lambda found: tables.read_newest(found, self._entry.entry_id)):
                    self._restore_last(job)
                self._is_loaded = True
            except StoreError:
                await asyncio.sleep(LOAD_RETRY_S)
        if self.settings is None and any(job.target_id for job in self.jobs):
            self._alarms.async_removed(len(self._jobs))
        self._changed()

    @callback
    def _restore_last(self, job: Job) -> None:
        at = dt_util.utc_from_timestamp(job.confirmed_ms / 1000)
        last = LastResult(result=ArchiveResult.CONFIRMED, at=at, recording_id=job.recording_id)
        for key in (job.device, ""):
            known = self._last.get(key)
            if known is None or known.at < at:
                self._last[key] = last

    @callback
    def _on_night(self, now: datetime) -> None:
        self._spawn(self._async_apply_rules(now), "retention of recordings")

    async def _async_apply_rules(self, now: datetime) -> None:
        try:
            await async_apply_rules(self._hass, self, self._entry.entry_id, now)
        except StoreError as err:
            _LOGGER.warning("%s: recordings stay until tomorrow: %s", self._entry.title, err)

    @callback
    def _changed(self) -> None:
        async_dispatcher_send(self._hass, SIGNAL_ARCHIVE_CHANGED, self._entry.entry_id)
        self._alarms.async_review(self._health, self.jobs, self.settings)
        self._pump()

    @callback
    def _pump(self) -> None:
        """Begin what may begin now, and sleep until something else may."""
        self._stop_sleep()
        if self._is_stopped:
            return
        now = now_ms()
        gathering = len(self._busy) - len(self._sending)
        settings = self.settings
        room = self._health.room_for(len(self._sending), settings.parallel, now) if settings else 0
        wake_ms = [self._health.next_ms] if settings and self._health.next_ms > now else []
        for job in self.jobs:
            if job.key in self._busy or job.state is not JobState.QUEUED:
                continue
            if job.next_ms > now:
                wake_ms.append(job.next_ms)
            elif not job.is_stored:
                if gathering < GATHERED_AT_ONCE:
                    gathering += 1
                    self._begin(job, self._async_gather)
            elif room > 0:
                room -= 1
                self._sending.add(job.key)
                self._begin(job, self._async_send)
        if wake_ms:
            delay_s = min(max((min(wake_ms) - now) / 1000, 0.05), LONGEST_SLEEP_S)
            self._end_sleep = async_call_later(
                self._hass, timedelta(seconds=delay_s), HassJob(self._on_wake, cancel_on_shutdown=True)
            )

    @callback
    def _on_wake(self, _now: object) -> None:
        self._end_sleep = None
        self._pump()

    @callback
    def _stop_sleep(self) -> None:
        if self._end_sleep is not None:
            self._end_sleep()
            self._end_sleep = None

    def _begin(self, job: Job, work: Callable[[Job], Coroutine[Any, Any, None]]) -> None:
        self._busy[job.key] = self._spawn(self._async_work(job, work), f"archive {job.recording_id}")

    async def _async_work(self, job: Job, work: Callable[[Job], Coroutine[Any, Any, None]]) -> None:
        """Do one step; whatever happens is noted, told, and followed by the next."""
        await asyncio.sleep(0)
        try:
            try:
                await work(job)
            except ArchiveFaultError as err:
                await self._async_fail(job.key, err)
            except StoreError as err:
                _LOGGER.warning("%s: the durable store keeps no step of the archive: %s", self._entry.title, err)
                self._postpone(job.key)
            except Exception:
                _LOGGER.exception("%s: archiving %s failed", self._entry.title, job.recording_id)
                await self._async_fail(job.key, ArchiveFaultError(FaultCode.UNKNOWN))
        except StoreError:
            self._postpone(job.key)
        finally:
            self._busy.pop(job.key, None)
            self._sending.discard(job.key)
            if not self._is_stopped:
                self._changed()

    @callback
    def _postpone(self, key: str) -> None:
        """Try later what could not even be noted."""
        if (job := self._jobs.get(key)) is not None:
            self._jobs[key] = replace(job, next_ms=now_ms() + round(LOAD_RETRY_S * 1000))

    async def _async_gather(self, job: Job) -> None:
        for index, file in enumerate(job.files):
            if not file.is_stored:
                gathered = await gather_file(self.recorder_of(job), file, self.work_folder / job.key)
                job = await self._async_save(job.with_file(index, gathered))
        job = replace(job.next(), attempts=0, next_ms=0, cause="", failing_since_ms=0)
        job = await self._async_save(job, "stored", detail=" ".join(file.sha256 for file in job.files))
        async_tell(self._hass, job, "stored")
        async_tell(self._hass, job, "queued")

    async def _async_send(self, job: Job) -> None:
        target, settings = self.target, self.settings
        if target is None or settings is None:
            return
        if job.target_id != settings.id:
            job = replace(job.next(), target_id=settings.id, progress={}, receipt={}, is_uploaded=False)
            job = await self._async_save(job)
        parcel = pack(job, settings.folder)
        if not job.is_uploaded:
            job = await self._async_upload(job, target, settings)
        try:
            await target.verify(parcel, job.receipt)
        except ArchiveFaultError as err:
            if err.code in {FaultCode.NOT_IDENTICAL, FaultCode.NOT_FOUND}:
                await self._async_save(replace(job.next(), is_uploaded=False, progress={}))
                raise ArchiveFaultError(FaultCode.NOT_IDENTICAL, err.detail) from err
            raise
        self._health.succeed()
        job = replace(
            job.next(),
            state=JobState.CONFIRMED,
            confirmed_ms=now_ms(),
            attempts=0,
            cause="",
            failing_since_ms=0,
            progress={},
        )
        job = await self._async_save(job, "confirmed", detail=settings.title)
        self.async_note_result(job, ArchiveResult.CONFIRMED)
        async_tell(self._hass, job, "confirmed")
        if not settings.keep:
            await async_drop_local(self._hass, self, job, "rule")

    async def _async_upload(self, job: Job, target: Target, settings: ArchiveSettings) -> Job:
        parcel = pack(job, settings.folder)
        key = job.key

        async def keep(progress: Progress) -> None:
            current = self._jobs[key]
            wrapped = {"folder": parcel.folder, "at": dict(progress)}
            await self._async_save(replace(current.next(), progress=wrapped))

        receipt = await target.send(parcel, job.progress.get("at", {}), keep)
        job = replace(self._jobs[key].next(), is_uploaded=True, receipt=dict(receipt))
        job = await self._async_save(job, "uploaded", detail=settings.title)
        async_tell(self._hass, job, "uploaded")
        return job

    async def _async_fail(self, key: str, err: ArchiveFaultError) -> None:
        """Note a failure, say so when it is news, and let the recording or the archive rest."""
        if (job := self._jobs.get(key)) is None:
            return
        now = now_ms()
        if key in self._sending and err.is_of_target:
            self._health.fail(err, now)
        elif key in self._sending:
            self._health.succeed()
        if err.code is FaultCode.FILE_GONE and job.is_stored:
            # Perhaps its recorder gives it once more; if not, that is found out at once
            job, err = await self._async_forget_gone(job), ArchiveFaultError(FaultCode.NOT_FETCHED, err.detail)
        pause = pause_s(job.attempts + 1, asked_s=err.retry_after_s)
        is_news = job.cause.partition(":")[0] != err.code and err.code is not FaultCode.UNPROVEN
        job = replace(
            job.next(),
            state=JobState.DECISION if err.needs_decision else JobState.QUEUED,
            attempts=job.attempts + 1,
            next_ms=0 if err.is_of_target else now + round(pause * 1000),
            cause=str(err)[:200],
            failing_since_ms=job.failing_since_ms or now,
        )
        await self._async_save(job, "failed" if is_news else "", detail=str(err))
        if is_news:
            _LOGGER.warning("%s: %s is not archived yet: %s", self._entry.title, job.recording_id, err)
            result = ArchiveResult.DECISION if err.needs_decision else ArchiveResult.FAILED
            self.async_note_result(job, result, err.code.value)
            async_tell(self._hass, job, "failed", cause=str(err), each_file=False)

    async def _async_forget_gone(self, job: Job) -> Job:
        """Return a recording whose files that are not here any more are to be gathered again."""
        files = [
            file if await asyncio.to_thread(Path(file.path).is_file) else JobFile(recorded=file.recorded)
            for file in job.files
        ]
        return replace(job.next(), files=tuple(files))

    async def _async_save(self, job: Job, step: str = "", *, detail: str = "", user: tuple[str, str] = ("", "")) -> Job:
        """Bring a job onto a disk, and only then go by it. Raises StoreError."""
        await (await async_get_shelf(self._hass)).async_put(job, step, detail=detail, user=user)
        if job.is_open:
            self._jobs[job.key] = job
        else:
            self._jobs.pop(job.key, None)
        return job
