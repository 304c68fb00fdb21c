"""The promise to a device, on fake time: never more at once, never more a second, whatever happens."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.link.snmp.governor import SLOWEST, Governor, Pace, Repetitions
from campuslink.testing.clock import FakeClock, on_fake_time, run_on_fake_time


class Journal:
    """Takes turns and writes down when each began, and how many were held at once."""

    def __init__(self, governor: Governor, clock: FakeClock) -> None:
        self.governor, self.clock = governor, clock
        self.starts: list[float] = []
        self.held = self.most_held = 0

    async def ask(self, duration_s: float) -> None:
        async with self.governor.turn():
            self.starts.append(self.clock())
            self.held += 1
            self.most_held = max(self.most_held, self.held)
            try:
                await asyncio.sleep(duration_s)
            finally:
                self.held -= 1

    def most_within_a_second(self) -> int:
        return max(sum(1 for later in self.starts if 0 <= later - first < 1 - 1e-6) for first in self.starts)


def pace_out(
    durations: Sequence[float], *, in_flight: int, per_second: float, cancelled: Sequence[int] = ()
) -> Journal:
    clock = FakeClock()

    async def run() -> Journal:
        journal = Journal(Governor(Pace(in_flight=in_flight, per_second=per_second), clock=clock), clock)
        tasks = [asyncio.ensure_future(journal.ask(duration)) for duration in durations]
        await asyncio.sleep(0.3)
        for number in cancelled:
            tasks[number % len(tasks)].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await journal.ask(0)
        return journal

    return run_on_fake_time(run(), clock)


@given(
    durations=st.lists(st.floats(0, 2), min_size=1, max_size=40),
    in_flight=st.integers(1, 4),
    per_second=st.integers(1, 50),
    cancelled=st.lists(st.integers(0, 39), max_size=5),
)
def test_promise_is_kept_whatever_is_asked_and_given_up(
    durations: list[float], in_flight: int, per_second: int, cancelled: list[int]
) -> None:
    journal = pace_out(durations, in_flight=in_flight, per_second=per_second, cancelled=cancelled)
    assert journal.most_held <= in_flight
    assert journal.most_within_a_second() <= per_second


def test_requests_follow_each_other_until_a_second_is_full() -> None:
    journal = pace_out([0.0] * 45, in_flight=1, per_second=20)
    begun = journal.starts[0]
    assert [round(start - begun, 6) for start in journal.starts[:45]] == [0.0] * 20 + [1.0] * 20 + [2.0] * 5


def test_device_that_bears_less_than_one_a_second_gets_less() -> None:
    clock = FakeClock()

    async def run() -> list[float]:
        journal = Journal(Governor(Pace(per_second=0.5), clock=clock), clock)
        for _ in range(3):
            await journal.ask(0)
        return journal.starts

    starts = run_on_fake_time(run(), clock)
    assert [later - earlier for earlier, later in pairwise(starts)] == pytest.approx([2.0, 2.0])


@on_fake_time
async def test_busy_device_is_asked_more_slowly_until_it_is_calm() -> None:
    clock = FakeClock(asyncio.get_running_loop().time())
    governor = Governor(clock=clock)
    governor.note_cpu(79)
    assert governor.slowdown == 1
    governor.note_cpu(80)
    assert governor.slowdown == 4
    governor.note_cpu(71)
    assert governor.slowdown == 4
    governor.note_cpu(69)
    assert governor.slowdown == 1


@on_fake_time
async def test_slow_answers_slow_the_pace_until_they_are_usual() -> None:
    governor = Governor(clock=FakeClock())
    for _ in range(50):
        governor.note_latency(0.01)
    assert governor.slowdown == 1
    for _ in range(10):
        governor.note_latency(0.2)
    assert governor.slowdown == 4
    for _ in range(10):
        governor.note_latency(0.01)
    assert governor.slowdown == 1
    for _ in range(400):
        governor.note_latency(0.2)
    assert governor.slowdown == 1


@given(st.lists(st.one_of(st.floats(0, 100), st.tuples(st.floats(0, 30))), max_size=300))
def test_slowdown_stays_within_its_bounds(events: list[float | tuple[float]]) -> None:
    governor = Governor(clock=FakeClock())
    for event in events:
        if isinstance(event, tuple):
            governor.note_latency(event[0])
        else:
            governor.note_cpu(event)
        assert 1 <= governor.slowdown <= SLOWEST


def test_slower_pace_shows_between_requests() -> None:
    clock = FakeClock()

    async def run() -> list[float]:
        governor = Governor(Pace(per_second=10), clock=clock)
        governor.note_cpu(100)
        journal = Journal(governor, clock)
        for _ in range(3):
            await journal.ask(0)
        return journal.starts

    starts = run_on_fake_time(run(), clock)
    assert [later - earlier for earlier, later in pairwise(starts)] == pytest.approx([0.4, 0.4])


def test_whole_answers_grow_the_next_question_up_to_the_limit() -> None:
    repetitions = Repetitions(Pace())
    sizes = []
    for _ in range(20):
        sizes.append(repetitions.count)
        repetitions.note_whole(repetitions.count)
    assert sizes[0] == 10
    assert sizes == sorted(sizes)
    assert sizes[-1] == 50


def test_answer_cut_short_sets_the_size_the_device_gives() -> None:
    repetitions = Repetitions(Pace())
    repetitions.note_cut(7)
    assert repetitions.count == 7
    for _ in range(50):
        repetitions.note_whole(7)
    assert repetitions.count == 7
    repetitions.note_cut(2)
    assert repetitions.count == 4


def test_limit_is_tried_again_after_many_whole_answers() -> None:
    repetitions = Repetitions(Pace())
    repetitions.note_too_big(10)
    assert repetitions.count == 5
    for _ in range(110):
        repetitions.note_whole(repetitions.count)
    assert repetitions.count > 5


@given(
    st.lists(st.tuples(st.sampled_from(["whole", "cut", "big"]), st.integers(0, 80)), max_size=400),
    st.integers(1, 60),
)
def test_size_stays_between_one_and_the_limit(events: list[tuple[str, int]], most: int) -> None:
    repetitions = Repetitions(Pace(most_repetitions=most))
    for event, size in events:
        match event:
            case "whole":
                repetitions.note_whole(size)
            case "cut":
                repetitions.note_cut(size)
            case _:
                repetitions.note_too_big(size)
        assert 1 <= repetitions.count <= most
