"""Who is asked when, while everything answers."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest

from campuslink.model import PollClass
from campuslink.poller.periods import DEFAULT_PERIODS_S, next_turn, phase_s
from campuslink.testing.clock import on_fake_time

from .campus import Campus


@on_fake_time
async def test_first_reading_comes_at_once() -> None:
    campus = Campus()
    meter = campus.add("meter")
    await campus.pass_time(0.1)
    assert [poll_class for poll_class, _ in meter.listener.reports] == [PollClass.FAST]
    await campus.poller.stop()


@on_fake_time
async def test_each_class_is_polled_once_a_period() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy", "firmware"))
    await campus.pass_time(3600)
    polls = Counter(poll_class for poll_class, _ in meter.listener.reports)
    assert polls == {PollClass.FAST: 361, PollClass.NORMAL: 121, PollClass.ONCE: 1}
    await campus.poller.stop()


@on_fake_time
async def test_classes_due_at_the_same_moment_share_one_poll() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy"))
    await campus.pass_time(3600)
    assert len(meter.device.polls) == 361
    await campus.poller.stop()


@on_fake_time
async def test_shared_poll_counts_its_requests_once() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy"))
    await campus.pass_time(1)
    assert sum(report.requests for _, report in meter.listener.reports) == len(meter.link.requests) == 2
    await campus.poller.stop()


@on_fake_time
async def test_report_holds_only_points_of_its_class() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "energy"))
    await campus.pass_time(1)
    assert {poll_class: set(report.readings) for poll_class, report in meter.listener.reports} == {
        PollClass.FAST: {"power"},
        PollClass.NORMAL: {"energy"},
    }
    await campus.poller.stop()


@on_fake_time
async def test_device_is_prepared_once_before_its_first_poll() -> None:
    campus = Campus()
    meter = campus.add("meter")
    await campus.pass_time(100)
    assert meter.device.prepared == 1
    await campus.poller.stop()


@on_fake_time
async def test_unwanted_points_cost_no_request() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power",))
    await campus.pass_time(600)
    assert {request.address for request in meter.link.requests} == {0}
    await campus.poller.stop()


@on_fake_time
async def test_device_of_which_nothing_is_wanted_is_never_asked() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=())
    await campus.pass_time(86_400)
    assert meter.link.requests == []
    await campus.poller.stop()


@on_fake_time
async def test_wanting_nothing_any_more_stops_the_polls() -> None:
    campus = Campus()
    meter = campus.add("meter")
    await campus.pass_time(60)
    meter.polled.want(())
    asked = len(meter.link.requests)
    await campus.pass_time(3600)
    assert len(meter.link.requests) == asked
    await campus.poller.stop()


@on_fake_time
async def test_new_wish_is_polled_at_once_and_alone() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power",))
    await campus.pass_time(0.1)
    meter.polled.want({"power", "firmware"})
    await campus.pass_time(0.1)
    assert meter.device.polls == [{"power"}, {"firmware"}]
    await campus.poller.stop()


@on_fake_time
async def test_wishes_of_one_moment_cost_one_poll() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=())
    for wish in ({"power"}, {"power", "energy"}, {"power", "energy", "firmware"}):
        meter.polled.want(wish)
    await campus.pass_time(0.1)
    assert meter.device.polls == [{"power", "energy", "firmware"}]
    await campus.poller.stop()


@on_fake_time
async def test_event_points_are_asked_for_once() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("alarm",))
    await campus.pass_time(86_400)
    assert meter.device.polls == [{"alarm"}]
    await campus.poller.stop()


@on_fake_time
async def test_points_the_profile_lacks_are_left_out() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=("power", "shoe_size"))
    await campus.pass_time(1)
    assert meter.device.polls == [{"power"}]
    await campus.poller.stop()


@on_fake_time
async def test_poll_now_goes_ahead_of_the_whole_line() -> None:
    campus = Campus()
    for number in range(50):
        campus.add(f"meter {number}", latency_s=0.1)
    last = campus.members["meter 49"]
    started = campus.loop.time()
    await last.polled.poll_now()
    assert campus.loop.time() - started <= 0.2
    assert len(last.listener.reports) == 1
    await campus.poller.stop()


@on_fake_time
async def test_poll_now_reads_points_nobody_wants() -> None:
    campus = Campus()
    meter = campus.add("meter", wanted=())
    await meter.polled.poll_now({"energy"})
    assert meter.device.polls == [{"energy"}]
    await campus.poller.stop()


@on_fake_time
async def test_poll_now_leaves_the_regular_turns_alone() -> None:
    campus = Campus()
    meter = campus.add("meter")
    await campus.pass_time(100)
    regular = meter.link.asked_at[-1]
    await campus.pass_time(1)
    await meter.polled.poll_now()
    await campus.pass_time(9.5)
    assert meter.link.asked_at[-1] == pytest.approx(regular + 10)
    await campus.poller.stop()


@on_fake_time
async def test_lines_are_polled_side_by_side() -> None:
    campus = Campus()
    for number in range(20):
        campus.add(f"meter {number}", line=f"line {number}", latency_s=1.0)
    await campus.pass_time(1.5)
    assert all(member.polled.reachable for member in campus.members.values())
    await campus.poller.stop()


@on_fake_time
async def test_one_line_has_one_request_at_a_time() -> None:
    campus = Campus()
    for number in range(10):
        campus.add(f"meter {number}", latency_s=0.1)
    await campus.pass_time(60)
    starts = sorted(moment for member in campus.members.values() for moment in member.link.asked_at)
    assert all(later - earlier >= 0.1 - 1e-6 for earlier, later in pairwise(starts))
    await campus.poller.stop()


@on_fake_time
async def test_first_polls_run_on_at_most_32_lines_at_once() -> None:
    campus = Campus()
    for number in range(100):
        campus.add(f"meter {number}", line=f"line {number}", latency_s=1.0)
    await campus.pass_time(0.5)
    assert sum(len(member.link.requests) for member in campus.members.values()) == 32
    await campus.pass_time(3.6)
    assert all(member.polled.reachable for member in campus.members.values())
    await campus.poller.stop()


@pytest.mark.parametrize("lines", [20, 1000])
def test_thousand_devices_are_spread_over_the_period(lines: int) -> None:
    @on_fake_time
    async def scenario() -> None:
        campus = Campus()
        for number in range(1000):
            campus.add(f"meter {number}", line=f"line {number % lines}")
        await campus.pass_time(60)
        start = campus.loop.time()
        await campus.pass_time(10)
        polls = Counter(
            int(moment - start)
            for member in campus.members.values()
            for moment in member.link.asked_at
            if start <= moment < start + 10
        )
        assert sum(polls.values()) == pytest.approx(1000, abs=2)
        assert max(polls.values()) <= 150
        await campus.poller.stop()

    scenario()


@on_fake_time
async def test_overloaded_line_serves_its_devices_evenly() -> None:
    campus = Campus()
    for number in range(20):
        campus.add(f"meter {number}", latency_s=1.0)
    await campus.pass_time(2000)
    polls = [len(member.device.polls) for member in campus.members.values()]
    assert max(polls) - min(polls) <= 2
    await campus.poller.stop()


@on_fake_time
async def test_remove_waits_for_the_running_poll_and_closes_the_link() -> None:
    campus = Campus()
    meter = campus.add("meter", latency_s=2.0)
    await campus.pass_time(0.5)
    started = campus.loop.time()
    await campus.poller.remove("meter")
    assert campus.loop.time() - started == pytest.approx(1.5)
    assert meter.link.is_closed
    assert meter.listener.told == []


@on_fake_time
async def test_removing_a_device_leaves_its_neighbours_alone() -> None:
    campus = Campus()
    campus.add("meter")
    neighbour = campus.add("neighbour")
    await campus.pass_time(1)
    await campus.poller.remove("meter")
    asked = len(neighbour.device.polls)
    await campus.pass_time(100)
    assert len(neighbour.device.polls) == asked + 10
    assert not neighbour.link.is_closed
    await campus.poller.stop()


@on_fake_time
async def test_worker_ends_with_the_last_device_of_its_line() -> None:
    campus = Campus()
    campus.add("meter")
    await campus.pass_time(1)
    await campus.poller.remove("meter")
    assert [task.done() for task in campus.tasks] == [True]


@on_fake_time
async def test_line_can_be_used_again_after_its_last_device_left() -> None:
    campus = Campus()
    campus.add("meter")
    await campus.pass_time(1)
    await campus.poller.remove("meter")
    again = campus.add("meter")
    await campus.pass_time(1)
    assert again.polled.reachable
    await campus.poller.stop()


@on_fake_time
async def test_removed_device_cannot_come_back_by_a_late_wish() -> None:
    campus = Campus()
    old = campus.add("meter")
    await campus.pass_time(1)
    await campus.poller.remove("meter")
    new = campus.add("meter")
    polls = len(old.device.polls)
    old.polled.want({"energy"})
    await old.polled.poll_now()
    await campus.pass_time(100)
    assert len(old.device.polls) == polls
    assert len(new.device.polls) == 11
    await campus.poller.stop()


@on_fake_time
async def test_remove_lets_go_who_waits_for_a_poll() -> None:
    campus = Campus()
    campus.add("busy", latency_s=5.0)
    meter = campus.add("meter", wanted=())
    await campus.pass_time(0.1)
    waiting = asyncio.ensure_future(meter.polled.poll_now({"power"}))
    await campus.pass_time(0.1)
    await campus.poller.remove("meter")
    await asyncio.wait_for(waiting, 1)
    assert meter.link.requests == []
    await campus.poller.stop()


@on_fake_time
async def test_stop_breaks_off_polls_and_leaves_no_task() -> None:
    campus = Campus()
    members = [campus.add(f"meter {number}", line=f"line {number}", latency_s=100.0) for number in range(5)]
    await campus.pass_time(1)
    await campus.poller.stop()
    assert all(task.done() for task in campus.tasks)
    assert all(member.link.is_closed for member in members)
    assert asyncio.all_tasks() == {asyncio.current_task()}


@on_fake_time
async def test_one_id_cannot_be_polled_twice() -> None:
    campus = Campus()
    campus.add("meter")
    with pytest.raises(ValueError, match="meter"):
        campus.add("meter")
    await campus.poller.stop()


def test_turn_is_the_same_in_every_run() -> None:
    assert phase_s("meter-1", DEFAULT_PERIODS_S) == phase_s("meter-1", DEFAULT_PERIODS_S)
    assert phase_s("meter-1", DEFAULT_PERIODS_S) != phase_s("meter-2", DEFAULT_PERIODS_S)


@pytest.mark.parametrize(("after_s", "turn_s"), [(0.0, 3.0), (3.0, 13.0), (12.9, 13.0), (13.1, 23.0)])
def test_next_turn_is_the_first_grid_moment_later(after_s: float, turn_s: float) -> None:
    assert next_turn(after_s, 10.0, 1003.0) == pytest.approx(turn_s)
