"""Devices for the poller's tests: the schedule is under test, not what is read, so a poll here is one read a class."""

import asyncio
import random
from collections.abc import Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from campuslink.codec.pipeline import ValueRule
from campuslink.device.device import Device
from campuslink.device.recording import Recording
from campuslink.errors import CampusLinkError, LinkError, NoAnswerError
from campuslink.model import Kind, PollClass, Quality, Reading, UpdateReport
from campuslink.plan.request import RegisterSpan
from campuslink.poller.periods import DEFAULT_PERIODS_S
from campuslink.poller.polled_device import PolledDevice
from campuslink.poller.poller import Poller
from campuslink.profile.schema import Point, Profile, Protocol, RegisterRead, Transport, TransportRules
from campuslink.testing.faulty import FaultyLink
from campuslink.testing.replay import ReplayLink

POINTS = {"power": PollClass.FAST, "energy": PollClass.NORMAL, "firmware": PollClass.ONCE, "alarm": PollClass.EVENT}
ADDRESSES = {point: address for address, point in enumerate(POINTS)}
RECORDING = Recording(profile="plain", protocol="modbus", registers={"input": {0: (100, 200, 300, 400)}})
RULES = TransportRules(protocol=Protocol.MODBUS, transports=(Transport.TCP,))


def _point(name: str) -> Point:
    read = RegisterRead(space="input", address=ADDRESSES[name], count=1)
    return Point(id=name, read=read, rule=ValueRule(decode="uint16"), unit=None, poll=POINTS[name])


PROFILE = Profile(
    id="plain",
    kind=Kind.METER,
    name="Plain",
    products=(),
    sources=(),
    transport=RULES,
    points={name: _point(name) for name in POINTS},
)


class PlainDevice:
    """Reads each poll class by one request of its own; raises when the very first one fails."""

    def __init__(self, link: FaultyLink) -> None:
        self.profile = PROFILE
        self.points = {point.id: point.poll for point in PROFILE.points.values()}
        self.link = link
        self.line = link.line
        self.prepared = 0
        self.polls: list[frozenset[str]] = []
        self.crash: Exception | None = None
        self.silent_classes: set[PollClass] = set()

    async def prepare(self) -> None:
        self.prepared += 1

    async def close(self) -> None:
        await self.link.close()

    async def poll(self, points: Collection[str]) -> UpdateReport:
        self.polls.append(frozenset(points))
        if self.crash:
            raise self.crash
        readings: dict[str, Reading] = {}
        failed: dict[str, str] = {}
        groups = self._groups(points)
        for poll_class, members in groups:
            try:
                if poll_class in self.silent_classes:
                    raise NoAnswerError("block not served")
                words = await self.link.read(RegisterSpan("input", ADDRESSES[members[0]], 1))
            except LinkError as error:
                if not readings:
                    raise
                failed |= dict.fromkeys(members, f"{poll_class}: {error}")
            else:
                readings |= {point: Reading(words[0], Quality.GOOD, 0.0) for point in members}
        return UpdateReport(readings=readings, failed=failed, requests=len(groups))

    @staticmethod
    def _groups(points: Collection[str]) -> list[tuple[PollClass, list[str]]]:
        classes = sorted({POINTS[point] for point in points})
        return [(chosen, sorted(point for point in points if POINTS[point] is chosen)) for chosen in classes]


@dataclass
class Listener:
    """Remembers everything it is told."""

    reports: list[tuple[PollClass, UpdateReport]] = field(default_factory=list)
    unreachable: list[tuple[PollClass, CampusLinkError]] = field(default_factory=list)
    reachable: list[PollClass] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    crash: Exception | None = None

    def on_report(self, poll_class: PollClass, report: UpdateReport) -> None:
        self.told.append("report")
        self.reports.append((poll_class, report))
        if self.crash:
            raise self.crash

    def on_unreachable(self, poll_class: PollClass, error: CampusLinkError) -> None:
        self.told.append("unreachable")
        self.unreachable.append((poll_class, error))

    def on_reachable(self, poll_class: PollClass) -> None:
        self.told.append("reachable")
        self.reachable.append(poll_class)


@dataclass
class Member:
    """One device of the campus with everything a test looks at."""

    link: FaultyLink
    device: PlainDevice
    listener: Listener
    polled: PolledDevice


class Campus:
    """A poller on the running fake-time loop, and the devices added to it."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.tasks: list[asyncio.Task[None]] = []
        self.poller = Poller(spawn=self._spawn, clock=self.loop.time, rng=random.Random(1))  # noqa: S311 - a fixed seed
        self.members: dict[str, Member] = {}

    def add(
        self,
        device_id: str,
        *,
        line: str = "line",
        wanted: Iterable[str] = ("power",),
        latency_s: float = 0.02,
        timeout_s: float = 1.5,
        fault: Callable[[FaultyLink], None] | None = None,
    ) -> Member:
        link = FaultyLink(ReplayLink(RECORDING, line=line), timeout_s=timeout_s, latency_s=latency_s)
        if fault:
            fault(link)
        device, listener = PlainDevice(link), Listener()
        polled = self.poller.add(
            device_id, cast(Device, device), listener, periods_s=DEFAULT_PERIODS_S, wanted=tuple(wanted)
        )
        self.members[device_id] = Member(link, device, listener, polled)
        return self.members[device_id]

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def _spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = self.loop.create_task(coroutine, name=name)
        self.tasks.append(task)
        return task
