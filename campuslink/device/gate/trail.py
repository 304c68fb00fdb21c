"""Reads a controller's events without a gap: every index once, and none passed over in silence."""

from collections.abc import Callable, Sequence
from typing import Protocol

from ...errors import CampusLinkError, LinkError
from .access import AccessEvent, EventKind, EventRecorder

BATCH = 64
"""Events handed to the recorder at a time; what is lost when it fails is read again."""
MOST_A_TURN = 256
"""Events read before the doors' state is told again."""


class NotRecordedError(CampusLinkError):
    """The recorder did not keep the events; they are read and offered again."""


class EventSource(Protocol):
    """A ring of events of some controller."""

    async def read_event(self, index: int) -> AccessEvent | None:
        """Return an event, None where the ring has none of that index yet or any more."""

    async def first_index(self) -> int:
        """Return the index of the oldest event that is still kept, 0 without one."""

    async def last_index(self) -> int:
        """Return the index of the newest event, 0 without one."""


class EventTrail:
    """The place in a controller's ring up to which everything is recorded."""

    def __init__(
        self, source: EventSource, *, clock: Callable[[], float], hear: Callable[[AccessEvent], None] = lambda _: None
    ) -> None:
        """clock: seconds since 1970-01-01 UTC. hear: told of each event once it is recorded."""
        self.index: int | None = None
        """The last event recorded; None while nothing is, or the recorder was not asked yet."""
        self.caught_up_at: float | None = None
        """When nothing was left to read, in seconds since 1970-01-01 UTC; what is read next happened later."""
        self.lost = 0
        """Events overwritten before they were read, since the start."""
        self._source = source
        self._clock = clock
        self._hear = hear
        self._recorder: EventRecorder | None = None

    def record_to(self, recorder: EventRecorder | None) -> None:
        """Give every event to a recorder that it does not have yet."""
        self._recorder = recorder
        self.index = self.caught_up_at = None

    async def catch_up(self, latest: int) -> bool:
        """Record what is new up to the latest index; return whether more is waiting.

        Raises NotRecordedError, or what reading an event raises; what was read until then is recorded.
        """
        if self._recorder is None:
            return False
        if self.index is None:
            self.index = await self._recorder.recorded_index()
        if self.index is None:
            await self._keep([self._note(EventKind.LOG_STARTED, latest)])
        index = self.index or 0
        if latest < index and (latest := await self._source.last_index()) < index:
            await self._keep([self._note(EventKind.LOG_RESET, 0)])
            index = 0
        end = min(latest, index + MOST_A_TURN)
        for first in range(index + 1, end + 1, BATCH):
            if not await self._record(range(first, min(first + BATCH, end + 1))):
                return await self._skip_lost((self.index or 0) + 1)
        if end < latest:
            return True
        self.caught_up_at = self._clock()
        return False

    async def _record(self, indices: range) -> bool:
        """Read events and record them; False when one of them was not there. Errors wait for what was read."""
        events: list[AccessEvent] = []
        error: LinkError | None = None
        try:
            for index in indices:
                if (event := await self._source.read_event(index)) is None:
                    break
                events.append(event)
        except LinkError as err:
            error = err
        await self._keep(events)
        if error is not None:
            raise error
        return len(events) == len(indices)

    async def _skip_lost(self, missing: int) -> bool:
        """Note that events from one on are lost, and return whether others may wait behind them."""
        if await self._source.last_index() < missing:
            return False
        first = max(await self._source.first_index(), missing + 1)
        lost = first - missing
        self.lost += lost
        await self._keep([self._note(EventKind.LOG_GAP, first - 1, lost=lost)])
        return True

    def _note(self, kind: EventKind, index: int, *, lost: int = 0) -> AccessEvent:
        return AccessEvent(index=index, kind=kind, seen_at=self._clock(), lost=lost)

    async def _keep(self, events: Sequence[AccessEvent]) -> None:
        if not events or self._recorder is None:
            return
        # Should the recorder break off, only it knows what it kept, and is asked
        self.index = None
        await self._recorder.take(events)
        self.index = events[-1].index
        for event in events:
            self._hear(event)
