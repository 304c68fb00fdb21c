"""A door controller on real sockets of the loopback network, and the gate that reads it."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession

from campuslink.device.base import DevicePush
from campuslink.device.gate.access import AccessEvent
from campuslink.device.gate.isapi import IsapiGate
from campuslink.device.gate.isapi_barrier import IsapiBarrier
from campuslink.device.gate.trail import NotRecordedError
from campuslink.device.gate.uhppote import UhppoteGate
from campuslink.link.credentials import Credentials
from campuslink.link.isapi import IsapiLink
from campuslink.link.uhppote import UhppoteLink
from campuslink.link.uhppote_listener import PushListener
from campuslink.model import DeviceEvent, Kind, Reading
from campuslink.profile.library import Library, load_library
from simulator.isapi_device import IsapiDevice
from simulator.isapi_door import IsapiDoor
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

SERIAL = 405419896
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=ZONE)
"""A Wednesday."""
TIMEOUT_S = 0.5
GOOD = Credentials({"username": "admin", "password": "letmein"})


class Clock:
    """One clock for board and gate: the board's local time, and the seconds of both."""

    def __init__(self) -> None:
        self.seconds = NOON.timestamp()

    def local(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, ZONE).replace(tzinfo=None)

    def time(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


class Ledger:
    """Keeps events, and refuses on demand."""

    def __init__(self, after: int | None = 0) -> None:
        self.events: list[AccessEvent] = []
        self.is_full = False
        self._after = after

    async def recorded_index(self) -> int | None:
        if self.is_full:
            raise NotRecordedError("the disk is full")
        return self.events[-1].index if self.events else self._after

    async def take(self, events: Sequence[AccessEvent]) -> None:
        if self.is_full:
            raise NotRecordedError("the disk is full")
        self.events.extend(events)

    @property
    def kinds(self) -> list[str]:
        return [event.kind.value for event in self.events]

    @property
    def cards(self) -> list[str]:
        return [event.card for event in self.events if event.card]


class Push(DevicePush):
    """Counts what a device tells unasked."""

    def __init__(self) -> None:
        self.news = 0
        self.heard: Callable[[], None] = lambda: None

    def on_push(self, readings: Mapping[str, Reading]) -> None:
        raise AssertionError("a gate tells no values unasked")

    def on_news(self, points: Collection[str] | None = None) -> None:
        self.news += 1
        self.heard()

    def on_event(self, event: DeviceEvent) -> None:
        raise AssertionError("a gate tells its events to its recorder")


@pytest.fixture(autouse=True)
def _allow_loopback(socket_enabled: None) -> None:
    """The controller listens on the loopback address."""


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(Path(__file__).parents[3] / "device_profiles")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def board(clock: Clock) -> Board:
    return Board(serial=SERIAL, now=clock.local, steady=clock.time)


@pytest.fixture
async def controller(board: Board) -> AsyncIterator[UhppoteController]:
    async with UhppoteController(board) as controller:
        yield controller


@pytest.fixture
def link(controller: UhppoteController) -> UhppoteLink:
    return UhppoteLink(controller.host, controller.port, serial=SERIAL, timeout_s=TIMEOUT_S)


@pytest.fixture
def listener() -> PushListener:
    return PushListener(port=0, address="127.0.0.1")


@pytest.fixture
async def gate(library: Library, link: UhppoteLink, listener: PushListener, clock: Clock) -> AsyncIterator[UhppoteGate]:
    profile = library.get("uhppote-ut0311")
    assert profile is not None
    gate = UhppoteGate(
        profile,
        library.catalogue(Kind.GATE),
        link,
        listener=listener,
        zone=ZONE,
        held_open_after_s=60,
        clock=clock.time,
        steady=clock.time,
    )
    yield gate
    await gate.close()


@pytest.fixture
def ledger(gate: UhppoteGate) -> Ledger:
    ledger = Ledger()
    gate.record_to(ledger)
    return ledger


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def device(clock: Clock) -> IsapiDevice:
    return IsapiDevice(doors=2, now=clock.local)


@pytest.fixture
async def door(device: IsapiDevice) -> AsyncIterator[IsapiDoor]:
    async with IsapiDoor(device, chunk=7) as door:
        yield door


@pytest.fixture
def isapi_link(session: ClientSession, door: IsapiDoor) -> IsapiLink:
    return IsapiLink(session, "127.0.0.1", door.port, GOOD, timeout_s=1)


@pytest.fixture
async def terminal(library: Library, isapi_link: IsapiLink, clock: Clock) -> AsyncIterator[IsapiGate]:
    profile = library.get("hikvision-isapi-door")
    assert profile is not None
    catalogue = library.catalogue(Kind.GATE)
    gate = IsapiGate(profile, catalogue, isapi_link, doors=2, zone=ZONE, clock=clock.time, steady=clock.time)
    yield gate
    await gate.close()


@pytest.fixture
async def barrier(library: Library, isapi_link: IsapiLink) -> AsyncIterator[IsapiBarrier]:
    profile = library.get("hikvision-isapi-barrier")
    assert profile is not None
    gate = IsapiBarrier(profile, library.catalogue(Kind.GATE), isapi_link)
    yield gate
    await gate.close()


async def poll_until(gate: IsapiGate, is_done: Callable[[], bool]) -> None:
    for _ in range(100):
        await gate.poll(["event_index"])
        if is_done():
            return
    raise AssertionError("never done")
