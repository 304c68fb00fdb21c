"""Cameras of a room as a recorder: what it offers to its poller, to the ledger and to the archive."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, override
from urllib.parse import urlsplit

from ....errors import LinkError, RefusalReason, RefusedError
from ....link.rtsp import knock
from ....model import DeviceIdentity, Quality, Reading, UpdateReport, Value
from ....profile.schema import Catalogue, Profile
from ..orders import Preflight, RecordedFile, RecorderState, RecordingOrder
from ..recorder import Recorder
from .disk import DiskGuard, MakeRoom
from .finishing import Finisher
from .journal import Phase
from .look import look_at_source, take_picture
from .preflight import look_ahead
from .process import find_ffmpeg
from .recording import Recording, Tools
from .settings import StreamSettings
from .shelf import FolderLock, Shelf

_LOGGER = logging.getLogger(__name__)

POINTS = frozenset(
    {
        *("state", "title", "elapsed", "written", "gaps", "picture", "sound", "sound_level"),
        *("storage_free", "storage_total", "time_left", "model"),
    }
)
START_TIMEOUT_S = 25.0
PREVIEW_KEPT_S = 10.0
CHUNK = 256 * 1024


class StreamRecorder(Recorder):
    """Records the streams of a room's cameras on this machine."""

    can_pause = True
    has_preview = True

    def __init__(self, profile: Profile, catalogue: Catalogue, settings: StreamSettings, *, line: str) -> None:
        """line: names the recorder, also in its recordings."""
        super().__init__(profile, catalogue)
        self._offer({point: entry.poll for point, entry in catalogue.points.items() if point in POINTS})
        self._settings = settings
        self._line = line
        self._shelf = Shelf(settings.folder, line)
        self._lock = FolderLock(settings.folder, line)
        self._guard = DiskGuard(
            settings.folder, reserve_bytes=settings.reserve_bytes, reserve_percent=settings.reserve_percent
        )
        self._recording: Recording | None = None
        self._finisher = Finisher(self._tell_news)
        self._serial = asyncio.Lock()
        self._is_prepared = False
        self._server = ""
        self._preview: tuple[float, bytes | None] = (-PREVIEW_KEPT_S, None)

    @property
    @override
    def line(self) -> str:
        return self._line

    @property
    def recording(self) -> Recording | None:
        """What runs, or ended because the disk was full; None when idle."""
        return self._recording

    @property
    @override
    def live_url(self) -> str | None:
        return self._settings.sources[0].url

    def set_room_maker(self, make_room: MakeRoom | None) -> None:
        """Say who deletes the oldest confirmed recordings when the disk fills up."""
        self._guard.make_room = make_room

    @override
    async def prepare(self) -> None:
        """Go on with a recording that a restart interrupted, and finish those whose time is over."""
        async with self._serial:
            if self._is_prepared:
                return
            try:
                await asyncio.to_thread(self._settings.folder.mkdir, parents=True, exist_ok=True)
                journals = await asyncio.to_thread(self._shelf.unfinished)
                is_ours = not journals or await asyncio.to_thread(self._lock.take)
            except OSError as err:
                raise LinkError(f"the folder {self._settings.folder} cannot be used: {err.strerror}") from err
            self._is_prepared = True
            if not is_ours:
                _LOGGER.warning("Recordings in %s belong to another process", self._settings.folder)
                return
            now = datetime.now(UTC)
            for journal in journals:
                recording = Recording(self._tools(), journal)
                is_running = journal.is_open and journal.order.end > now and self._recording is None
                if is_running and journal.phase is Phase.RECORDING:
                    recording.go_on()
                if is_running:
                    self._recording = recording
                    _LOGGER.info("Recording %s goes on after a restart", journal.order.id)
                else:
                    await recording.stop()
                    self._finisher.begin(recording)

    @override
    async def identify(self) -> DeviceIdentity:
        """Return what the first camera's server calls itself. While nothing is recorded, its login is tried too."""
        source = self._settings.sources[0]
        self._server = (await knock(source.address)).server or self._server
        if self._recording is None:
            await look_at_source(self._ffmpeg(), source, 1.0, has_sound=False)
        return DeviceIdentity(model=self._server or None)

    @override
    async def start(self, order: RecordingOrder) -> RecorderState:
        async with self._serial:
            current = self._recording
            if current is not None and current.order.id == order.id and current.journal.is_open:
                return await self._see_started(current)
            if current is not None and current.journal.is_open:
                raise RefusedError(RefusalReason.BUSY, f"another recording runs: {current.order.id}")
            tools, folder = self._tools(), self._shelf.folder_of(order)
            seconds = max((order.end - max(order.start, datetime.now(UTC))).total_seconds(), 60.0)
            await self._guard.demand(self._bytes_for(seconds))
            await self._take_folder()
            waiting = await self._finisher.give_back(order.id)
            known = waiting.journal if waiting else await asyncio.to_thread(self._shelf.find, order)
            if known is not None:
                await asyncio.to_thread(known.reopen)
                self._recording = Recording(tools, known)
                self._recording.go_on()
            else:
                self._recording = await Recording.begin(tools, folder, order, self._line)
            return await self._see_started(self._recording)

    @override
    async def stop(self) -> RecorderState:
        async with self._serial:
            recording = self._recording
            if recording is None:
                return RecorderState.IDLE
            await recording.stop()
            self._recording = None
            self._finisher.begin(recording)
        await self._finisher.wait(recording.order.id)
        return RecorderState.IDLE if self._recording is None else self._recording.state

    @override
    async def pause(self) -> RecorderState:
        async with self._serial:
            if self._recording is None or self._recording.journal.phase is not Phase.RECORDING:
                raise RefusedError(RefusalReason.VALUE, "nothing is recorded")
            await self._recording.pause()
            return self._recording.state

    @override
    async def resume(self) -> RecorderState:
        async with self._serial:
            if self._recording is None or self._recording.journal.phase is not Phase.PAUSED:
                raise RefusedError(RefusalReason.VALUE, "no recording is paused")
            await self._recording.resume()
            return await self._see_started(self._recording)

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        seconds = (order.end - order.start).total_seconds()
        wanted = self._bytes_for(seconds)
        return await look_ahead(self._tools(), wanted, is_recording=self._recording is not None)

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        running = self._recording if self._recording and self._recording.order.id == order.id else None
        known = running or self._finisher.waiting.get(order.id)
        if known is not None and known is not running:
            self._finisher.begin(known)
            await self._finisher.wait(order.id)
        journal = known.journal if known else await asyncio.to_thread(self._shelf.find, order)
        return () if journal is None else await asyncio.to_thread(self._shelf.files, journal)

    @override
    async def fetch(self, file: RecordedFile, *, offset: int = 0) -> AsyncIterator[bytes]:
        path = self._shelf.path_of(file)
        try:
            opened = await asyncio.to_thread(path.open, "rb")
        except OSError as err:
            raise RefusedError(RefusalReason.ADDRESS, f"{file.name} is not there") from err
        try:
            size = await asyncio.to_thread(opened.seek, 0, 2)
            if not 0 <= offset <= size:
                raise RefusedError(RefusalReason.VALUE, f"{file.name} has {size} bytes")
            await asyncio.to_thread(opened.seek, offset)
            while data := await asyncio.to_thread(opened.read, CHUNK):
                yield data
        finally:
            opened.close()

    @override
    async def discard(self, file: RecordedFile) -> None:
        await asyncio.to_thread(self._shelf.discard, file)

    @override
    def local_path(self, file: RecordedFile) -> Path | None:
        return None if file.is_growing else self._shelf.path_of(file)

    @override
    async def preview(self) -> bytes | None:
        at, picture = self._preview
        if time.monotonic() - at < PREVIEW_KEPT_S:
            return picture
        if self._recording is not None:
            picture = await self._recording.preview()
        else:
            picture = await take_picture(self._ffmpeg(), self._settings.sources[0])
        self._preview = (time.monotonic(), picture)
        return picture

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        wanted = frozenset(points) & self.points.keys()
        requests = 0
        if self._recording is None:
            # The camera may be on a page of its own; a recording shows itself whether it is there
            self._server = (await knock(self._settings.sources[0].address)).server or self._server
            requests = 1
        self._finisher.try_again()
        values = self._values()
        failed: dict[str, str] = {}
        if wanted & {"storage_free", "storage_total", "time_left"}:
            try:
                values |= await self._storage_values()
            except LinkError as err:
                failed = dict.fromkeys(wanted & {"storage_free", "storage_total", "time_left"}, str(err))
        now = time.time()
        readings = {
            point: Reading(values.get(point), Quality.GOOD if values.get(point) is not None else Quality.ABSENT, now)
            for point in wanted - failed.keys()
        }
        return UpdateReport(readings=MappingProxyType(readings), failed=MappingProxyType(failed), requests=requests)

    @override
    def describe(self) -> dict[str, Any]:
        recording, waiting = self._recording, self._finisher.waiting
        return {
            "sources": [
                {"name": source.name, "has_sound": source.has_sound, "may_stand_still": source.may_stand_still}
                for source in self._settings.sources
            ],
            "has_recording": recording is not None,
            "runs": len(recording.journal.runs) if recording else 0,
            "gaps": recording.gaps if recording else 0,
            "not_joined": len(waiting),
            "trouble": [each.journal.trouble for each in waiting.values() if each.journal.trouble],
            "has_own_room_maker": self._guard.make_room is not None,
        }

    @override
    async def close(self) -> None:
        """End every process; a recording stays open and goes on with the next `prepare`."""
        async with self._serial:
            if self._recording is not None:
                await self._recording.halt()
                self._recording = None
            await self._finisher.close()
            self._lock.release()
            self._is_prepared = False

    def _tell_news(self) -> None:
        if self._push is not None:
            self._push.on_news()

    def _bytes_for(self, seconds: float) -> int:
        """Return what a lesson needs: files are made before their segments go."""
        return int(2 * max(seconds, 0) * self._settings.mbit_s * 125_000 * len(self._settings.sources))

    def _ffmpeg(self) -> str:
        return find_ffmpeg(self._settings.ffmpeg)

    def _tools(self) -> Tools:
        settings = self._settings
        return Tools(
            ffmpeg=self._ffmpeg(),
            sources=settings.sources,
            guard=self._guard,
            silent_below_db=settings.silent_below_db,
            has_checks=settings.has_checks,
        )

    async def _take_folder(self) -> None:
        try:
            await asyncio.to_thread(self._settings.folder.mkdir, parents=True, exist_ok=True)
            is_ours = await asyncio.to_thread(self._lock.take)
        except OSError as err:
            raise LinkError(f"the folder {self._settings.folder} cannot be used: {err.strerror}") from err
        if not is_ours:
            raise RefusedError(RefusalReason.BUSY, "another process records into the same folder")

    async def _see_started(self, recording: Recording) -> RecorderState:
        """Return once it records. Raises RefusedError with the cause; it is tried on until somebody stops it."""
        if await recording.wait_until_recording(START_TIMEOUT_S):
            return recording.state
        causes = "; ".join(recording.causes) or "no source sends anything"
        raise RefusedError(RefusalReason.DEVICE_FAILURE, f"nothing is recorded yet: {causes}")

    def _values(self) -> dict[str, Value]:
        recording = self._recording
        values: dict[str, Value] = {"state": RecorderState.IDLE.value, "model": self._server or None}
        if recording is None:
            return values
        state = recording.state
        values |= {
            "state": state.value,
            "title": recording.order.title[:255],
            "elapsed": round(recording.elapsed_s),
            "written": recording.written,
            "gaps": recording.gaps,
        }
        if state is RecorderState.PAUSED:
            return values
        picture, sound, level = recording.picture, recording.sound, recording.sound_level_db
        return values | {
            "picture": picture.value if picture else None,
            "sound": sound.value if sound else None,
            "sound_level": level,
        }

    async def _storage_values(self) -> dict[str, Value]:
        space = await self._guard.look()
        rate = (self._recording.rate if self._recording else 0.0) or (
            self._settings.mbit_s * 125_000 * len(self._settings.sources)
        )
        return {
            "storage_free": space.free,
            "storage_total": space.total,
            "time_left": round(space.usable / rate),
        }


def open_stream_recorder(profile: Profile, catalogue: Catalogue, settings: StreamSettings) -> StreamRecorder:
    """Return a recorder of these settings; nothing is asked or written yet."""
    first = settings.sources[0]
    path = urlsplit(first.address).path or "/"
    # One host may stand for many rooms
    return StreamRecorder(profile, catalogue, settings, line=f"rtsp:{first.host.lower()}:{first.port}{path}")
