"""The promise made to a device: never more than so many requests at once, never more than so many a second.

Within the promise it asks one after the other, as fast as the device answers; spreading each poll out would cost a
site of hundreds more than reading it. Below the promise it asks for less: smaller answers when the device cuts them
short, and with a pause before each request while its processor is busy or its answers take longer than they use to.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from statistics import median
from typing import override


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """What a device can bear; a profile may ask for less."""

    in_flight: int = 1
    """Requests without an answer, at most."""
    per_second: float = 20.0
    """Requests sent within any second, at most."""
    first_repetitions: int = 10
    """Values asked for in one request to begin with."""
    least_repetitions: int = 4
    """Values asked for when answers come back cut short; fewer only when even these do not fit."""
    most_repetitions: int = 50
    busy_cpu_percent: float = 80.0
    """Processor load from which on the device is asked more slowly."""
    calm_cpu_percent: float = 70.0
    """Processor load below which it is asked at the full pace again."""


SLOWEST = 8.0
"""How many times as long as an even pace within the promise the pause between two requests can become."""
BUSY_SLOWDOWN = 4.0
_SLOW_ANSWER = 3.0
"""An answer that takes this much longer than the median is a slow one."""
_SLOW_ANSWER_AT_LEAST_S = 0.05
_REMEMBERED_ANSWERS = 101
_JUDGED_ANSWERS = 5
_ANSWERS_BEFORE_TRYING_MORE = 100
"""Whole answers after which a limit once found is tried again: a lost packet may have set it."""


class Repetitions:
    """How many values to ask for at once: grows while answers are whole, shrinks when they are not."""

    def __init__(self, pace: Pace) -> None:
        """pace: where to start, and within which bounds to stay."""
        self._pace = pace
        self._ceiling = pace.most_repetitions
        self._whole_answers = 0
        self.count = min(pace.first_repetitions, pace.most_repetitions)

    def note_whole(self, asked: int) -> None:
        """Remember an answer that held all values asked for."""
        self._whole_answers += 1
        if self._whole_answers >= _ANSWERS_BEFORE_TRYING_MORE:
            self._whole_answers = 0
            self._ceiling = self._pace.most_repetitions
        if asked >= self.count and self._whole_answers % 2 == 0:
            self.count = min(self._ceiling, max(self.count + 1, self.count * 3 // 2))

    def note_cut(self, got: int) -> None:
        """Remember an answer that the device cut short although more values follow."""
        self._lower(max(got, min(self._pace.least_repetitions, self._pace.most_repetitions)))

    def note_too_big(self, asked: int) -> None:
        """Remember that so many values did not fit into an answer, or that the answer never came."""
        self._lower(max(1, asked // 2))

    def _lower(self, count: int) -> None:
        self._whole_answers = 0
        self.count = self._ceiling = min(self.count, count)


class Governor:
    """Keeps the promise for one device: whoever sends it anything takes a turn first."""

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """clock, sleep: seconds and how to wait for them."""
        self.pace = pace or Pace()
        self.repetitions = Repetitions(self.pace)
        self._clock = clock
        self._sleep = sleep
        self._slots = asyncio.Semaphore(min(self.pace.in_flight, max(1, int(self.pace.per_second))))
        self._order = asyncio.Lock()
        self._most = max(1, int(self.pace.per_second))
        self._window_s = self._most / self.pace.per_second
        self._ended: deque[float] = deque(maxlen=self._most)
        self._under_way = 0
        self._is_busy = False
        self._answer_slowdown = 1.0
        self._latencies: deque[float] = deque(maxlen=_REMEMBERED_ANSWERS)
        self._unjudged = 0
        self._turn = _Turn(self._begin, self._end)

    @property
    def slowdown(self) -> float:
        """How many times as long as an even pace the pauses are; 1 when there are none, `SLOWEST` at most."""
        return min(SLOWEST, self._answer_slowdown * (BUSY_SLOWDOWN if self._is_busy else 1.0))

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Wait for the right to send one request; hold it until the answer came or is given up."""
        return self._turn

    async def _begin(self) -> None:
        await self._slots.acquire()
        try:
            async with self._order:
                while (wait_s := self._free_at() - self._clock()) > 0:
                    await self._sleep(wait_s)
                self._under_way += 1
        except BaseException:
            self._slots.release()
            raise

    def _end(self) -> None:
        self._under_way -= 1
        self._ended.append(self._clock())
        self._slots.release()

    def _free_at(self) -> float:
        """Return from when on a request may be sent.

        A turn counts from its end, since the request leaves somewhere within it: then no second sees too many.
        """
        left = self._most - self._under_way
        window_at = self._ended[-left] + self._window_s if len(self._ended) >= left else -math.inf
        if self.slowdown == 1 or not self._ended:
            return window_at
        return max(window_at, self._ended[-1] + self.slowdown / self.pace.per_second)

    def note_cpu(self, percent: float) -> None:
        """Take the device's own processor load into account."""
        threshold = self.pace.calm_cpu_percent if self._is_busy else self.pace.busy_cpu_percent
        self._is_busy = percent >= threshold

    def note_latency(self, seconds: float) -> None:
        """Take into account how long an answer took."""
        self._latencies.append(seconds)
        self._unjudged += 1
        if self._unjudged < _JUDGED_ANSWERS:
            return
        self._unjudged = 0
        usual_s = median(self._latencies)
        recent_s = median(list(self._latencies)[-_JUDGED_ANSWERS:])
        if recent_s > max(_SLOW_ANSWER * usual_s, _SLOW_ANSWER_AT_LEAST_S):
            self._answer_slowdown = min(SLOWEST, self._answer_slowdown * 2)
        else:
            self._answer_slowdown = max(1.0, self._answer_slowdown / 2)


class _Turn(AbstractAsyncContextManager[None]):
    """One request's stay among those in flight; it has no state of its own, so one serves all."""

    def __init__(self, begin: Callable[[], Awaitable[None]], end: Callable[[], None]) -> None:
        self._begin = begin
        self._end = end

    @override
    async def __aenter__(self) -> None:
        await self._begin()

    @override
    async def __aexit__(self, *_: object) -> None:
        self._end()
