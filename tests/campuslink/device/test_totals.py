"""Totals: what gets out when a register falls, jumps, rolls over or belongs to another meter."""

import struct
from collections.abc import Sequence
from typing import override

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.device.plausibility import TotalGuard, TotalRule
from campuslink.errors import NoAnswerError
from campuslink.model import Quality, Reading
from campuslink.plan.request import Answer, Request
from campuslink.profile.schema import Parameter

from .device_fakes import Clock, FakeMeter, make_device, make_profile, point

# A 100 A three-phase meter cannot take more than about 70 kWh in an hour.
RULE = TotalRule(max_rate=100.0, rollover=10_000.0, step=0.01)
PERIOD_S = 30.0


def feed(
    values: Sequence[float], *, rule: TotalRule = RULE, period_s: float = PERIOD_S
) -> tuple[list[object], list[object]]:
    """Return what gets out, and the accepted changes."""
    accepted: list[object] = []
    guard = TotalGuard({"energy": rule}, lambda *change: accepted.append(change))
    out = [
        guard.judge("energy", Reading(value, Quality.GOOD, index * period_s)).value
        for index, value in enumerate(values)
    ]
    return out, accepted


def test_steady_growth_passes_untouched() -> None:
    values = [1000.0, 1000.0, 1000.4, 1000.8]
    assert feed(values) == (values, [])


@pytest.mark.parametrize("garbage", [0.0, 0.01, 999.9, 1100.0, 1e9])
def test_a_single_garbled_value_never_gets_out(garbage: float) -> None:
    assert feed([1000.0, garbage, 1000.1]) == ([1000.0, 1000.0, 1000.1], [])


@given(garbage=st.lists(st.floats(0, 1e12), min_size=1, max_size=2))
def test_two_garbled_values_in_a_row_change_nothing_that_lasts(garbage: list[float]) -> None:
    out, accepted = feed([1000.0, *garbage, 1000.1])
    allowed = 1000.0 + 100.0 / 60 * 2 + 0.1
    assert all(isinstance(value, float) and 1000.0 <= value <= allowed for value in out[:2])
    assert accepted == []


def test_an_exchanged_meter_is_accepted_after_two_further_agreeing_reads_and_told_once() -> None:
    out, accepted = feed([1000.0, 3.0, 3.1, 3.2, 3.3])
    assert out == [1000.0, 1000.0, 1000.0, 3.2, 3.3]
    assert accepted == [("energy", 1000.0, 3.2)]


def test_reads_that_do_not_agree_start_the_count_again() -> None:
    assert feed([1000.0, 3.0, 400.0, 3.1, 3.2, 3.3])[0] == [1000.0, 1000.0, 1000.0, 1000.0, 1000.0, 3.3]


def test_a_rollover_is_accepted_on_the_next_agreeing_read() -> None:
    out, accepted = feed([9999.9, 0.1, 0.2, 0.3])
    assert out == [9999.9, 9999.9, 0.2, 0.3]
    assert accepted == [("energy", 9999.9, 0.2)]


def test_a_reset_far_from_the_rollover_is_no_rollover() -> None:
    assert feed([5000.0, 0.1, 0.2, 0.3])[0] == [5000.0, 5000.0, 5000.0, 0.3]


def test_growth_over_an_outage_of_days_is_believed_at_once() -> None:
    assert feed([1000.0, 3000.0], period_s=3 * 86_400)[0] == [1000.0, 3000.0]


def test_rounding_never_makes_a_total_fall() -> None:
    assert feed([1000.01, 1000.0, 1000.02]) == ([1000.01, 1000.01, 1000.02], [])


def test_without_a_known_rate_only_falls_are_doubted() -> None:
    assert feed([1000.0, 1e9, 5.0], rule=TotalRule())[0] == [1000.0, 1e9, 1e9]


def test_absent_values_pass_and_change_nothing() -> None:
    guard = TotalGuard({"energy": RULE})
    guard.judge("energy", Reading(1000.0, Quality.GOOD, 0))
    absent = Reading(None, Quality.ABSENT, 30)
    assert guard.judge("energy", absent) is absent
    assert guard.judge("energy", Reading(0.0, Quality.GOOD, 60)).value == 1000.0


