"""What recorders that are a device of their own share: looking, waiting until it was seen, polling by source."""

import asyncio
import time
from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Protocol, override

from ...errors import GarbledAnswerError, RefusalReason, RefusedError
from ...model import Quality, Reading, UpdateReport
from ...profile.schema import Catalogue, Profile
from .orders import RecordedFile, RecorderState, RecordingOrder
from .orders_kept import OrdersKept, began_for
from .progress import STALL_S, Observation, ProgressWatch
from .recorder import Recorder
from .sources import Asking, Readings, Source

CLOCK_LIMIT_S = 5.0
"""A recorder's clock may be off by so much before a lesson."""
BYTES_PER_S = 1_250_000
"""What a second of recording may take (10 Mbit/s), where the recorder does not tell how long it can go on."""
LOOK_EVERY_S = 0.5
IDENTITY_POINTS = frozenset({"manufacturer", "model", "serial", "firmware"})
OBSERVED_POINTS = frozenset({"state", "title", "elapsed", "written"})

_RUNNING = frozenset({RecorderState.STARTING, RecorderState.RECORDING, RecorderState.PAUSED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Clocks:
    """What tells a recorder the time."""

    now: Callable[[], float] = time.time
    """Seconds since 1970-01-01 UTC."""
    steady: Callable[[], float] = time.monotonic
    """Seconds of a clock that never jumps."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits between two looks, in seconds."""


REAL_CLOCKS = Clocks()


class RecorderLink(Protocol):
    """What every way to a recorder tells and takes, whatever is spoken over it."""

    sent: int
    """Requests so far."""

    @property
    def line(self) -> str:
        """Key of the recorder's place on the network."""

    @property
    def is_shut_out(self) -> bool:
        """Whether the recorder refused our password and is asked nothing until that is another one."""

    async def close(self) -> None:
        """Refuse further requests."""


class HardwareRecorder(Recorder):
    """A recorder whose state is what was seen: commands look until it shows, and give up after `patience_s`."""

    patience_s = 15.0
    """Seconds within which a command shows."""
    stall_s = STALL_S
    """Seconds after which a recording without progress is an error."""

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: RecorderLink,
        clocks: Clocks,
    ) -> None:
        """Make one that is not asked anything yet. clocks: what tells the time; other ones in tests."""
        self._way = link
        self.use_clocks(clocks)
        self._commands = asyncio.Lock()
        self._watch = ProgressWatch(stall_s=self.stall_s)
        self._kept = OrdersKept()
        self._clock_offset_s = 0.0
        self.zone: tzinfo | None = None
        """Of the recorder's clock, where it names none; None for this machine's."""
        sources = self._sources()
        self._asking = Asking(sources)
        offered = frozenset[str]().union(*(source.points for source in sources))
        super().__init__(
            profile, catalogue, {point: entry.poll for point, entry in catalogue.points.items() if point in offered}
        )

    def use_clocks(self, clocks: Clocks) -> None:
        """Take the time from other clocks; before the first poll only."""
        self._clock = clocks.now
        self._steady = clocks.steady
        self._pause = clocks.pause

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        sent = self.requests_sent()
        failed: dict[str, str] = {}
        await self.prepare()
        values = await self._asking.ask(frozenset(points) & self.points.keys(), failed)
        now = self._clock()
        readings = {
            point: Reading(value, Quality.ABSENT if value is None else Quality.GOOD, now)
            for point, value in values.items()
        }
        return UpdateReport(readings=readings, failed=failed, requests=self.requests_sent() - sent)

    @override
    async def start(self, order: RecordingOrder) -> RecorderState:
        async with self._commands:
            await self.prepare()
            seen = await self._look()
            if seen.state in _RUNNING:
                self._require_own(order, seen)
            else:
                await self._begin(order)
            self._kept.begin(order, self._began(seen))
            try:
                return await self._wait_for_progress()
            except RefusedError:
                self._kept.current = None
                raise

    @override
    async def stop(self) -> RecorderState:
        async with self._commands:
            await self.prepare()
            if (await self._look()).state is not RecorderState.IDLE:
                await self._end()
            state = await self._wait_for({RecorderState.IDLE, RecorderState.ERROR}, "stop")
            self._kept.end(self._now())
            return state

    @override
    def local_path(self, file: RecordedFile) -> Path | None:
        return None

    @override
    def fetch(self, file: RecordedFile, *, offset: int = 0) -> AsyncIterator[bytes]:
        return self._fetch(file, max(offset, 0))

    @override
    def describe(self) -> dict[str, Any]:
        order = self._kept.current
        return {
            "requests": self.requests_sent(),
            "runs_for": None if order is None else order.id,
            "clock_offset_s": round(self._clock_offset_s, 1),
        }

    @property
    @override
    def line(self) -> str:
        return self._way.line

    @property
    def is_shut_out(self) -> bool:
        """Whether it refused our password and is asked nothing until that is another one."""
        return self._way.is_shut_out

    def requests_sent(self) -> int:
        """Return the number of requests since the device was opened."""
        return self._way.sent

    @override
    async def close(self) -> None:
        await self._way.close()

    @abstractmethod
    def _sources(self) -> Sequence[Source]:
        """Return what a poll can ask, the observation first."""

    @abstractmethod
    async def _observe(self) -> Observation:
        """Look at the recorder."""

    @abstractmethod
    async def _begin(self, order: RecordingOrder) -> None:
        """Tell it to record."""

    @abstractmethod
    async def _end(self) -> None:
        """Tell it to stop."""

    @abstractmethod
    def _fetch(self, file: RecordedFile, offset: int) -> AsyncIterator[bytes]:
        """Yield a file's content."""

    async def _look(self) -> Observation:
        """Look, and end the order's run where nothing records any more."""
        seen = await self._observe()
        if seen.state is RecorderState.IDLE and self._kept.current is not None:
            self._kept.end(self._now())
        return seen

    async def _read_observation(self) -> Readings:
        seen = await self._look()
        is_running = seen.state in _RUNNING
        order = self._kept.current
        return {
            "state": self._watch.see(seen, self._steady()).value,
            "title": (seen.title or (order.title if order else "") or None) if is_running else None,
            "elapsed": seen.elapsed_s if is_running else None,
            "written": seen.written if is_running else None,
        }

    def _require_own(self, order: RecordingOrder, seen: Observation) -> None:
        """Raise RefusedError when what records is not the order's; after a restart its begin tells."""
        own = self._kept.current
        if own is None and began_for(order, self._began(seen)):
            return
        if own is None or own.id != order.id:
            raise RefusedError(RefusalReason.BUSY, "it records something else already; stop that first")

    def _began(self, seen: Observation) -> datetime:
        elapsed_s = (seen.elapsed_s or 0.0) if seen.state in _RUNNING else 0.0
        return self._now() - timedelta(seconds=elapsed_s)

    async def _wait_for_progress(self) -> RecorderState:
        until = self._steady() + self.patience_s
        while True:
            seen = await self._observe()
            state = self._watch.see(seen, self._steady())
            if state is RecorderState.PAUSED:
                return state
            if seen.state is RecorderState.RECORDING and state is not RecorderState.STARTING:
                return state
            if self._steady() >= until:
                raise RefusedError(
                    RefusalReason.DEVICE_FAILURE,
                    f"told to record, it showed no progress within {self.patience_s:.0f} s (it says {seen.state})",
                )
            await self._pause(LOOK_EVERY_S)

    async def _wait_for(self, states: Collection[RecorderState], command: str) -> RecorderState:
        until = self._steady() + self.patience_s
        while True:
            seen = await self._observe()
            if seen.state in states:
                return self._watch.see(seen, self._steady())
            if self._steady() >= until:
                raise RefusedError(
                    RefusalReason.DEVICE_FAILURE,
                    f"told to {command}, it still says {seen.state} after {self.patience_s:.0f} s",
                )
            await self._pause(LOOK_EVERY_S)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def _note_clock(self, at: datetime | None) -> float | None:
        """Return by how much the recorder's clock is ahead. at: its time, with a zone or in `zone`."""
        if at is None:
            return None
        self._clock_offset_s = self._zoned(at).timestamp() - self._clock()
        return self._clock_offset_s

    def _ours(self, at: datetime | None) -> datetime | None:
        """Return a time of the recorder's clock by our clock."""
        if at is None:
            return None
        return self._zoned(at).astimezone(UTC) - timedelta(seconds=self._clock_offset_s)

    def _zoned(self, at: datetime) -> datetime:
        if at.tzinfo is not None:
            return at
        return at.astimezone() if self.zone is None else at.replace(tzinfo=self.zone)

    async def _try[T](self, ask: Awaitable[T], notes: dict[str, str], check: str) -> T | None:
        """Return an answer for a check before a lesson; what is refused there is noted and not known."""
        try:
            return await ask
        except (RefusedError, GarbledAnswerError) as err:
            notes[check] = str(err)
            return None


def needed_bytes(order: RecordingOrder) -> int:
    """Return how much storage an order may take."""
    return int(max((order.end - order.start).total_seconds(), 0.0) * BYTES_PER_S)


def plain_name(text: str) -> str:
    """Return a file name without a path, safe on every file system; ``recording`` where nothing is left."""
    name = text.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter if letter.isalnum() or letter in "-_. ()" else "_" for letter in name)
    return kept.strip(". ")[:120] or "recording"
