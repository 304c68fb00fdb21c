"""One recording from its begin to its files: captures of every source, looked after and joined at the end."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ....errors import CampusLinkError, LinkError
from ..orders import PictureState, RecorderState, RecordingOrder, SoundState
from .capture import Capture
from .disk import DiskGuard
from .joining import Joiner, delete_segments
from .journal import Journal, Phase, RecordingClock, sync_file, sync_folder
from .look import look_at_segment, take_picture
from .process import size_of
from .source import Source
from .verdict import PictureWatch, SoundWatch, worst

_LOGGER = logging.getLogger(__name__)

TEND_S = 5.0
"""Most seconds of a recording that a power loss can take, besides what ffmpeg has not written yet."""
LOOK_S = 10.0
"""Least seconds between two looks at a source; most of their price is that ffmpeg is started."""
SPACE_S = 10.0
LOST_S = 10.0
"""Seconds without packets after which picture and sound are absent."""
LEAST_PREVIEW_BYTES = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """What every recording of a recorder uses."""

    ffmpeg: str
    sources: Sequence[Source]
    guard: DiskGuard
    silent_below_db: float
    has_checks: bool = True
    """Whether segments are looked at during the recording."""


@dataclass(slots=True)
class Watched:
    """A source while it is recorded."""

    capture: Capture
    picture: PictureWatch
    sound: SoundWatch
    looked: int = 0
    """How many segments were looked at."""
    synced: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    finished: Sequence[Path] = ()
    looked_at_s: float = 0.0
    lost_since_s: float | None = None
    trouble: str = ""
    """Why segments cannot be looked at."""


class Recording:
    """One order in a folder of its own."""

    def __init__(self, tools: Tools, journal: Journal) -> None:
        """journal: new, or of a recording that goes on."""
        self.journal = journal
        self.is_ended_by_disk = False
        self.written = 0
        self._tools = tools
        self._watched: list[Watched] = []
        self._tending: asyncio.Task[None] | None = None
        self._rate = self._before_s = 0.0
        self._has_news = asyncio.Event()
        self._gaps = Counter(run.source for run in journal.runs)

    @classmethod
    async def begin(cls, tools: Tools, folder: Path, order: RecordingOrder, line: str) -> Recording:
        """Make the folder and start. Raises LinkError when it cannot be written."""
        journal = Journal(folder=folder, order=order, line=line, clock=RecordingClock())
        try:
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
            await asyncio.to_thread(journal.save)
        except OSError as err:
            raise LinkError(f"the recording cannot be written to {folder}: {err.strerror}") from err
        recording = cls(tools, journal)
        recording.go_on()
        return recording

    @property
    def order(self) -> RecordingOrder:
        """What is recorded."""
        return self.journal.order

    @property
    def captures(self) -> Sequence[Capture]:
        """The sources while they are recorded; empty in a pause."""
        return [watched.capture for watched in self._watched]

    @property
    def state(self) -> RecorderState:
        """What is seen: it records when at least one source delivers."""
        if self.journal.phase is Phase.PAUSED:
            return RecorderState.PAUSED
        if not self.journal.is_open:
            return RecorderState.ERROR if self.is_ended_by_disk else RecorderState.IDLE
        if any(capture.is_delivering for capture in self.captures):
            return RecorderState.RECORDING
        has_been = any(capture.has_delivered or capture.cause for capture in self.captures)
        return RecorderState.ERROR if has_been else RecorderState.STARTING

    @property
    def picture(self) -> PictureState | None:
        """The worst picture of all sources."""
        now_s = self.journal.clock.elapsed_s
        states = [
            PictureState.ABSENT if _is_lost(watched, now_s) else watched.picture.state for watched in self._watched
        ]
        return worst(states)

    @property
    def sound(self) -> SoundState | None:
        """The worst sound of the sources that carry the room's; None where none does."""
        now_s = self.journal.clock.elapsed_s
        heard = [watched for watched in self._watched if watched.capture.source.has_sound]
        return worst([SoundState.ABSENT if _is_lost(watched, now_s) else watched.sound.state for watched in heard])

    @property
    def sound_level_db(self) -> float | None:
        """Mean level of the latest segment of the room's sound."""
        heard = [watched.sound.level_db for watched in self._watched if watched.capture.source.has_sound]
        return next((level for level in heard if level is not None), None)

    @property
    def gaps(self) -> int:
        """How often a source was lost, or the recording went on after a crash."""
        return sum(capture.gaps for capture in self.captures) or sum(self._gaps.values())

    @property
    def elapsed_s(self) -> float:
        """Seconds recorded so far; stands still while no source delivers."""
        return max([self._before_s, *(capture.until_s for capture in self.captures)])

    @property
    def rate(self) -> float:
        """Bytes a second, on average."""
        return self._rate

    @property
    def causes(self) -> Sequence[str]:
        """Why sources do not deliver."""
        return [capture.cause for capture in self.captures if capture.cause]

    def go_on(self) -> None:
        """Record, whether it is new or was interrupted."""
        self._before_s = self.journal.clock.elapsed_s if self.journal.runs else 0.0
        coded = {run.source for run in self.journal.runs if run.is_sound_coded}
        self._watched = [
            Watched(
                Capture(
                    source,
                    self.journal,
                    self._tools.ffmpeg,
                    is_sound_coded=source.name in coded,
                    gaps=self._gaps[source.name],
                    on_news=self._has_news.set,
                ),
                PictureWatch(may_stand_still=source.may_stand_still),
                SoundWatch(silent_below_db=self._tools.silent_below_db),
            )
            for source in self._tools.sources
        ]
        for watched in self._watched:
            known = watched.capture.segments()
            watched.looked = watched.synced = len(known)
            watched.sizes = {path.name: size_of(path) for path in known}
            watched.looked_at_s = self.journal.clock.elapsed_s
            watched.capture.start()
        self._tending = asyncio.get_running_loop().create_task(self._tend(), name=f"tend {self.order.id}")

    async def wait_until_recording(self, timeout_s: float) -> bool:
        """Return whether a source delivers before so many seconds are over, or every one wants another login."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while self.state is not RecorderState.RECORDING:
                    if self.captures and all(capture.is_locked_out for capture in self.captures):
                        return False
                    self._has_news.clear()
                    await self._has_news.wait()
        return self.state is RecorderState.RECORDING

    async def pause(self) -> None:
        """Write nothing for a while; the pause is no gap, it is left out."""
        await self.halt()
        self.journal.clock.pause()
        self.journal.phase = Phase.PAUSED
        await self._save()

    async def resume(self) -> None:
        """Go on after a pause."""
        self.journal.clock.resume()
        self.journal.phase = Phase.RECORDING
        await self._save()
        self.go_on()

    async def halt(self) -> None:
        """End every process; the recording stays open for whoever goes on with it."""
        if self._tending:
            self._tending.cancel()
            with suppress(asyncio.CancelledError):
                await self._tending
            self._tending = None
        await asyncio.gather(*(capture.stop() for capture in self.captures))
        self._before_s = self.elapsed_s
        self._gaps.update(
            {capture.source.name: capture.gaps - self._gaps[capture.source.name] for capture in self.captures}
        )
        await asyncio.to_thread(self._sync, list(self._watched))
        self._watched = []

    async def stop(self) -> None:
        """End it; the segments are kept until `join`."""
        await self.halt()
        if self.journal.is_open:
            self.journal.phase = Phase.STOPPED
            # A full disk must not keep a recording from being stopped
            with suppress(LinkError):
                await self._save()

    async def join(self) -> None:
        """Make the files and delete the segments. Does nothing once that is done; raises LinkError, RefusedError."""
        if self.journal.phase is not Phase.STOPPED:
            return
        names = list(dict.fromkeys(run.source for run in self.journal.runs))
        try:
            size = await asyncio.to_thread(lambda: sum(map(size_of, self.journal.folder.glob("*.ts"))))
            await self._tools.guard.find_room(size)
            files = [file for name in names for file in await Joiner(self._tools.ffmpeg, self.journal, name).join()]
        except (OSError, CampusLinkError, TimeoutError) as err:
            cause = (err.strerror or str(err)) if isinstance(err, OSError) else str(err)
            self.journal.trouble = cause or "the segments could not be joined in time"
            with suppress(LinkError):
                await self._save()
            raise LinkError(self.journal.trouble) from err
        self.journal.files, self.journal.trouble, self.journal.phase = [*self.journal.files, *files], "", Phase.JOINED
        await self._save()
        await asyncio.to_thread(delete_segments, self.journal)

    async def preview(self) -> bytes | None:
        """Return the newest keyframe of the first source as JPEG; no further connection is made for it."""
        for capture in self.captures:
            paths = list(reversed((await asyncio.to_thread(capture.segments))[-2:]))
            for path in paths:
                if size_of(path) < LEAST_PREVIEW_BYTES and path is not paths[-1]:
                    continue
                with suppress(LinkError):
                    return await take_picture(self._tools.ffmpeg, path)
        return None

    async def _save(self) -> None:
        try:
            await asyncio.to_thread(self.journal.save)
        except OSError as err:
            raise LinkError(f"the recording cannot be written: {err.strerror}") from err

    async def _tend(self) -> None:
        """Look after the recording: what is written, kept safe, left on the disk, seen and heard."""
        loop = asyncio.get_running_loop()
        spaced_at = loop.time()
        while True:
            await asyncio.sleep(TEND_S)
            self.written = await asyncio.to_thread(self._sync, self._watched)
            self._rate = self.written / max(self.journal.clock.elapsed_s, 1.0)
            if loop.time() - spaced_at >= SPACE_S:
                spaced_at = loop.time()
                if await self._is_disk_full():
                    return
            for watched in self._watched:
                _note_loss(watched, self.journal.clock.elapsed_s)
                if self._tools.has_checks:
                    await self._look(watched)

    def _sync(self, watched: Sequence[Watched]) -> int:
        """Force to the disk what is not there yet, and return what was written in all."""
        for each in watched:
            paths = each.capture.segments()
            for path in paths[each.synced :]:
                sync_file(path)
                each.sizes[path.name] = size_of(path)
            each.finished = paths[:-1]
            if len(each.finished) > each.synced:
                each.synced = len(each.finished)
                with suppress(OSError):
                    sync_folder(self.journal.folder)
        return sum(sum(each.sizes.values()) for each in watched)

    async def _is_disk_full(self) -> bool:
        """Return whether the recording had to end so that others on this disk can go on."""
        try:
            space = await self._tools.guard.find_room(int(self._rate * 60))
        except CampusLinkError as err:
            _LOGGER.warning("Recording %s: %s", self.order.id, err)
            return False
        if not space.is_emergency:
            return False
        _LOGGER.error("Recording %s ends: the disk is full", self.order.id)
        self.is_ended_by_disk = True
        await asyncio.gather(*(capture.stop() for capture in self.captures))
        self.journal.phase = Phase.STOPPED
        self.journal.trouble = "the disk is full"
        with suppress(LinkError):
            await self._save()
        return True

    async def _look(self, watched: Watched) -> None:
        """Look at the latest finished segment, when it is time for it."""
        finished, now_s = watched.finished, self.journal.clock.elapsed_s
        if len(finished) <= watched.looked or now_s - watched.looked_at_s < LOOK_S:
            return
        length_s, watched.looked_at_s = now_s - watched.looked_at_s, now_s
        watched.looked = len(finished)
        try:
            look = await look_at_segment(self._tools.ffmpeg, finished[-1], has_sound=bool(watched.capture.audio))
        except LinkError as err:
            watched.trouble = str(err)
            return
        watched.trouble = ""
        watched.picture.see(look.frames, length_s)
        watched.sound.hear(look.sound, length_s)


def _note_loss(watched: Watched, now_s: float) -> None:
    if watched.capture.is_delivering:
        watched.lost_since_s = None
    elif watched.lost_since_s is None:
        watched.lost_since_s = now_s


def _is_lost(watched: Watched, now_s: float) -> bool:
    return watched.lost_since_s is not None and now_s - watched.lost_since_s >= LOST_S
