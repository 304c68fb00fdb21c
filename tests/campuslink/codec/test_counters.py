"""Rates without spikes. Limits of Counter32 and Counter64 are those of RFC 2578."""

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.counters import (
    ABSENT,
    NARROW,
    WIDE,
    CounterSample,
    count_cells,
    has_restarted,
    rates,
)

UNLIMITED = np.array(np.nan)
FAST_ETHERNET = np.array(100e6 / 8)
GIGABIT = np.array(1e9 / 8)


def sample(
    at_s: float,
    counts: Mapping[str, int],
    *,
    bits: int = WIDE,
    uptime_s: float | None = None,
    engine_s: int | None = None,
    discontinuities: Mapping[str, int] | None = None,
) -> CounterSample:
    rows = tuple(counts)
    values, widths = count_cells(rows, [[(bits, counts)]])
    return CounterSample(
        at_s=np.array(at_s),
        rows=rows,
        counts=values,
        bits=widths,
        discontinuities=np.array([(discontinuities or {}).get(row, 0) for row in rows], dtype=np.uint64),
        uptime_ticks=None if uptime_s is None else round(uptime_s * 100),
        engine_s=engine_s,
    )


def test_rate_is_difference_over_time() -> None:
    result = rates(sample(0, {"1": 1_000, "2": 0}), sample(10, {"1": 2_500, "2": 70}), UNLIMITED)
    assert result.tolist() == [[150.0], [7.0]]


def test_first_sample_has_no_rate() -> None:
    assert np.isnan(rates(None, sample(10, {"1": 2_500}), UNLIMITED)).all()


def test_new_port_has_no_rate_and_known_ones_keep_theirs() -> None:
    result = rates(sample(0, {"2": 100, "7": 5}), sample(10, {"1": 9, "2": 200}), UNLIMITED)
    assert np.isnan(result[0, 0])
    assert result[1, 0] == 10.0


def test_no_ports_before_is_no_rate() -> None:
    assert np.isnan(rates(sample(0, {}), sample(10, {"1": 9}), UNLIMITED)).all()


def test_no_ports_now_is_an_empty_table() -> None:
    assert rates(sample(0, {"1": 9}), sample(10, {}), UNLIMITED).shape == (0, 1)


def test_narrow_counter_that_goes_round_at_full_speed_is_right() -> None:
    # 100 Mbit/s for 300 s is 3.75e9 bytes: one round of 2^32 at most.
    start = 4_000_000_000
    end = (start + 12_500_000 * 300) % 2**32
    assert end < start
    result = rates(sample(0, {"1": start}, bits=NARROW), sample(300, {"1": end}, bits=NARROW), FAST_ETHERNET)
    assert result[0, 0] == 12_500_000


def test_narrow_counter_that_may_have_gone_round_twice_has_no_rate() -> None:
    # At 1 Gbit/s 2^32 bytes pass in 34 s.
    result = rates(sample(0, {"1": 0}, bits=NARROW), sample(60, {"1": 1_000}, bits=NARROW), GIGABIT)
    assert np.isnan(result[0, 0])


def test_wide_counter_at_its_top_goes_round() -> None:
    result = rates(sample(0, {"1": 2**64 - 500}), sample(10, {"1": 500}), GIGABIT)
    assert result[0, 0] == 100.0


@pytest.mark.parametrize("bits", [NARROW, WIDE])
def test_cleared_counter_without_limit_has_no_rate(bits: int) -> None:
    result = rates(sample(0, {"1": 70_000}, bits=bits), sample(60, {"1": 3}, bits=bits), UNLIMITED)
    assert np.isnan(result[0, 0])


def test_faster_than_the_port_has_no_rate() -> None:
    at_limit = rates(sample(0, {"1": 0}), sample(10, {"1": 1_375_000_000}), GIGABIT)
    beyond = rates(sample(0, {"1": 0}), sample(10, {"1": 1_375_000_001}), GIGABIT)
    assert at_limit[0, 0] == pytest.approx(137_500_000)
    assert np.isnan(beyond[0, 0])


def test_width_that_changed_has_no_rate() -> None:
    assert np.isnan(rates(sample(0, {"1": 5}, bits=NARROW), sample(10, {"1": 50}), UNLIMITED)).all()