def make_energy_meter(value: float) -> FakeMeter:
    meter = FakeMeter()
    meter.put_float(0x48, value)
    return meter


ENERGY = point("energy_import", 0x48, rollover=1_000_000)


async def test_a_garbled_first_value_after_a_restart_is_judged_against_the_restored_one() -> None:
    clock, meter = Clock(), make_energy_meter(90_000.0)
    device = make_device(make_profile(ENERGY), meter, clock)
    device.restore_totals({"energy_import": Reading(1234.5, Quality.GOOD, clock.now - 60)})
    reading = (await device.poll(["energy_import"])).readings["energy_import"]
    assert (reading.value, reading.at) == (1234.5, clock.now - 60)
    meter.put_float(0x48, 1235.0)
    clock.now += 30
    assert (await device.poll(["energy_import"])).readings["energy_import"].value == 1235.0


async def test_an_exchange_is_reported_by_the_device_once() -> None:
    clock, meter, told = Clock(), make_energy_meter(1234.5), []
    device = make_device(make_profile(ENERGY), meter, clock, on_total_accepted=lambda *change: told.append(change))
    await device.poll(["energy_import"])
    meter.put_float(0x48, 0.5)
    for _ in range(4):
        clock.now += 30
        report = await device.poll(["energy_import"])
    assert report.readings["energy_import"].value == 0.5
    assert told == [("energy_import", 1234.5, 0.5)]


async def test_limits_of_the_register_grow_with_the_transformer_ratio() -> None:
    energy = point("energy_import", 0, "uint32", scale=0.01, multiply_by=("ct_ratio",), max_rate=100.0)
    params = {"ct_ratio": Parameter(id="ct_ratio", default=1, range=(1, 1000))}
    clock, meter = Clock(), FakeMeter()
    device = make_device(make_profile(energy, params=params), meter, clock, params={"ct_ratio": 100})
    await device.poll(["energy_import"])
    meter.put("input", 0, [0, 50])
    clock.now += 60
    assert (await device.poll(["energy_import"])).readings["energy_import"].value == pytest.approx(50.0)


class GarblingMeter(FakeMeter):
    """Gives its first answers from a list, then its registers."""

    def __init__(self, *first: float) -> None:
        super().__init__()
        self.first = list(first)

    @override
    async def read(self, request: Request) -> Answer:
        answer = await super().read(request)
        return struct.unpack(">2H", struct.pack(">f", self.first.pop(0))) if self.first else answer


@pytest.mark.parametrize("garbled", [(9_000_000.0,), (1234.5, 9_000_000.0), (0.0,)])
async def test_a_garbled_first_value_of_a_new_device_never_gets_out(garbled: tuple[float, ...]) -> None:
    clock, meter = Clock(), GarblingMeter(*garbled)
    meter.put_float(0x48, 1234.5)
    device = make_device(make_profile(ENERGY), meter, clock)
    first = await device.poll(["energy_import"])
    clock.now += 30
    second = await device.poll(["energy_import"])
    assert "energy_import" not in first.readings
    assert first.failed.keys() == {"energy_import"}
    assert second.readings["energy_import"].value == 1234.5


async def test_a_first_total_costs_one_more_request_once() -> None:
    clock, meter = Clock(), make_energy_meter(1234.5)
    device = make_device(make_profile(ENERGY), meter, clock)
    assert [(await device.poll(["energy_import"])).requests for _ in range(3)] == [2, 1, 1]


class FadingMeter(FakeMeter):
    """Answers once."""

    @override
    async def read(self, request: Request) -> Answer:
        answer = await super().read(request)
        self.error = NoAnswerError("no answer within 1.5 s")
        return answer


async def test_a_device_that_falls_silent_before_the_second_read_tells_no_first_total() -> None:
    meter = FadingMeter()
    meter.put_float(0x48, 1234.5)
    report = await make_device(make_profile(ENERGY), meter, Clock()).poll(["energy_import"])
    assert (dict(report.readings), set(report.failed)) == ({}, {"energy_import"})
