"""The poller with shipped profiles and real devices on recorded wires."""

import asyncio
import random
from itertools import pairwise
from pathlib import Path

import pytest

from campuslink.device.device import Device
from campuslink.model import PollClass
from campuslink.poller.periods import DEFAULT_PERIODS_S
from campuslink.poller.poller import Poller
from campuslink.profile.library import Library, load_library
from campuslink.testing.clock import on_fake_time
from campuslink.testing.faulty import FaultyLink
from campuslink.testing.fixtures import load_recording
from campuslink.testing.replay import ReplayLink

from .campus import Listener

ROOT = Path(__file__).parents[3]
THREE_PHASE = "eastron-sdm630"
RECORDING = load_recording(ROOT / "tests" / "profiles" / THREE_PHASE / "synthetic-mixed-flow")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT / "device_profiles")


def _make_poller() -> Poller:
    loop = asyncio.get_running_loop()
    return Poller(
        spawn=lambda coroutine, name: loop.create_task(coroutine, name=name),
        clock=loop.time,
        rng=random.Random(1),  # noqa: S311 - a fixed seed
    )


def _make_device(library: Library, line: str = "line") -> tuple[Device, FaultyLink]:
    profile = library.profiles[THREE_PHASE]
    link = FaultyLink(ReplayLink(RECORDING, line=line), latency_s=0.05, timeout_s=profile.transport.timeout_s)
    clock = asyncio.get_running_loop().time
    return Device(profile, link, library.catalogue(profile.kind), clock=clock), link


@on_fake_time
async def test_disabled_points_cost_no_request(library: Library) -> None:
    poller = _make_poller()
    device, link = _make_device(library)
    poller.add("meter", device, Listener(), periods_s=DEFAULT_PERIODS_S, wanted=("voltage_l1",))
    await asyncio.sleep(60)
    assert {(request.address, request.count) for request in link.requests} == {(0x0000, 2)}
    await poller.stop()


@on_fake_time
async def test_first_poll_brings_every_wanted_point(library: Library) -> None:
    poller = _make_poller()
    device, _ = _make_device(library)
    listener = Listener()
    poller.add("meter", device, listener, periods_s=DEFAULT_PERIODS_S, wanted=device.profile.points)
    await asyncio.sleep(1)
    answered = {point for _, report in listener.reports for point in report.readings}
    assert answered == device.profile.points.keys()
    await poller.stop()


@on_fake_time
async def test_silent_real_device_costs_one_timeout_per_back_off_period(library: Library) -> None:
    poller = _make_poller()
    silent, link = _make_device(library)
    link.silence()
    live, _ = _make_device(library)
    listener = Listener()
    poller.add("silent", silent, Listener(), periods_s=DEFAULT_PERIODS_S, wanted=silent.profile.points)
    poller.add("live", live, listener, periods_s=DEFAULT_PERIODS_S, wanted=live.profile.points)
    await asyncio.sleep(3600)
    late = [later - earlier for earlier, later in pairwise(link.asked_at)][6:]
    assert link.busy_s == pytest.approx(len(link.requests) * 1.5)
    assert all(pause >= 0.9 * 300 for pause in late)
    fast = [report for poll_class, report in listener.reports if poll_class is PollClass.FAST]
    assert len(fast) >= 360
    await poller.stop()


@on_fake_time
async def test_real_device_returns_after_an_outage(library: Library) -> None:
    poller = _make_poller()
    device, link = _make_device(library)
    listener = Listener()
    polled = poller.add("meter", device, listener, periods_s=DEFAULT_PERIODS_S, wanted=device.profile.points)
    await asyncio.sleep(60)
    link.silence()
    await asyncio.sleep(600)
    link.heal()
    await asyncio.sleep(310)
    assert polled.reachable
    assert set(listener.reachable) == {poll_class for poll_class, _ in listener.unreachable}
    assert PollClass.FAST in listener.reachable
    await poller.stop()
