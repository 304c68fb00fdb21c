"""The demo's meters, per test, on free ports, with its clock held still."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from simulator.campus import Campus
from simulator.clock import CAMPUS_ZONE, SimClock
from simulator.demo_campus import demo_plan

METERS = ("meter",)
LESSON_TIME = datetime(2026, 11, 18, 10, 20, tzinfo=CAMPUS_ZONE)


@pytest.fixture(autouse=True)
def _allow_loopback(socket_enabled: None) -> None:
    """The campus listens on the loopback address."""


@pytest.fixture
def clock() -> SimClock:
    return SimClock(source=LESSON_TIME.timestamp)


@pytest.fixture
async def campus(clock: SimClock) -> AsyncIterator[Campus]:
    async with Campus(demo_plan(clock=clock, kinds=METERS)) as campus:
        yield campus
