"""Switching ports: what is set, what is read back, and what is refused."""

import asyncio

import pytest

from campuslink.errors import NoAnswerError, NotWritableError, RefusedError

from .agents import CISCO, HUAWEI, Bench

ADMIN = "1.3.6.1.2.1.2.2.1.7"
HUAWEI_POE = "1.3.6.1.4.1.2011.5.25.195.3.1.3"
CISCO_POE = "1.3.6.1.4.1.9.9.402.1.2.1.1"


async def test_port_is_shut_by_its_standard_object_and_read_back() -> None:
    bench = Bench(*HUAWEI)
    reading = await bench.device.set_port_admin(5, up=False)
    assert bench.link.writes == [{f"{ADMIN}.5": 2}]
    assert reading.value is False


async def test_power_is_switched_by_the_makers_object() -> None:
    bench = Bench(*CISCO)
    reading = await bench.device.set_poe(10101, on=False)
    # Port 1.1 of the power supply is entity 1010, which is interface 10101; 4 is "disable".
    assert bench.link.writes == [{f"{CISCO_POE}.1.1": 4}]
    assert reading.value is False


async def test_cycle_takes_power_away_waits_and_gives_it_back() -> None:
    bench = Bench(*HUAWEI)
    reading = await bench.device.cycle_poe(5, off_s=8)
    assert bench.link.writes == [{f"{HUAWEI_POE}.5": 2}, {f"{HUAWEI_POE}.5": 1}]
    assert bench.slept == [8]
    assert reading.value is True


async def test_cycle_gives_power_back_though_the_caller_went_away(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(*HUAWEI)
    started = asyncio.Event()

    async def wait(_: float) -> None:
        started.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(bench.device._commands, "_sleep", wait)
    task = asyncio.create_task(bench.device.cycle_poe(5, off_s=8))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bench.link.writes[-1] == {f"{HUAWEI_POE}.5": 1}


@pytest.mark.parametrize("off_s", [0, -1, 61, float("nan")])
async def test_cycle_refuses_an_odd_time(off_s: float) -> None:
    bench = Bench(*HUAWEI)
    with pytest.raises(NotWritableError):
        await bench.device.cycle_poe(5, off_s=off_s)
    assert bench.link.writes == []


async def test_port_without_power_over_ethernet_cannot_be_powered() -> None:
    bench = Bench(*HUAWEI)
    with pytest.raises(NotWritableError):
        await bench.device.set_poe(57, on=True)


async def test_interface_that_is_not_there_cannot_be_shut() -> None:
    with pytest.raises(NotWritableError):
        await Bench(*HUAWEI).device.set_port_admin(999, up=False)


async def test_device_that_says_no_is_heard() -> None:
    bench = Bench(*HUAWEI)
    bench.link.read_only.add(f"{ADMIN}.5")
    with pytest.raises(RefusedError):
        await bench.device.set_port_admin(5, up=False)


async def test_setting_without_effect_reads_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(*HUAWEI)

    async def swallow(_: dict[str, int]) -> None:
        """Accept and do nothing, as some agents do."""

    monkeypatch.setattr(bench.link, "set", swallow)
    reading = await bench.device.set_port_admin(5, up=False)
    assert reading.value is True
    assert len(bench.slept) == 2


async def test_power_that_cannot_be_taken_away_is_not_given_back() -> None:
    bench = Bench(*HUAWEI)

    async def swallow(_: dict[str, int]) -> None:
        """Accept and do nothing."""

    bench.link.set = swallow  # type: ignore[method-assign]  # an agent that ignores what is set
    with pytest.raises(NotWritableError):
        await bench.device.cycle_poe(5, off_s=5)
    assert bench.slept.count(5) == 0


async def test_lost_answer_is_told() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    bench.link.error = NoAnswerError("nothing")
    with pytest.raises(NoAnswerError):
        await bench.device.set_poe(5, on=False)


async def test_whoever_follows_hears_that_a_poll_is_worth_while() -> None:
    bench = Bench(*HUAWEI)
    news: list[object] = []

    class Push:
        def on_push(self, readings: object) -> None: ...
        def on_event(self, event: object) -> None: ...
        def on_news(self, points: object = None) -> None:
            news.append(points)

    bench.device.follow(Push())
    await bench.device.set_port_admin(5, up=True)
    bench.device.hear()
    bench.device.follow(None)
    bench.device.hear()
    assert news == [None, None]
