"""The SunSpec model chain, laid out as the information model specification describes it."""

import pytest

from campuslink.errors import MismatchError, NoAnswerError
from campuslink.model import Quality
from campuslink.plan.request import RegisterSpan
from campuslink.profile.schema import SunSpec

from .device_fakes import FakeMeter, make_device, make_profile, point

SUNSPEC = SunSpec(bases=(40000, 0, 50000), models=(201, 202, 203, 204))
POINTS = [
    point("frequency", 16, "int16", space="holding", model="meter", exponent=17, unit="Hz"),
    point(
        "active_power", 18, "int16", space="holding", model="meter", exponent=22, unit="W", missing=frozenset({-0x8000})
    ),
    point("serial", 50, "text", count=16, space="holding", model="1"),
]
PROFILE = make_profile(*POINTS, sunspec=SUNSPEC, max_gap=8)
NAMES = ["frequency", "active_power"]


def make_meter(base: int = 40000, *, meter_model: int = 203, length: int = 105) -> FakeMeter:
    """Marker, common model 1 of 66 registers, the meter's model, end mark."""
    meter = FakeMeter()
    meter.put("holding", base, [0x5375, 0x6E53, 1, 66])
    meter.put("holding", base + 2 + 50, [0x3132, 0x3334])
    start = base + 2 + 68
    meter.put("holding", start, [meter_model, length])
    meter.put("holding", start + 16, [4998, 0xFFFE])
    meter.put("holding", start + 18, [1234])
    meter.put("holding", start + 22, [1])
    meter.put("holding", start + 2 + length, [0xFFFF, 0])
    return meter


@pytest.mark.parametrize("base", SUNSPEC.bases)
async def test_values_are_found_behind_every_base_and_scaled_by_their_exponent(base: int) -> None:
    meter = make_meter(base)
    meter.refused = {("holding", other + offset) for other in SUNSPEC.bases for offset in (0, 1) if other != base}
    report = await make_device(PROFILE, meter).poll(NAMES)
    assert report.readings["frequency"].value == pytest.approx(49.98)
    assert report.readings["active_power"].value == 12340


async def test_preparing_again_costs_nothing() -> None:
    meter = make_meter()
    device = make_device(PROFILE, meter)
    await device.prepare()
    assert len(meter.take_asked()) == 4
    await device.prepare()
    assert meter.asked == []
    assert (await device.poll(NAMES)).requests == 1
    assert meter.asked == [RegisterSpan("holding", 40070 + 16, 7)]


@pytest.mark.parametrize("exponent", [0x8000, 11, 0xFFF5])
async def test_an_exponent_that_is_none_leaves_the_value_absent(exponent: int) -> None:
    meter = make_meter()
    meter.put("holding", 40070 + 17, [exponent])
    report = await make_device(PROFILE, meter).poll(NAMES)
    assert report.readings["frequency"].quality is Quality.ABSENT


async def test_a_value_that_is_not_implemented_is_absent() -> None:
    meter = make_meter()
    meter.put("holding", 40070 + 18, [0x8000])
    report = await make_device(PROFILE, meter).poll(NAMES)
    assert report.readings["active_power"].quality is Quality.ABSENT


async def test_no_marker_is_a_mismatch_that_names_the_places() -> None:
    with pytest.raises(MismatchError, match="40000, 0, 50000"):
        await make_device(PROFILE, FakeMeter()).prepare()


async def test_another_kind_of_device_is_a_mismatch_that_names_its_models() -> None:
    with pytest.raises(MismatchError, match="models 1, 103; expected exactly one of 201, 202, 203, 204"):
        await make_device(PROFILE, make_meter(meter_model=103)).prepare()


async def test_a_chain_without_an_end_is_a_mismatch() -> None:
    meter = FakeMeter()
    meter.put("holding", 40000, [0x5375, 0x6E53])
    with pytest.raises(MismatchError, match="does not end"):
        await make_device(PROFILE, meter).prepare()
    assert len(meter.asked) < 70


async def test_points_beyond_the_length_of_the_model_are_never_read_from_the_next() -> None:
    report = await make_device(PROFILE, make_meter(length=18)).poll(NAMES)
    assert report.readings["frequency"].value == pytest.approx(49.98)
    assert report.readings["active_power"].quality is Quality.REFUSED


async def test_models_are_looked_for_again_after_an_outage() -> None:
    meter = make_meter()
    device = make_device(PROFILE, meter)
    await device.poll(NAMES)
    meter.error = NoAnswerError("silent")
    with pytest.raises(NoAnswerError):
        await device.poll(NAMES)
    meter.registers, meter.error = make_meter(0).registers, None
    assert (await device.poll(NAMES)).readings["frequency"].value == pytest.approx(49.98)


async def test_a_recording_keeps_the_chain_and_hides_the_serial() -> None:
    meter = make_meter()
    device = make_device(PROFILE, meter)
    await device.poll(["frequency", "active_power", "serial"])
    recording = device.recording()
    assert recording.registers["holding"][40000] == (0x5375, 0x6E53, 1, 66)
    assert recording.registers["holding"][40052][:2] == (0x5858, 0x5858)
