"""One recorder and its recordings: does what is due, tries again what failed, and writes down what came of it."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.errors import RefusedError
from ..coordinator import DeviceCoordinator, Spawn
from .collecting import Collector
from .driving import async_begin, async_is_recording, unknown_checks
from .faults import PATIENCE_S, TROUBLES, cause_of
from .ledger import Ledger
from .lineup import recorder_of
from .rules.duties import OWN_START_S, Due, Duty, duties, next_due, wanted_now
from .rules.recording import BROKEN, Recording
from .rules.steps import Cause, Step
from .vigil import Vigil

PAUSES_S: Final = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Between the attempts at one duty; the last one again and again."""
LOOK_EVERY_S: Final = 5.0
"""While something is recorded."""


SHORTEST_WAIT_S: Final = 0.01


@dataclass(slots=True)
class Attempts:
    """How often a duty was tried in vain, and when it is tried again by a clock that never jumps."""

    count: int = 0
    again_s: float = 0.0


class RecorderKeeper:
    """Never does two things to its recorder at once."""

    def __init__(
        self,
        key: str,
        ledger: Ledger,
        coordinators: Mapping[str, DeviceCoordinator],
        *,
        collector: Collector,
        spawn: Spawn,
        is_present: Callable[[str], bool],
        on_done: Callable[[RecorderKeeper], None],
    ) -> None:
        """is_present: says of a key whether its recorder is set up, in operation or not.

        on_done: called whenever what was due has been done or tried.
        """
        self._key = key
        self._ledger = ledger
        self._coordinators = coordinators
        self._collector = collector
        self._spawn = spawn
        self._is_present = is_present
        self._on_done = on_done
        self._attempts: dict[tuple[Duty, str], Attempts] = {}
        self._is_working = False
        self._is_due = False
        self._vigil: Vigil | None = None
        self._unverified = {each.id for each in self.recordings.values() if each.is_recording}
        """Recordings that ran before Home Assistant was started, and were not looked at since."""

    @property
    def recordings(self) -> Mapping[str, Recording]:
        """Return the recordings of these days by id."""
        return self._ledger.by_recorder.get(self._key, {})

    @property
    def is_busy(self) -> bool:
        """Whether something is recorded or done."""
        return self._is_working or any(each.is_recording for each in self.recordings.values())

    @callback
    def async_kick(self) -> None:
        """Do what is due now, in the background."""
        self._is_due = True
        if not self._is_working and self._has_work():
            self._is_working = True
            self._spawn(self._async_work(), f"recorder {self._key}")

    @callback
    def async_stop(self) -> None:
        """Look after nothing any more."""
        self._end_vigil()

    def wait_s(self, now: datetime) -> float:
        """Return the seconds until something is to be done, tried again, or looked at; infinite for nothing."""
        members = self.recordings.values()
        due = next_due(members, now)
        waits = [each.again_s - time.monotonic() for each in self._attempts.values()]
        if due is not None:
            waits.append((due - now).total_seconds())
        if any(each.is_recording for each in members):
            waits.append(LOOK_EVERY_S)
        return max(SHORTEST_WAIT_S, min(waits, default=inf))

    def _has_work(self) -> bool:
        if self._unverified or self._vigil is not None:
            return True
        now = dt_util.utcnow()
        return bool(duties(self.recordings.values(), now)) or any(
            each.is_recording for each in self.recordings.values()
        )

    async def _async_work(self) -> None:
        try:
            while self._is_due:
                self._is_due = False
                await self._async_round()
        finally:
            self._is_working = False
        self._on_done(self)

    async def _async_round(self) -> None:
        for recording_id in tuple(self._unverified):
            await self._async_verify(recording_id)
        await self._async_watch()
        tried: set[tuple[Duty, str]] = set()
        while (due := self._first_due(tried)) is not None:
            tried.add((due.duty, due.recording.id))
            await self._async_do(due)
        now = dt_util.utcnow()
        owed = {(due.duty, due.recording.id) for due in duties(self.recordings.values(), now)}
        self._attempts = {key: attempts for key, attempts in self._attempts.items() if key in owed}
        self._follow_vigil()

    def _first_due(self, tried: set[tuple[Duty, str]]) -> Due | None:
        now_s = time.monotonic()
        for due in duties(self.recordings.values(), dt_util.utcnow()):
            key = (due.duty, due.recording.id)
            if key not in tried and not self._is_waiting(key, now_s):
                return due
        return None

    def _is_waiting(self, key: tuple[Duty, str], now_s: float) -> bool:
        attempts = self._attempts.get(key)
        # One further ahead than the longest pause was set before the clock jumped
        return attempts is not None and now_s < attempts.again_s <= now_s + PAUSES_S[-1]

    async def _async_do(self, due: Due) -> None:
        match due.duty:
            case Duty.STOP:
                is_done = await self._async_stop_recording(due.recording, due.cause)
            case Duty.START:
                is_done = await self._async_start_recording(due.recording)
            case Duty.ARM:
                is_done = await self._async_arm(due.recording)
            case Duty.CLOSE:
                is_done = await self._collector.async_close(due.recording, self._recorder())
            case Duty.COLLECT:
                is_done = await self._collector.async_collect(due.recording, self._recorder())
            case Duty.WARN:
                await self._ledger.async_miss(due.recording, Step.CONFIRMED, Cause.OVERDUE)
                is_done = True
        key = (due.duty, due.recording.id)
        if is_done:
            self._attempts.pop(key, None)
            return
        attempts = self._attempts.setdefault(key, Attempts())
        attempts.again_s = time.monotonic() + PAUSES_S[min(attempts.count, len(PAUSES_S) - 1)]
        attempts.count += 1

    def _recorder(self) -> tuple[DeviceCoordinator, Recorder] | None:
        return recorder_of(self._coordinators, self._key)

    async def _async_start_recording(self, recording: Recording) -> bool:
        """Start, and return whether it was seen recording. The timetable takes a recorder from whatever it records."""
        if (found := self._recorder()) is None:
            await self._ledger.async_miss(recording, Step.STARTED, Cause.NOT_IN_OPERATION)
            return False
        coordinator, device = found
        if recording.is_scheduled and self._is_its_own_turn(recording):
            return False
        try:
            await async_begin(coordinator, device, recording.order())
        except TROUBLES as err:
            await self._ledger.async_miss(recording, Step.STARTED, cause_of(err), str(err))
            return False
        lost = [cause for cause in recording.troubles if cause in BROKEN]
        is_again = recording.started_at is not None
        had_failed = (Duty.START, recording.id) in self._attempts
        cause = Cause.RETRY if is_again or had_failed else Cause.TIMETABLE
        self._vigil = self._replace_vigil(recording, coordinator)
        await self._ledger.async_note(recording, Step.STARTED, cause)
        for each in lost:
            await self._ledger.async_note(recording, Step.RECOVERED, each)
        return True

    def _is_its_own_turn(self, recording: Recording) -> bool:
        """Return whether a recorder with a schedule is given the first seconds to begin by it."""
        into_s = (dt_util.utcnow() - recording.start).total_seconds()
        return into_s < OWN_START_S and (Duty.START, recording.id) not in self._attempts

    async def _async_stop_recording(self, recording: Recording, cause: str) -> bool:
        """Stop, and return whether it was seen stopped."""
        found = self._recorder()
        if found is None:
            if self._is_present(self._key):
                await self._ledger.async_miss(recording, Step.STOPPED, Cause.NOT_IN_OPERATION)
                return False
            cause = Cause.RECORDER_REMOVED
        else:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await found[1].stop()
            except TROUBLES as err:
                await self._ledger.async_miss(recording, Step.STOPPED, cause_of(err), str(err))
                return False
        await self._async_note_stop(recording, cause)
        return True

    async def _async_note_stop(self, recording: Recording, cause: str) -> None:
        seconds = self._seconds_of(recording)
        self._end_vigil()
        data = {} if seconds is None else {"elapsed_s": round(seconds, 1)}
        await self._ledger.async_note(recording, Step.STOPPED, cause, data=data)

    def _seconds_of(self, recording: Recording) -> float | None:
        """Return how long this run of it lasted; None when it began before Home Assistant was started."""
        vigil = self._vigil
        is_known = vigil is not None and vigil.recording_id == recording.id and vigil.is_from_begin
        return max(0.0, vigil.seconds) if is_known and vigil is not None else None

    async def _async_arm(self, recording: Recording) -> bool:
        """Look whether the recorder is fit for a lesson, and return whether it is."""
        if (found := self._recorder()) is None:
            await self._ledger.async_miss(recording, Step.ARMED, Cause.NOT_IN_OPERATION)
            return False
        try:
            async with asyncio.timeout(PATIENCE_S):
                checks = await found[1].preflight(recording.order())
        except TROUBLES as err:
            await self._ledger.async_miss(recording, Step.ARMED, cause_of(err), str(err))
            return False
        if failed := checks.failed:
            await self._ledger.async_miss(recording, Step.ARMED, failed[0], "; ".join(checks.notes.values()))
            return False
        await self._ledger.async_note(recording, Step.ARMED, data={"unknown": unknown_checks(checks)})
        return True

    async def _async_verify(self, recording_id: str) -> None:
        """Look whether a recording that ran before a restart still does."""
        recording = self.recordings.get(recording_id)
        if recording is None or not recording.is_recording:
            self._unverified.discard(recording_id)
            return
        if (found := self._recorder()) is None:
            return
        coordinator, device = found
        try:
            async with asyncio.timeout(PATIENCE_S):
                is_there = await async_is_recording(device)
                if is_there and wanted_now(self.recordings.values(), dt_util.utcnow()) is recording:
                    # Does nothing when it records this lesson, and refuses when it records another
                    await device.start(recording.order())
        except RefusedError as err:
            self._unverified.discard(recording_id)
            await self._ledger.async_note(recording, Step.STOPPED, Cause.ANOTHER, detail=str(err))
            return
        except TROUBLES:
            return
        self._unverified.discard(recording_id)
        if is_there:
            self._vigil = self._replace_vigil(recording, coordinator, is_from_begin=False)
            await self._ledger.async_note(recording, Step.SEEN, Cause.RESTART)
        else:
            await self._ledger.async_note(recording, Step.STOPPED, Cause.NOT_RECORDING, data={"after": Cause.RESTART})

    # Watching

    async def _async_watch(self) -> None:
        """Write down what became trouble with the running recording, and what is over."""
        vigil = self._vigil
        recording = self.recordings.get(vigil.recording_id) if vigil is not None else None
        if vigil is None or recording is None or not recording.is_recording:
            return
        if (findings := vigil.async_look()) is None:
            return
        for cause in findings.raised:
            await self._ledger.async_note(recording, Step.TROUBLE, cause)
        for cause in findings.over:
            await self._ledger.async_note(recording, Step.RECOVERED, cause)
        if Cause.NOT_RECORDING in findings.raised:
            await self._async_note_stop(recording, Cause.NOT_RECORDING)
        elif vigil.watch.is_good and recording.signal_good_at is None:
            await self._ledger.async_note(recording, Step.SIGNAL_GOOD)
        elif recording.signal_good_at is None and vigil.watch.is_overdue(time.monotonic()):
            bad = vigil.watch.bad
            await self._ledger.async_miss(recording, Step.SIGNAL_GOOD, bad[0] if bad else Cause.UNREACHABLE)

    def _replace_vigil(
        self, recording: Recording, coordinator: DeviceCoordinator, *, is_from_begin: bool = True
    ) -> Vigil:
        self._end_vigil()
        return Vigil(recording.id, coordinator, self.async_kick, is_from_begin=is_from_begin)

    def _follow_vigil(self) -> None:
        """End a watch whose recording ended; watch over a recorder that was set up anew meanwhile."""
        running = next((each for each in self.recordings.values() if each.is_recording), None)
        found = self._recorder()
        if running is None or found is None:
            self._end_vigil()
        elif self._vigil is None or (self._vigil.coordinator, self._vigil.recording_id) != (found[0], running.id):
            self._vigil = self._replace_vigil(running, found[0], is_from_begin=False)

    def _end_vigil(self) -> None:
        if self._vigil is not None:
            self._vigil.async_end()
            self._vigil = None
