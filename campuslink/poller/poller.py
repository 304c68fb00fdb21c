"""Who is asked when: one worker a line, fair between its devices, patient with the silent ones."""

import asyncio
import random
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any

from ..device.base import PollableDevice
from ..errors import CampusLinkError
from ..model import PollClass
from .line_worker import LineWorker
from .polled_device import PolledDevice
from .subscriber import Subscriber

FIRST_POLLS_AT_ONCE = 32
"""Lines that may make a device's first poll at the same moment."""

type Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]
"""Starts a task by coroutine and name."""


class Poller:
    """Polls any number of devices on any number of lines. Lives on one event loop."""

    def __init__(
        self, *, spawn: Spawn, clock: Callable[[], float] = time.monotonic, rng: random.Random | None = None
    ) -> None:
        """clock: seconds, advancing like the event loop's own. rng: spreads the attempts on what is silent."""
        self._spawn = spawn
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311  spreads load, guards nothing
        self._first_polls = asyncio.Semaphore(FIRST_POLLS_AT_ONCE)
        self._workers: dict[str, LineWorker] = {}
        self._tasks: dict[LineWorker, asyncio.Task[None]] = {}
        self._devices: dict[str, tuple[PolledDevice, str]] = {}

    def add(
        self,
        device_id: str,
        device: PollableDevice,
        subscriber: Subscriber,
        *,
        periods_s: Mapping[PollClass, float],
        wanted: Collection[str] = (),
    ) -> PolledDevice:
        """Start to poll a device; never waits for it.

        device_id: must not be in use; decides where in the period the device's turn lies.
        periods_s: by class; points of a class that is not in it are asked for once, and on demand.
        """
        if device_id in self._devices:
            raise ValueError(f"device {device_id} is polled already")
        line = device.line
        worker = self._workers.get(line) or self._start_worker(line)
        polled = PolledDevice(
            device_id,
            device,
            subscriber,
            periods_s=periods_s,
            reschedule=worker.reschedule,
            clock=self._clock,
            rng=self._rng,
        )
        self._devices[device_id] = (polled, line)
        worker.add(polled)
        polled.want(wanted)
        return polled

    async def remove(self, device_id: str) -> None:
        """Stop polling a device: wait for a poll of it that runs, tell nothing more, close its link."""
        polled, line = self._devices.pop(device_id)
        worker = self._workers[line]
        worker.discard(polled)
        ended = None
        if not worker.devices:
            del self._workers[line]
            ended = self._tasks.pop(worker)
        await polled.leave()
        if ended is not None:
            await asyncio.wait([ended])
        await _close_link(polled)

    async def stop(self) -> None:
        """Break off every poll, close every link, and leave no task behind."""
        tasks, self._tasks = list(self._tasks.values()), {}
        leaving = [polled for polled, _ in self._devices.values()]
        self._workers.clear()
        self._devices.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for polled in leaving:
            await polled.leave()
        await asyncio.gather(*(_close_link(polled) for polled in leaving))

    def _start_worker(self, line: str) -> LineWorker:
        worker = LineWorker(clock=self._clock, rng=self._rng, first_polls=self._first_polls)
        self._workers[line] = worker
        self._tasks[worker] = self._spawn(worker.run(), f"poll line {line}")
        return worker


async def _close_link(polled: PolledDevice) -> None:
    try:
        await polled.device.close()
    except CampusLinkError:
        # The line is gone already, which is what was wanted.
        return
