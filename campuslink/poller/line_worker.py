"""One line's worker: asks the devices on it one after the other, the longest due first."""

import asyncio
import heapq
import itertools
import logging
import random
from collections.abc import Callable, Collection
from math import inf

from ..errors import CampusLinkError, CannotConnectError, NoAnswerError
from ..model import UpdateReport
from .backoff import pause_s
from .polled_device import PolledDevice

_LOGGER = logging.getLogger(__name__)


class LineWorker:
    """Serves the devices of one line from one task. Between two jobs it holds one timer and nothing else."""

    def __init__(self, *, clock: Callable[[], float], rng: random.Random, first_polls: asyncio.Semaphore) -> None:
        """first_polls: shared by all lines; bounds how many of them make a device's first poll at the same moment."""
        self.devices: dict[str, PolledDevice] = {}
        self._clock = clock
        self._rng = rng
        self._first_polls = first_polls
        self._queue: list[tuple[float, int, PolledDevice]] = []
        self._tickets = itertools.count(1)
        self._wake = asyncio.Event()
        self._failures = 0
        self._down_until = -inf
        self._crashed: set[str] = set()

    def add(self, polled: PolledDevice) -> None:
        """Serve this device too."""
        self.devices[polled.id] = polled
        self.reschedule(polled)

    def discard(self, polled: PolledDevice) -> None:
        """Serve this device no more; a job of it that runs goes on to its end."""
        self.devices.pop(polled.id, None)
        polled.ticket = 0
        self._crashed.discard(polled.id)
        self._wake.set()

    def reschedule(self, polled: PolledDevice) -> None:
        """Put the device into the queue at its present due time; its older place is void."""
        polled.ticket = 0
        if polled.due < inf and self.devices.get(polled.id) is polled:
            polled.ticket = next(self._tickets)
            heapq.heappush(self._queue, (polled.due, polled.ticket, polled))
        self._wake.set()

    async def run(self) -> None:
        """Serve until the last device is discarded."""
        # An eagerly started task would run its first job inside the call that adds the device.
        await asyncio.sleep(0)
        while self.devices:
            self._wake.clear()
            head = self._head()
            if head is None:
                await self._wake.wait()
            elif (wait_s := head[0] - self._clock()) > 0:
                await self._wait(wait_s)
            else:
                await self._serve(head[1])

    def _head(self) -> tuple[float, PolledDevice] | None:
        while self._queue:
            due, ticket, polled = self._queue[0]
            if ticket == polled.ticket:
                return due if due == -inf else max(due, self._down_until), polled
            heapq.heappop(self._queue)
        return None

    async def _wait(self, wait_s: float) -> None:
        timer = asyncio.get_running_loop().call_later(wait_s, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()

    async def _serve(self, polled: PolledDevice) -> None:
        points = polled.take()
        try:
            report = await self._ask(polled, points)
            self._failures, self._down_until = 0, -inf
            self._crashed.discard(polled.id)
            polled.accept(points, report)
        except CannotConnectError as error:
            self._reject_line(polled, points, error)
        except CampusLinkError as error:
            self._failures, self._down_until = 0, -inf
            polled.reject(points, error)
        except asyncio.CancelledError:
            if _is_being_cancelled():
                raise
            # A connection that is torn down cancels those who wait for an answer on it.
            polled.reject(points, NoAnswerError("the connection was closed during the poll"))
        except Exception as error:  # noqa: BLE001 - boundary: one device's fault must not stop the line's other devices
            self._log_crash(polled, error)
            polled.reject(points, CampusLinkError(f"{type(error).__name__}: {error}"))
        finally:
            polled.finish()
            self.reschedule(polled)

    async def _ask(self, polled: PolledDevice, points: Collection[str]) -> UpdateReport:
        if not polled.is_new:
            return await polled.ask(points)
        async with self._first_polls:
            return await polled.ask(points)

    def _reject_line(self, polled: PolledDevice, points: frozenset[str], error: CannotConnectError) -> None:
        self._failures += 1
        if self._failures == 1:
            polled.reject(points, error)
            return
        polled.statistics.failed += 1
        period_s = min((device.shortest_period_s for device in self.devices.values()), default=inf)
        self._down_until = self._clock() + pause_s(period_s, self._failures, self._rng)
        for device in tuple(self.devices.values()):
            device.reject_line(error)
            self.reschedule(device)

    def _log_crash(self, polled: PolledDevice, error: Exception) -> None:
        if polled.id not in self._crashed:
            self._crashed.add(polled.id)
            _LOGGER.error("Device %s cannot be polled, this is a bug", polled.id, exc_info=error)


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
