"""Totals and rates belong together, and time decides everything."""

import pytest

from simulator.clock import SimClock
from simulator.curves import SampledCurve, WeeklyCurve
from simulator.demo_meters import demo_gateways
from simulator.load_campus import load_plan
from simulator.patterns import CLASSROOM, SCHOOL_DAY, WATER, solar
from simulator.quantities import is_total

DAY_S = 86400
THURSDAY = 3 * DAY_S


@pytest.mark.parametrize("shape", [SCHOOL_DAY, CLASSROOM, WATER, solar])
def test_total_grows_by_rate_times_time(shape) -> None:
    curve = WeeklyCurve(shape, scale=1000)
    at_s = THURSDAY + 9 * 3600 + 120
    grown = curve.consumed(at_s + 60) - curve.consumed(at_s) - curve.returned(at_s + 60) + curve.returned(at_s)
    assert grown == pytest.approx(60 * curve.rate(at_s + 30), rel=1e-6, abs=1e-6)


def test_totals_go_on_over_the_end_of_a_week() -> None:
    curve = WeeklyCurve(SCHOOL_DAY, scale=1000)
    before, after = curve.consumed(7 * DAY_S - 1), curve.consumed(7 * DAY_S + 1)
    assert 0 < after - before < 2 * 1000


def test_sampled_total_grows_by_rate_times_time() -> None:
    curve = SampledCurve(lambda at_s: at_s / 3600)
    assert curve.consumed(7200) == pytest.approx(7200)
    assert curve.consumed(5400) == pytest.approx(5400 * 1.5 / 2)


def test_lessons_use_more_than_nights() -> None:
    assert CLASSROOM(3, 10 * 60 + 20) > 10 * CLASSROOM(3, 3 * 60)


def test_water_is_drawn_in_the_pauses() -> None:
    assert WATER(3, 8 * 60 + 50) > WATER(3, 8 * 60 + 20)


def test_faster_clock_never_jumps() -> None:
    seconds = 1000.0
    clock = SimClock(source=lambda: seconds)
    seconds += 10
    clock.speed = 60
    seconds += 10
    assert clock.timestamp() == 1000 + 10 + 600


def test_clock_refuses_to_run_backwards() -> None:
    with pytest.raises(ValueError, match="above 0"):
        SimClock().speed = 0


def test_same_time_gives_same_values(clock) -> None:
    first, second = demo_gateways(clock, 0), demo_gateways(clock, 0)
    assert [meter.values() for gateway in first for meter in gateway.meters] == [
        meter.values() for gateway in second for meter in gateway.meters
    ]


def test_solar_plant_returns_power_by_day(clock) -> None:
    meters = {meter.id: meter for gateway in demo_gateways(clock, 0) for meter in gateway.meters}
    assert meters["solar"].values()["active_power"] < 0


def test_exchanged_meter_counts_from_zero_and_has_another_serial(clock) -> None:
    meter = demo_gateways(clock, 0)[0].meters[0]
    meter.exchange("77")
    assert meter.serial == "77"
    assert {value for name, value in meter.values().items() if is_total(name)} == {0.0}
    assert meter.values()["active_power"] > 0


def test_dead_share_of_a_load_campus_is_silent() -> None:
    plan = load_plan(devices=50, dead_share=0.2)
    assert sum(meter.fault.kind == "silent" for gateway in plan.gateways for meter in gateway.meters) == 10


def test_load_campus_gives_every_meter_its_own_place() -> None:
    plan = load_plan(devices=55)
    places = {(gateway.id, meter.address) for gateway in plan.gateways for meter in gateway.meters}
    assert (len(plan.gateways), len(places)) == (6, 55)
