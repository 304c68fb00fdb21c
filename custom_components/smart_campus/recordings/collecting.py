"""What follows a recording: its files are listed and handed to the archive; one nobody saw is looked for."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..archive.queue import async_enqueue
from ..archive.rules.item import ArchiveItem
from ..campuslink.device.recorder.orders import RecordedFile
from ..campuslink.device.recorder.recorder import Recorder
from ..coordinator import DeviceCoordinator
from ..store.rules.errors import StoreError
from .faults import PATIENCE_S, TROUBLES, cause_of
from .ledger import Ledger
from .rules.duties import GIVE_UP_AFTER
from .rules.recording import Recording
from .rules.steps import Cause, Step

FILES_WITHIN: Final = timedelta(minutes=2)
"""How long a recorder may take to show the files of a recording that was stopped."""
SLACK: Final = timedelta(minutes=1)
"""How far before a recording was seen to begin its file may begin."""

type Found = tuple[DeviceCoordinator, Recorder] | None


class Collector:
    """One for all recorders of a site. Every method returns whether nothing is left to do."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, ledger: Ledger) -> None:
        self._hass = hass
        self._entry = entry
        self._ledger = ledger

    async def async_collect(self, recording: Recording, found: Found) -> bool:
        """List the files of a recording that is over, and hand those that are new to the archive."""
        if found is None:
            is_gone = recording.stopped is not None and recording.stopped.cause == Cause.RECORDER_REMOVED
            cause = Cause.RECORDER_REMOVED if is_gone else Cause.NOT_IN_OPERATION
            await self._ledger.async_miss(recording, Step.STORED, cause)
            return False
        device = found[1]
        try:
            files = await _list(device, recording)
        except TROUBLES as err:
            await self._ledger.async_miss(recording, Step.STORED, cause_of(err), str(err))
            return False
        if any(each.is_growing for each in files):
            return False
        if not files:
            if recording.stopped is None or dt_util.utcnow() - recording.stopped.at > FILES_WITHIN:
                await self._ledger.async_miss(recording, Step.STORED, Cause.NO_FILES)
            return False
        is_here = device.holds_files or await asyncio.to_thread(_is_local, device, files)
        await self._async_note_files(recording, files, is_here=is_here)
        return await self._async_hand_over(recording, files)

    async def async_close(self, recording: Recording, found: Found) -> bool:
        """End a lesson that was never seen recorded. A recorder with a schedule of its own may have recorded it."""
        is_late = dt_util.utcnow() > recording.end + GIVE_UP_AFTER
        if found is not None and found[1].can_schedule and not is_late:
            try:
                files = await _list(found[1], recording)
            except TROUBLES as err:
                await self._ledger.async_miss(recording, Step.STARTED, cause_of(err), str(err))
                return False
            if any(each.is_growing for each in files):
                return False
            if files:
                await self._async_reconcile(recording, files)
                return True
        miss = recording.open_miss
        cause = miss.cause if miss is not None else Cause.AWAY
        await self._ledger.async_miss(recording, Step.STARTED, cause)
        await self._ledger.async_note(recording, Step.FAILED, cause)
        return True

    async def _async_reconcile(self, recording: Recording, files: Sequence[RecordedFile]) -> None:
        """Write down what the recorder did while nobody looked."""
        begin = min((each.start for each in files if each.start is not None), default=recording.start)
        seconds = max((each.duration_s for each in files if each.duration_s is not None), default=None)
        end = recording.end if seconds is None else begin + timedelta(seconds=seconds)
        await self._ledger.async_note(recording, Step.STARTED, Cause.OWN_SCHEDULE, at=dt_util.as_utc(begin))
        data = {} if seconds is None else {"elapsed_s": seconds}
        await self._ledger.async_note(recording, Step.STOPPED, Cause.OWN_SCHEDULE, at=dt_util.as_utc(end), data=data)

    async def _async_note_files(self, recording: Recording, files: Sequence[RecordedFile], *, is_here: bool) -> None:
        if recording.is_collected:
            return
        facts = {each.name: {"size": each.size, "duration_s": each.duration_s, "source": each.source} for each in files}
        # Files that are neither here nor can be fetched are brought to the archive by somebody else
        data = {"files": facts} if is_here else {"files": facts, "handed": list(facts)}
        await self._ledger.async_note(recording, Step.STORED, data=data)

    async def _async_hand_over(self, recording: Recording, files: Sequence[RecordedFile]) -> bool:
        new = tuple(each for each in files if each.name not in recording.handed)
        if not new:
            return True
        # What was handed over once is closed; files that came later are an item of their own
        part = recording.id if not recording.parts else f"{recording.id}-{len(recording.parts) + 1}"
        item = ArchiveItem(
            recording_id=part,
            device_subentry_id=recording.subject.device_id,
            room=recording.subject.room,
            order=recording.order(),
            files=new,
        )
        try:
            await async_enqueue(self._hass, self._entry, item)
        except StoreError:
            await self._ledger.async_miss(recording, Step.QUEUED, Cause.STORE)
            return False
        data = {"part": part, "handed": [each.name for each in new]}
        await self._ledger.async_note(recording, Step.QUEUED, data=data)
        return True


async def _list(device: Recorder, recording: Recording) -> list[RecordedFile]:
    async with asyncio.timeout(PATIENCE_S):
        files = await device.list_files(recording.order())
    since, until = _span(recording)
    return [each for each in files if each.size != 0 and _is_of(each, recording.id, since, until)]


def _is_local(device: Recorder, files: Sequence[RecordedFile]) -> bool:
    return any(device.local_path(each) is not None for each in files)


def _span(recording: Recording) -> tuple[datetime, datetime]:
    """Return between which times a file of a recording begins."""
    begin = recording.started_at or recording.start
    return begin - SLACK, max(recording.end, recording.stopped.at) if recording.stopped else recording.end


def _is_of(file: RecordedFile, recording_id: str, since: datetime, until: datetime) -> bool:
    """Return whether a file is of a recording: the recorder says so, or it cannot tell and the time fits."""
    if file.order_id:
        return file.order_id == recording_id
    return file.start is None or since <= file.start < until
