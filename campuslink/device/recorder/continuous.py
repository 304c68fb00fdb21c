"""Recorders of camera systems: they cut by the clock, may record all day anyway, and know no titles."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import override

from ...errors import RefusalReason, RefusedError
from .disks import Disks
from .hardware import (
    CLOCK_LIMIT_S,
    IDENTITY_POINTS,
    LOOK_EVERY_S,
    OBSERVED_POINTS,
    HardwareRecorder,
    needed_bytes,
)
from .orders import Preflight, RecordedFile, RecorderState, RecordingOrder
from .orders_kept import files_within
from .progress import Observation
from .sources import Readings, Source

LOOK_BACK = timedelta(minutes=90)
"""Longer than any stretch such a recorder cuts."""
LIVE_S = 60.0
"""A stretch that ends less long ago is still written; the index of the disk is behind the camera."""
SETTLE_S = 12.0
"""How long the newest stretch must stand still until a recorder counts as stopped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """What lies on the disk of one channel without a break, by our clock."""

    id: str
    start: datetime
    end: datetime
    size: int | None
    name: str


class ContinuousRecorder(HardwareRecorder):
    """What is observed is the newest stretch on the disk: while its end advances, the channel is recorded.

    A recorder that follows a schedule of its own goes on after `stop`, which returns RECORDING then. Its stretches of
    the order's time are the order's files, whoever had them recorded.
    """

    patience_s = 60.0
    stall_s = 40.0
    has_preview = True
    _stopped_at: datetime | None = None
    """End of the newest stretch when the recorder was seen stopped."""
    _zone_offset: timedelta | None = None
    """Of its clock; None until it told its time."""

    @abstractmethod
    async def _stretches(self, start: datetime, end: datetime) -> Sequence[Stretch]:
        """Return what lies on the disk of a time, by our clock, the oldest first."""

    @abstractmethod
    async def _read_time(self) -> datetime:
        """Return what its clock shows, with a zone or in `zone`."""

    @abstractmethod
    async def _get_disks(self) -> Disks:
        """Return its disks."""

    @abstractmethod
    async def _has_picture(self) -> bool | None:
        """Return whether a picture of the channel comes in; None where it does not say."""

    @override
    async def prepare(self) -> None:
        if self._zone_offset is None:
            await self._read_clock()

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        notes: dict[str, str] = {}
        offset_s = (await self._read_clock())["clock_offset"]
        disks = await self._try(self._get_disks(), notes, "disk")
        has_picture = await self._try(self._has_picture(), {}, "source")
        is_clock_right = None if not isinstance(offset_s, float) else abs(offset_s) <= CLOCK_LIMIT_S
        if is_clock_right is False:
            notes["clock"] = f"{offset_s:+.0f} s"
        return Preflight(
            is_clock_right=is_clock_right,
            clock_offset_s=offset_s if isinstance(offset_s, float) else None,
            has_space=None if disks is None else disks.has_space(needed_bytes(order), notes),
            has_source=has_picture,
            notes=notes,
        )

    @override
    async def start(self, order: RecordingOrder) -> RecorderState:
        async with self._commands:
            await self.prepare()
            own = self._kept.current
            if own is not None and own.id != order.id:
                raise RefusedError(RefusalReason.BUSY, "it records another order already; stop that first")
            if own is None:
                await self._begin(order)
                # After a restart the first part was recorded already
                self._kept.begin(order, min(order.start, self._now()))
            try:
                return await self._wait_for_advance()
            except RefusedError:
                self._kept.current = None
                raise

    @override
    async def stop(self) -> RecorderState:
        async with self._commands:
            await self.prepare()
            await self._end()
            self._kept.end(self._now())
            newest = await self._newest()
            until = self._steady() + SETTLE_S
            while self._steady() < until:
                await self._pause(SETTLE_S / 4)
            again = await self._newest()
            if newest is not None and again is not None and again.end > newest.end:
                return RecorderState.RECORDING
            self._stopped_at = again.end if again is not None else None
            return RecorderState.IDLE

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        await self.prepare()
        start, end = self._kept.time_of(order, self._now())
        is_running = self._kept.current is not None and self._kept.current.id == order.id
        files = [
            RecordedFile(
                id=each.id,
                name=each.name,
                size=each.size,
                start=each.start,
                duration_s=(each.end - each.start).total_seconds(),
                is_growing=is_running and self._now() - each.end < timedelta(seconds=LIVE_S),
            )
            for each in await self._stretches(start, end)
        ]
        return files_within(files, start, end, takes_parts=True)

    @override
    def _sources(self) -> Sequence[Source]:
        return (
            Source(points=OBSERVED_POINTS - {"written"}, ask=self._read_observation),
            Source(points=frozenset({"picture"}), ask=self._read_picture, is_optional=True),
            Source(points=frozenset({"storage_free", "storage_total"}), ask=self._read_storage, is_optional=True),
            Source(points=frozenset({"clock_offset"}), ask=self._read_clock),
            Source(points=IDENTITY_POINTS, ask=self._read_identity),
        )

    @abstractmethod
    async def _read_identity(self) -> Readings:
        """Return the points of its identity."""

    async def _read_picture(self) -> Readings:
        has_picture = await self._has_picture()
        return {"picture": None if has_picture is None else "good" if has_picture else "absent"}

    async def _read_storage(self) -> Readings:
        disks = await self._get_disks()
        return {"storage_free": disks.free, "storage_total": disks.total}

    async def _read_clock(self) -> Readings:
        zoned = self._zoned(await self._read_time())
        self._zone_offset = zoned.utcoffset() or timedelta()
        return {"clock_offset": self._note_clock(zoned)}

    @override
    async def _observe(self) -> Observation:
        newest = await self._newest()
        order = self._kept.current
        if newest is None or not self._is_live(newest):
            return Observation(state=RecorderState.IDLE)
        begun = newest.start if order is None else self._kept.time_of(order, self._now())[0]
        return Observation(
            state=RecorderState.RECORDING,
            elapsed_s=max((newest.end - begun).total_seconds(), 0.0),
        )

    @override
    async def _look(self) -> Observation:
        """Look; an order's run ends by its command alone, as the disk's index may be late."""
        return await self._observe()

    async def _newest(self) -> Stretch | None:
        now = self._now()
        found = await self._stretches(now - LOOK_BACK, now + timedelta(minutes=1))
        return max(found, key=lambda each: each.end, default=None)

    def _is_live(self, newest: Stretch) -> bool:
        if self._stopped_at is not None and newest.end <= self._stopped_at:
            return False
        return (self._now() - newest.end).total_seconds() < LIVE_S

    async def _wait_for_advance(self) -> RecorderState:
        first = await self._newest()
        until = self._steady() + self.patience_s
        while self._steady() < until:
            await self._pause(4 * LOOK_EVERY_S)
            newest = await self._newest()
            if newest is not None and self._is_live(newest) and (first is None or newest.end > first.end):
                self._stopped_at = None
                return RecorderState.RECORDING
        raise RefusedError(
            RefusalReason.DEVICE_FAILURE,
            f"told to record, nothing was added to its disk within {self.patience_s:.0f} s",
        )


def by_our_clock(at: datetime, offset: timedelta, skew_s: float) -> datetime:
    """Return a device's wall time by our clock. offset: of its zone; skew_s: its clock ahead of ours."""
    return (at.replace(tzinfo=UTC) - offset) - timedelta(seconds=skew_s)


def by_its_clock(at: datetime, offset: timedelta, skew_s: float) -> datetime:
    """Return a time of ours as the device's wall time, without a zone."""
    return (at.astimezone(UTC) + offset + timedelta(seconds=skew_s)).replace(tzinfo=None)
