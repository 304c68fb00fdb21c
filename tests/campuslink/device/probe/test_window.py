"""What several rounds say together, against numbers worked out by hand."""

import pytest

from campuslink.device.probe.window import Window
from campuslink.link.probe.measurement import Measurement, Reason

from .rounds import DEAD, ping


def window(*rounds: Measurement, size: int = 6) -> Window:
    result = Window(size)
    for each in rounds:
        result.add(each)
    return result


def test_window_without_rounds_knows_nothing() -> None:
    empty = window()
    assert (empty.loss_percent, empty.median_ms, empty.p95_ms, empty.jitter_ms) == (None, None, None, None)


def test_values_are_those_of_all_rounds_together() -> None:
    both = window(ping(10, 20, 40), ping(30, 50, 60, 70, 80))
    assert both.loss_percent == pytest.approx(20.0)  # 2 of 10
    assert both.median_ms == 45
    assert both.p95_ms == 80  # nearest rank: the 8th of 8
    # |20-10|, |40-20|, |50-30|, |60-50|, |70-60|, |80-70|
    assert both.jitter_ms == pytest.approx((10 + 20 + 20 + 10 + 10 + 10) / 6)


def test_ninety_five_of_a_hundred_took_no_longer() -> None:
    assert window(ping(*range(1, 101), sent=100)).p95_ms == 95


def test_old_rounds_leave() -> None:
    assert window(DEAD, ping(1), ping(1), size=2).loss_percent == 80.0


def test_path_without_answers_lost_everything() -> None:
    assert (window(DEAD, DEAD).loss_percent, window(DEAD).median_ms) == (100.0, None)


def test_attempt_this_machine_could_not_make_does_not_count() -> None:
    unable = Measurement(at=0, reason=Reason.NOT_PERMITTED)
    assert window(unable, ping(5, sent=1)).loss_percent == 0.0


def test_other_ways_have_one_time_a_round_and_no_loss() -> None:
    pages = window(*(Measurement(at=0, latency_ms=time_ms) for time_ms in (10, 30, 20)))
    assert (pages.loss_percent, pages.median_ms, pages.p95_ms, pages.jitter_ms) == (None, 20, 30, 15)
