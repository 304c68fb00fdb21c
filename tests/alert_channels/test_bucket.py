"""A robot never says more than its platform allows, and keeps some turns for the worst."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.channels.rules.bucket import TurnBucket


def taken(bucket: TurnBucket, seconds: float, step: float = 0.1) -> list[float]:
    """Return when turns were taken by somebody who tries all the time."""
    times = [n * step for n in range(int(seconds / step))]
    return [now for now in times if bucket.take(now, is_pressing=True)]


def test_no_minute_has_more_than_twenty_turns() -> None:
    times = taken(TurnBucket(size=8, per_minute=12, reserve=3), 300)
    assert max(sum(1 for each in times if start <= each < start + 60) for start in times) <= 20


def test_no_second_has_more_than_five_turns() -> None:
    times = taken(TurnBucket(size=4, per_minute=60, reserve=1), 60, 0.01)
    assert max(sum(1 for each in times if start <= each < start + 1) for start in times) <= 5


def test_reserve_is_for_what_presses() -> None:
    bucket = TurnBucket(size=8, per_minute=12, reserve=3)
    assert [bucket.take(0) for _ in range(8)] == [True] * 5 + [False] * 3
    assert [bucket.take(0, is_pressing=True) for _ in range(4)] == [True] * 3 + [False]


def test_turn_comes_when_it_was_said_to_come() -> None:
    bucket = TurnBucket(size=1, per_minute=12)
    assert bucket.take(0)
    assert bucket.wait_s(0) == 5
    assert not bucket.take(4.9)
    assert bucket.take(5)


def test_blocked_bucket_gives_no_turn_even_in_need() -> None:
    bucket = TurnBucket(size=8, per_minute=12, reserve=3)
    bucket.block(0, 600)
    assert not bucket.take(599, is_pressing=True)
    assert bucket.take(600)


@given(st.lists(st.floats(0, 1000), max_size=200))
def test_clock_that_goes_back_gives_no_turns(times: list[float]) -> None:
    bucket = TurnBucket(size=5, per_minute=60)
    assert sum(bucket.take(now) for now in times) <= 5 + sum(max(b - a, 0) for a, b in pairwise(times))
