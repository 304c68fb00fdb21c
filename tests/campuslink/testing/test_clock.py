"""Time that passes only when everybody waits."""

import asyncio

import pytest

from campuslink.testing.clock import START_S, FakeClock, FakeTimeLoop, on_fake_time, run_on_fake_time
from campuslink.testing.plugin import fake_clock

__all__ = ["fake_clock"]


async def _nap(seconds: float) -> float:
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.sleep(seconds)
    return loop.time() - started


def test_a_day_of_waiting_passes_as_a_day() -> None:
    assert run_on_fake_time(_nap(86_400)) == pytest.approx(86_400)


def test_clock_given_to_the_loop_moves_with_it(fake_clock: FakeClock) -> None:
    run_on_fake_time(_nap(60), fake_clock)
    assert fake_clock() == pytest.approx(START_S + 60)


@on_fake_time
async def test_timers_fire_in_the_order_of_their_moments() -> None:
    fired: list[int] = []
    loop = asyncio.get_running_loop()
    for seconds in (3, 1, 2):
        loop.call_later(seconds, fired.append, seconds)
    await asyncio.sleep(5)
    assert fired == [1, 2, 3]


@on_fake_time
async def test_timeout_strikes_on_fake_time() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3600):
            await asyncio.Event().wait()


def test_clock_is_moved_by_hand() -> None:
    clock = FakeClock(10.0)
    clock.advance(2.5)
    assert clock() == 12.5


def test_work_in_a_thread_is_waited_for() -> None:
    loop = FakeTimeLoop()
    try:
        assert loop.run_until_complete(loop.run_in_executor(None, lambda: "done")) == "done"
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
