"""Recorders under test: a clock that passes by hand, and orders of a lesson that is on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from campuslink.device.recorder.hardware import Clocks
from campuslink.device.recorder.orders import RecordingOrder
from campuslink.profile.library import Library, load_library
from simulator.clock import SimClock

ROOT = Path(__file__).parents[3]
BEGIN = 1_793_000_000.0
"""A moment in autumn 2026, as seconds since 1970."""


class HandClock:
    """Passes only when somebody waits."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> float:
        return self.at

    async def pause(self, seconds: float) -> None:
        self.at += seconds

    def clocks(self) -> Clocks:
        return Clocks(now=self.now, steady=self.now, pause=self.pause)


@pytest.fixture(autouse=True)
def _allow_loopback(socket_enabled: None) -> None:
    """Simulated recorders listen on the loopback address."""


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sim_clock(clock: HandClock) -> SimClock:
    return SimClock(source=clock.now)


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(ROOT / "device_profiles")


def make_order(
    clock: HandClock, name: str = "lesson-1", *, starts_in_s: float = 0, minutes: float = 45
) -> RecordingOrder:
    start = datetime.fromtimestamp(clock.at, UTC) + timedelta(seconds=starts_in_s)
    return RecordingOrder(
        id=name,
        title="高等数学 (1)",
        start=start,
        end=start + timedelta(minutes=minutes),
        course="高等数学",
        teacher="Li Wei",
        room="301",
        language="zh-CN",
    )


async def read_all(portions: AsyncIterator[bytes]) -> bytes:
    return b"".join([portion async for portion in portions])
