"""One device in the poller: what is wanted of it, what it owes, and when its next turn is."""

import asyncio
import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import inf

from ..device.base import PollableDevice
from ..errors import CampusLinkError, NoAnswerError
from ..model import PollClass, Quality, UpdateReport
from .backoff import pause_s
from .periods import next_turn, phase_s
from .subscriber import Subscriber, SubscriberGuard

SAME_MOMENT_S = 0.5
"""Classes due within this time of each other are asked for in one poll."""

MINUTE_S = 60.0


@dataclass(slots=True)
class PollStatistics:
    """Counts since the device was added."""

    polls: int = 0
    requests: int = 0
    """Sent by polls that brought something."""
    failed: int = 0
    """Polls that brought nothing."""


class PolledDevice:
    """The schedule and the health of one device. Made by `Poller.add`."""

    def __init__(
        self,
        device_id: str,
        device: PollableDevice,
        subscriber: Subscriber,
        *,
        periods_s: Mapping[PollClass, float],
        reschedule: Callable[[PolledDevice], None],
        clock: Callable[[], float],
        rng: random.Random,
    ) -> None:
        """reschedule: called whenever `due` may have become earlier."""
        self.id = device_id
        self.device = device
        self.reachable: bool | None = None
        """None until the device answered once or failed twice in a row."""
        self.last_answer_at: float | None = None
        """By the poller's clock."""
        self.failures = 0
        """Polls in a row that brought nothing, the line's included."""
        self.statistics = PollStatistics()
        self.ticket = 0
        """Names the one valid place in the line's queue; 0 while there is none."""
        self._guard = SubscriberGuard(device_id, subscriber)
        self._periods_s = periods_s
        self._phase_s = phase_s(device_id, periods_s)
        self._reschedule = reschedule
        self._clock = clock
        self._rng = rng
        self._wanted: dict[PollClass, frozenset[str]] = {}
        self._due: dict[PollClass, float] = {}
        self._class_failures: dict[PollClass, int] = {}
        self._owed: frozenset[str] = frozenset()
        self._owed_since = inf
        self._asked: frozenset[str] = frozenset()
        self._silent_until = -inf
        self._is_retrying = False
        self._is_prepared = False
        self._is_running = False
        self._is_removed = False
        self._waiters: list[asyncio.Future[None]] = []
        self._running_waiters: list[asyncio.Future[None]] = []

    @property
    def wanted(self) -> frozenset[str]:
        """The points somebody wants, over all classes."""
        return frozenset[str]().union(*self._wanted.values())

    @property
    def due(self) -> float:
        """The moment of the next poll by the poller's clock; -inf: as the next job of the line, inf: never."""
        if self._asked:
            return -inf
        if not self._wanted:
            return inf
        if self._is_retrying and self._owed:
            return self._owed_since
        earliest = min(self._due.values(), default=inf)
        return max(min(earliest, self._owed_since), self._silent_until)

    @property
    def shortest_period_s(self) -> float:
        """How often the device is asked while it answers; a minute while nothing is wanted."""
        return min((self._periods_s[poll_class] for poll_class in self._due), default=MINUTE_S)

    @property
    def is_new(self) -> bool:
        """Whether no poll has ended yet."""
        return self.reachable is None and self.failures == 0

    def want(self, points: Collection[str]) -> None:
        """Replace the points to poll. Those not wanted until now are polled at once; an empty set stops polling.

        Points the profile lacks are left out. Calls within one turn of the event loop cost one poll.
        """
        known = self.device.points
        chosen = frozenset(point for point in points if point in known)
        fresh = chosen - self.wanted
        self._wanted = self._by_class(chosen)
        now = self._clock()
        self._due = {
            poll_class: self._due.get(poll_class, now) for poll_class in self._wanted if poll_class in self._periods_s
        }
        self._owe((self._owed | fresh) & chosen, now)
        self._reschedule(self)

    async def poll_now(self, points: Collection[str] | None = None) -> None:
        """Poll as the next job of the line, back-off or not; return after it ran, whatever it brought.

        points: None for everything wanted; points nobody wants may be asked for too.
        """
        known = self.device.points
        chosen = self.wanted if points is None else frozenset(point for point in points if point in known)
        if self._is_removed or not chosen:
            return
        self._asked |= chosen
        done = asyncio.get_running_loop().create_future()
        self._waiters.append(done)
        self._reschedule(self)
        await done

    def take(self) -> frozenset[str]:
        """Start a job: return the points to ask for now. `finish` ends it."""
        latest = self._clock() + SAME_MOMENT_S
        due = [self._wanted[poll_class] for poll_class, moment in self._due.items() if moment <= latest]
        points = self._owed.union(self._asked, *due)
        self._asked = frozenset()
        self._running_waiters, self._waiters = self._waiters, []
        self._is_running = True
        self.statistics.polls += 1
        return points

    async def ask(self, points: Collection[str]) -> UpdateReport:
        """Do the job's input and output. Raises what `Device.prepare` and `Device.poll` raise."""
        if not self._is_prepared:
            await self.device.prepare()
            self._is_prepared = True
        return await self.device.poll(points)

    def accept(self, points: frozenset[str], report: UpdateReport) -> None:
        """Take what a poll brought, tell it by class, and set the next turns."""
        if _is_silent(report):
            self.reject(points, NoAnswerError(next(iter(report.failed.values()))))
            return
        now = self._clock()
        self.reachable, self.failures, self.last_answer_at = True, 0, now
        self._is_retrying, self._silent_until = False, -inf
        self.statistics.requests += report.requests
        self._owe(self._owed - points, now)
        self._set_next_turns(now)
        requests = report.requests
        for poll_class, asked in self._by_class(points).items():
            self._accept_class(poll_class, _part_of(report, asked, requests), now)
            requests = 0

    def reject(self, points: frozenset[str], error: CampusLinkError) -> None:
        """Take a poll that brought nothing: try once more, then leave the device alone for a while.

        The second attempt lets those go first that waited for the first, so nobody waits for two timeouts.
        """
        now = self._clock()
        self.failures += 1
        self.statistics.failed += 1
        self._owe(self._owed | (points & self.wanted), now)
        self._is_retrying = self.failures == 1
        if self._is_retrying:
            return
        self.reachable = False
        self._silent_until = now + pause_s(self.shortest_period_s, self.failures, self._rng)
        self._guard.tell_unreachable(self._by_class(points), error)

    def reject_line(self, error: CampusLinkError) -> None:
        """Take the news that the line is down, without an attempt of its own; the line's pause is the device's."""
        self.failures += 1
        self.reachable = False
        self._is_retrying, self._silent_until = False, -inf
        self._owe(self.wanted, self._clock())
        self._guard.tell_unreachable(self._wanted, error)

    def finish(self) -> None:
        """End the job: let those go on who wait for it."""
        self._is_running = False
        _release(self._running_waiters)

    async def leave(self) -> None:
        """Tell nothing from now on, and return when no job of this device runs."""
        self._is_removed = True
        self._guard.mute()
        _release(self._waiters)
        if self._is_running:
            done = asyncio.get_running_loop().create_future()
            self._running_waiters.append(done)
            await done

    def _accept_class(self, poll_class: PollClass, part: UpdateReport, now: float) -> None:
        if not _is_silent(part):
            self._class_failures.pop(poll_class, None)
            self._guard.tell_report(poll_class, part)
        else:
            failures = self._class_failures[poll_class] = self._class_failures.get(poll_class, 0) + 1
            self._postpone_class(poll_class, failures, now)
            if failures > 1:
                self._guard.tell_unreachable([poll_class], NoAnswerError(next(iter(part.failed.values()))))

    def _postpone_class(self, poll_class: PollClass, failures: int, now: float) -> None:
        """Try a class that alone gets no answer together with one that does, or it would look like a dead device."""
        if poll_class not in self._due:
            return
        own_s = self._periods_s[poll_class]
        shared_s = min((self._periods_s[other] for other in self._due if other is not poll_class), default=own_s)
        silence_s = 0.0 if failures == 1 else pause_s(own_s, failures, self._rng)
        self._due[poll_class] = next_turn(now + silence_s, shared_s, self._phase_s)

    def _set_next_turns(self, now: float) -> None:
        for poll_class, moment in self._due.items():
            if moment <= now + SAME_MOMENT_S:
                self._due[poll_class] = next_turn(max(now, moment), self._periods_s[poll_class], self._phase_s)

    def _owe(self, points: frozenset[str], now: float) -> None:
        self._owed_since = min(self._owed_since, now) if points else inf
        self._owed = points

    def _by_class(self, points: Collection[str]) -> dict[PollClass, frozenset[str]]:
        known = self.device.points
        grouped: dict[PollClass, set[str]] = {}
        for point in points:
            grouped.setdefault(known[point], set()).add(point)
        return {poll_class: frozenset(members) for poll_class, members in sorted(grouped.items())}


def _is_silent(report: UpdateReport) -> bool:
    """Return whether something got no answer and nothing got one; points known to be refused are not asked for."""
    return bool(report.failed) and all(reading.quality is Quality.REFUSED for reading in report.readings.values())


def _part_of(report: UpdateReport, points: frozenset[str], requests: int) -> UpdateReport:
    if report.readings.keys() <= points and report.failed.keys() <= points:
        return report
    return UpdateReport(
        readings={point: reading for point, reading in report.readings.items() if point in points},
        failed={point: reason for point, reason in report.failed.items() if point in points},
        requests=requests,
    )


def _release(waiters: list[asyncio.Future[None]]) -> None:
    for waiter in waiters:
        if not waiter.done():
            waiter.set_result(None)
    waiters.clear()