def test_discontinuity_hits_its_port_only() -> None:
    result = rates(
        sample(0, {"1": 0, "2": 0}, discontinuities={"1": 100, "2": 100}),
        sample(10, {"1": 10, "2": 10}, discontinuities={"1": 900, "2": 100}),
        UNLIMITED,
    )
    assert np.isnan(result[0, 0])
    assert result[1, 0] == 1.0


def test_time_that_stands_still_has_no_rate() -> None:
    assert np.isnan(rates(sample(5, {"1": 1}), sample(5, {"1": 2}), UNLIMITED)).all()


def test_columns_read_at_different_moments_have_their_own_time() -> None:
    def at(first: float, second: float, count: int) -> CounterSample:
        values, bits = count_cells(["1"], [[(WIDE, {"1": count})], [(WIDE, {"1": count})]])
        return CounterSample(
            at_s=np.array([first, second]),
            rows=("1",),
            counts=values,
            bits=bits,
            discontinuities=np.zeros(1, np.uint64),
        )

    assert rates(at(0, 1, 0), at(10, 21, 100), UNLIMITED).tolist() == [[10.0, 5.0]]


def test_restarted_device_has_no_rate() -> None:
    result = rates(sample(0, {"1": 5}, uptime_s=90_000), sample(60, {"1": 50}, uptime_s=20), UNLIMITED)
    assert np.isnan(result).all()


def test_restart_shows_in_an_uptime_shorter_than_the_interval() -> None:
    assert has_restarted(sample(0, {}, uptime_s=10), sample(60, {}, uptime_s=40))


def test_uptime_that_wraps_after_497_days_is_no_restart() -> None:
    top_s = 2**32 / 100
    assert not has_restarted(sample(0, {}, uptime_s=top_s - 20), sample(60, {}, uptime_s=40))
    assert not has_restarted(
        sample(0, {}, uptime_s=top_s - 20, engine_s=42_949_652), sample(60, {}, uptime_s=40, engine_s=42_949_712)
    )


def test_engine_time_tells_a_restart_from_a_wrap() -> None:
    top_s = 2**32 / 100
    assert has_restarted(
        sample(0, {}, uptime_s=top_s - 20, engine_s=42_949_652), sample(60, {}, uptime_s=40, engine_s=40)
    )


def test_without_uptime_the_engine_time_tells_a_restart() -> None:
    assert has_restarted(sample(0, {}, engine_s=500), sample(60, {}, engine_s=20))
    assert not has_restarted(sample(0, {}, engine_s=500), sample(60, {}, engine_s=560))
    assert not has_restarted(sample(0, {}), sample(60, {}))


def test_wide_counter_is_preferred_row_by_row() -> None:
    counts, bits = count_cells(["1", "2", "3"], [[(WIDE, {"1": 2**40}), (NARROW, {"1": 7, "2": 8})]])
    assert counts.tolist() == [[2**40], [8], [0]]
    assert bits.tolist() == [[WIDE], [NARROW], [ABSENT]]


@pytest.mark.parametrize("value", [-1, 2**32, b"12", "12", None, True])
def test_value_that_is_no_count_is_absent(value: object) -> None:
    _, bits = count_cells(["1"], [[(NARROW, {"1": value})]])
    assert bits.tolist() == [[ABSENT]]


@given(
    start=st.integers(0, 2**32 - 1),
    per_s=st.integers(0, 12_500_000),
    elapsed_s=st.integers(1, 300),
)
def test_any_traffic_within_the_speed_of_a_narrow_port_is_found(start: int, per_s: int, elapsed_s: int) -> None:
    end = (start + per_s * elapsed_s) % 2**32
    result = rates(sample(0, {"1": start}, bits=NARROW), sample(elapsed_s, {"1": end}, bits=NARROW), FAST_ETHERNET)
    assert result[0, 0] == pytest.approx(per_s)


@given(
    before=st.integers(0, 2**64 - 1),
    after=st.integers(0, 2**64 - 1),
    bits=st.sampled_from([NARROW, WIDE]),
    elapsed_s=st.floats(0.001, 1e6),
)
def test_no_pair_of_counts_makes_a_spike(before: int, after: int, bits: int, elapsed_s: float) -> None:
    mask = (1 << bits) - 1
    result = float(
        rates(sample(0, {"1": before & mask}, bits=bits), sample(elapsed_s, {"1": after & mask}, bits=bits), GIGABIT)[
            0, 0
        ]
    )
    assert math.isnan(result) or 0 <= result <= 1.1 * 125_000_000 * (1 + 1e-9)
