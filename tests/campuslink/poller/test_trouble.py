"""What silence, broken lines and faulty code cost, and whom."""

import asyncio
import logging
from itertools import pairwise

import pytest

from campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    GarbledAnswerError,
    MismatchError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from campuslink.model import PollClass
from campuslink.testing.clock import on_fake_time
from campuslink.testing.faulty import FaultyLink

from .campus import Campus

TIMEOUT_S = 1.5


def _levels(caplog: pytest.LogCaptureFixture) -> list[int]:
    return [record.levelno for record in caplog.records if record.name.startswith("campuslink")]


@on_fake_time
async def test_silent_unit_costs_its_line_one_timeout_per_back_off_period() -> None:
    campus = Campus()
    silent = campus.add("silent", fault=FaultyLink.silence)
    campus.add("live")
    await campus.pass_time(3600)
    pauses = [later - earlier for earlier, later in pairwise(silent.link.asked_at)]
    assert pauses[0] == pytest.approx(TIMEOUT_S, abs=0.1)
    assert all(pause >= 0.9 * 20 for pause in pauses[1:])
    assert all(0.9 * 300 <= pause <= 300 + 2 * TIMEOUT_S for pause in pauses[6:])
    assert silent.link.busy_s == pytest.approx(len(silent.link.requests) * TIMEOUT_S)
    await campus.poller.stop()


@on_fake_time
async def test_silent_unit_does_not_delay_its_neighbours() -> None:
    campus = Campus()
    live = [campus.add(f"live {number}") for number in range(20)]
    for number in range(5):
        campus.add(f"silent {number}", fault=FaultyLink.silence)
    await campus.pass_time(3600)
    assert all(len(member.device.polls) >= 360 for member in live)
    await campus.poller.stop()


@on_fake_time
async def test_second_attempt_lets_the_neighbours_go_first_that_waited_for_the_first() -> None:
    campus = Campus()
    silent = campus.add("silent", fault=FaultyLink.silence)
    live = [campus.add(f"live {number}") for number in range(5)]
    await campus.pass_time(2 * TIMEOUT_S + 1)
    first, second = silent.link.asked_at
    assert all(first < member.link.asked_at[0] < second for member in live)
    await campus.poller.stop()


@on_fake_time
async def test_one_lost_answer_is_tried_again_at_once_and_told_nobody() -> None:
    campus = Campus()
    meter = campus.add("meter")
    meter.link.script([NoAnswerError("lost")])
    await campus.pass_time(TIMEOUT_S + 0.1)
    assert meter.listener.told == ["report"]
    await campus.poller.stop()


@on_fake_time
async def test_outage_is_told_once_and_so_is_its_end() -> None:
    campus = Campus()
    meter = campus.add("meter")
    await campus.pass_time(30)
    meter.listener.told.clear()
    meter.link.silence()
    await campus.pass_time(3600)
    meter.link.heal()
    await campus.pass_time(310)
    assert meter.listener.told[:3] == ["unreachable", "reachable", "report"]
    assert set(meter.listener.told[3:]) == {"report"}
    await campus.poller.stop()


@on_fake_time
async def test_outage_is_told_for_each_class_as_it_falls_due() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy"))
    await campus.pass_time(100)
    meter.link.silence()
    await campus.pass_time(400)
    assert sorted(poll_class for poll_class, _ in meter.listener.unreachable) == [PollClass.FAST, PollClass.NORMAL]
    meter.link.heal()
    await campus.pass_time(300)
    assert sorted(meter.listener.reachable) == [PollClass.FAST, PollClass.NORMAL]
    await campus.poller.stop()


@on_fake_time
async def test_health_is_known_only_after_an_answer_or_two_failures() -> None:
    campus = Campus()
    meter = campus.add("meter", fault=FaultyLink.silence)
    states = [meter.polled.reachable]
    await campus.pass_time(TIMEOUT_S + 0.1)
    states.append(meter.polled.reachable)
    await campus.pass_time(TIMEOUT_S)
    states.append(meter.polled.reachable)
    meter.link.heal()
    await meter.polled.poll_now()
    states.append(meter.polled.reachable)
    assert states == [None, None, False, True]
    assert meter.polled.last_answer_at == pytest.approx(campus.loop.time())
    await campus.poller.stop()


@on_fake_time
async def test_poll_now_does_not_wait_for_the_back_off() -> None:
    campus = Campus()
    meter = campus.add("meter", fault=FaultyLink.silence)
    await campus.pass_time(3600)
    asked = len(meter.link.requests)
    await meter.polled.poll_now()
    assert len(meter.link.requests) == asked + 1
    await campus.poller.stop()


@on_fake_time
async def test_regular_turns_return_after_an_outage() -> None:
    campus = Campus()
    meter = campus.add("meter", fault=FaultyLink.silence)
    await campus.pass_time(3600)
    meter.link.heal()
    await meter.polled.poll_now()
    polls = len(meter.device.polls)
    await campus.pass_time(100)
    assert len(meter.device.polls) == polls + 10
    await campus.poller.stop()


