"""The links tests use in the place of a wire."""

import asyncio
from collections.abc import Callable

import pytest

from campuslink.device.recording import Recording
from campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    GarbledAnswerError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from campuslink.plan.request import ItemRequest, RegisterSpan
from campuslink.testing.clock import on_fake_time
from campuslink.testing.faulty import FaultyLink
from campuslink.testing.plugin import MakeFaultyLink, MakeReplayLink, faulty_link, replay_link

__all__ = ["faulty_link", "replay_link"]

RECORDING = Recording(
    profile="plain",
    protocol="modbus",
    registers={"input": {10: (1, 2, 3), 20: (9,)}, "holding": {0: (7, 8)}},
    items={"00010000": bytes.fromhex("78563412")},
    refused=(("input", 12, 1),),
)


@on_fake_time
async def test_span_inside_a_recorded_run_is_answered(replay_link: MakeReplayLink) -> None:
    assert list(await replay_link(RECORDING).read(RegisterSpan("input", 10, 2))) == [1, 2]


@pytest.mark.parametrize(
    "request_",
    [
        RegisterSpan("input", 9, 2),
        RegisterSpan("input", 20, 2),
        RegisterSpan("coil", 0, 1),
        RegisterSpan("input", 11, 2),
        ItemRequest("0001FF00"),
    ],
    ids=str,
)
def test_everything_else_is_refused(request_: RegisterSpan | ItemRequest, replay_link: MakeReplayLink) -> None:
    @on_fake_time
    async def scenario() -> None:
        with pytest.raises(RefusedError) as caught:
            await replay_link(RECORDING).read(request_)
        assert caught.value.reason is RefusalReason.ADDRESS

    scenario()


@on_fake_time
async def test_recorded_item_is_answered(replay_link: MakeReplayLink) -> None:
    assert await replay_link(RECORDING).read(ItemRequest("00010000")) == bytes.fromhex("78563412")


@on_fake_time
async def test_written_registers_are_read_back(replay_link: MakeReplayLink) -> None:
    link = replay_link(RECORDING)
    await link.write(RegisterSpan("holding", 1, 1), [42])
    assert list(await link.read(RegisterSpan("holding", 0, 2))) == [7, 42]
    assert RECORDING.registers["holding"][0] == (7, 8)


@on_fake_time
async def test_script_is_followed_and_then_the_device_answers(faulty_link: MakeFaultyLink) -> None:
    link = faulty_link(RECORDING)
    link.script([GarbledAnswerError("noise"), None])
    with pytest.raises(GarbledAnswerError):
        await link.read(RegisterSpan("input", 20, 1))
    assert [list(await link.read(RegisterSpan("input", 20, 1))) for _ in range(2)] == [[9], [9]]


@pytest.mark.parametrize(
    ("break_it", "error", "cost_s"),
    [
        (FaultyLink.silence, NoAnswerError, 1.5),
        (FaultyLink.unplug, CannotConnectError, 0.25),
        (FaultyLink.garble, GarbledAnswerError, 0.25),
    ],
)
def test_silence_costs_the_timeout_and_every_other_fault_the_latency(
    break_it: Callable[[FaultyLink], None], error: type[CampusLinkError], cost_s: float, faulty_link: MakeFaultyLink
) -> None:
    @on_fake_time
    async def scenario() -> None:
        link = faulty_link(RECORDING, timeout_s=1.5, latency_s=0.25)
        break_it(link)
        started = asyncio.get_running_loop().time()
        with pytest.raises(error):
            await link.read(RegisterSpan("input", 20, 1))
        assert asyncio.get_running_loop().time() - started == pytest.approx(cost_s)
        assert link.busy_s == pytest.approx(cost_s)

    scenario()


@on_fake_time
async def test_healed_link_answers_again(faulty_link: MakeFaultyLink) -> None:
    link = faulty_link(RECORDING)
    link.silence()
    link.heal()
    assert list(await link.read(RegisterSpan("input", 20, 1))) == [9]


@on_fake_time
async def test_closing_reaches_the_wrapped_link(replay_link: MakeReplayLink) -> None:
    inner = replay_link(RECORDING)
    await FaultyLink(inner).close()
    assert inner.is_closed