@on_fake_time
async def test_broken_line_costs_one_attempt_per_back_off_period_for_all_its_devices() -> None:
    campus = Campus()
    members = [campus.add(f"meter {number}", fault=FaultyLink.unplug) for number in range(50)]
    await campus.pass_time(3600)
    attempts = sum(len(member.link.requests) for member in members)
    assert attempts <= 2 + 5 + 3600 / (0.9 * 300)
    assert [len(member.listener.unreachable) for member in members] == [1] * 50
    assert all(isinstance(member.listener.unreachable[0][1], CannotConnectError) for member in members)
    await campus.poller.stop()


@on_fake_time
async def test_all_devices_are_read_again_as_soon_as_their_line_is_back() -> None:
    campus = Campus()
    members = [campus.add(f"meter {number}", wanted=("power", "energy")) for number in range(10)]
    await campus.pass_time(60)
    for member in members:
        member.link.unplug()
    await campus.pass_time(3600)
    for member in members:
        member.link.heal()
    await members[3].polled.poll_now()
    await campus.pass_time(1)
    assert all(member.polled.reachable for member in members)
    assert all(sorted(member.listener.reachable) == [PollClass.FAST, PollClass.NORMAL] for member in members)
    await campus.poller.stop()


@on_fake_time
async def test_broken_line_is_not_felt_on_another() -> None:
    campus = Campus()
    campus.add("broken", line="broken", fault=FaultyLink.unplug)
    live = campus.add("live", line="live")
    await campus.pass_time(600)
    assert len(live.device.polls) >= 60
    assert live.polled.failures == 0
    await campus.poller.stop()


@on_fake_time
async def test_line_broken_for_one_attempt_only_is_told_nobody() -> None:
    campus = Campus()
    meter = campus.add("meter")
    neighbour = campus.add("neighbour")
    meter.link.script([CannotConnectError("once")])
    await campus.pass_time(60)
    assert meter.listener.unreachable == neighbour.listener.unreachable == []
    await campus.poller.stop()


@pytest.mark.parametrize(
    "error",
    [
        GarbledAnswerError("checksum"),
        RefusedError(RefusalReason.GATEWAY_TARGET, "0x0B"),
        MismatchError("frequency: 0.0 Hz, expected 45..65"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_poll_without_any_reading_makes_its_class_unreachable_with_the_cause(error: CampusLinkError) -> None:
    @on_fake_time
    async def scenario() -> None:
        campus = Campus()
        meter = campus.add("meter")
        meter.link.always = error
        await campus.pass_time(5)
        assert meter.listener.unreachable == [(PollClass.FAST, error)]
        await campus.poller.stop()

    scenario()


@on_fake_time
async def test_class_that_alone_gets_no_answer_goes_stale_alone_and_backs_off_alone() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy"))
    await campus.pass_time(100)
    meter.device.silent_classes.add(PollClass.NORMAL)
    before = len(meter.device.polls)
    await campus.pass_time(3600)
    attempts = sum("energy" in points for points in meter.device.polls[before:])
    assert attempts <= 2 + 3 + 3600 / (0.9 * 300)
    assert [poll_class for poll_class, _ in meter.listener.unreachable] == [PollClass.NORMAL]
    assert meter.polled.reachable
    await campus.poller.stop()


@on_fake_time
async def test_fault_in_a_device_is_logged_once_and_backs_off(caplog: pytest.LogCaptureFixture) -> None:
    campus = Campus()
    meter = campus.add("meter")
    neighbour = campus.add("neighbour")
    meter.device.crash = ZeroDivisionError("bug")
    await campus.pass_time(3600)
    assert _levels(caplog) == [logging.ERROR]
    assert "meter" in caplog.text
    assert len(meter.device.polls) < 30
    assert len(neighbour.device.polls) >= 360
    await campus.poller.stop()


@on_fake_time
async def test_fault_in_a_subscriber_is_logged_once_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    campus = Campus()
    meter = campus.add("meter")
    meter.listener.crash = KeyError("bug")
    await campus.pass_time(100)
    assert _levels(caplog) == [logging.ERROR]
    assert len(meter.device.polls) >= 10
    assert meter.polled.reachable
    await campus.poller.stop()


@on_fake_time
async def test_statistics_tell_polls_requests_and_failures() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy"))
    meter.link.script([NoAnswerError("lost")])
    await campus.pass_time(TIMEOUT_S + 0.1)
    assert (meter.polled.statistics.polls, meter.polled.statistics.requests, meter.polled.statistics.failed) == (
        2,
        2,
        1,
    )
    await campus.poller.stop()


@on_fake_time
async def test_poll_whose_connection_is_torn_down_is_tried_again() -> None:
    campus = Campus()
    meter = campus.add("meter")
    meter.link.script([asyncio.CancelledError()])
    await campus.pass_time(1)
    assert meter.listener.told == ["report"]
    assert meter.polled.statistics.failed == 1
    await campus.poller.stop()
