"""Polls of one device: values, partial trouble, and what is learnt from refusals and silence."""

import pytest

from campuslink.device.device import Device
from campuslink.errors import (
    CannotConnectError,
    GarbledAnswerError,
    LinkError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from campuslink.model import Quality
from campuslink.plan.request import Answer, ItemRequest, RegisterSpan, Request
from campuslink.profile.schema import Parameter, Protocol

from .device_fakes import Clock, FakeMeter, item_point, make_device, make_profile, point

DAY_S = 86_400
VOLTAGES = [point(f"voltage_l{phase}", 2 * (phase - 1), unit="V", range=(0, 500)) for phase in (1, 2, 3)]
NAMES = [voltage.id for voltage in VOLTAGES]


def make_meter() -> FakeMeter:
    meter = FakeMeter()
    # IEEE 754: 230.5 is 0x43668000, 231.25 is 0x43674000, 229.75 is 0x4365C000.
    meter.put("input", 0, [0x4366, 0x8000, 0x4367, 0x4000, 0x4365, 0xC000])
    return meter


def make_two_span_device(meter: FakeMeter, clock: Clock | None = None) -> Device:
    """Four registers at 0, eight at 100: two requests."""
    points = [point(f"a{index}", index, "uint16") for index in range(4)]
    points += [point(f"b{index}", 100 + index, "uint16") for index in range(8)]
    return make_device(make_profile(*points), meter, clock)


ALL = [f"a{index}" for index in range(4)] + [f"b{index}" for index in range(8)]


async def test_one_request_brings_all_neighbours() -> None:
    device = make_device(make_profile(*VOLTAGES), make_meter())
    report = await device.poll(NAMES)
    assert {name: reading.value for name, reading in report.readings.items()} == {
        "voltage_l1": 230.5,
        "voltage_l2": 231.25,
        "voltage_l3": 229.75,
    }
    assert (report.requests, report.failed, device.requests_for(NAMES)) == (1, {}, 1)


async def test_nan_and_impossible_values_give_no_number() -> None:
    meter = make_meter()
    meter.put("input", 0, [0x7FC0, 0x0000])
    meter.put_float(2, 3000.0)
    report = await make_device(make_profile(*VOLTAGES), meter).poll(NAMES)
    assert (report.readings["voltage_l1"].value, report.readings["voltage_l1"].quality) == (None, Quality.ABSENT)
    assert (report.readings["voltage_l2"].value, report.readings["voltage_l2"].quality) == (None, Quality.OUT_OF_RANGE)
    assert report.readings["voltage_l3"].is_good


async def test_unknown_points_cost_no_request() -> None:
    meter = make_meter()
    report = await make_device(make_profile(*VOLTAGES), meter).poll(["no_such_point"])
    assert (report.readings, report.requests, meter.asked) == ({}, 0, [])


async def test_values_are_multiplied_by_the_installation_parameters() -> None:
    current = point("current", 0, "uint16", scale=0.01, multiply_by=("ct_ratio",))
    params = {"ct_ratio": Parameter(id="ct_ratio", default=1, range=(1, 10000))}
    meter = FakeMeter({("input", 0): 512})
    report = await make_device(make_profile(current, params=params), meter, params={"ct_ratio": 40}).poll(["current"])
    assert report.readings["current"].value == pytest.approx(5.12 * 40)


@pytest.mark.parametrize(
    "reason",
    [RefusalReason.ADDRESS, RefusalReason.FUNCTION, RefusalReason.VALUE, RefusalReason.DEVICE_FAILURE],
)
async def test_one_illegal_register_is_found_once_and_left_out_from_then_on(reason: RefusalReason) -> None:
    meter = FakeMeter({("input", 100 + index): 7 for index in range(8)})
    meter.refused, meter.reason = {("input", 105)}, reason
    device = make_two_span_device(meter)
    first = await device.poll(ALL)
    assert first.readings["b5"].quality is Quality.REFUSED
    assert {name for name, reading in first.readings.items() if reading.is_good} == set(ALL) - {"b5"}
    assert device.refused == {"b5": "exception 2: illegal data address"}
    meter.take_asked()
    second = await device.poll(ALL)
    assert second.readings == first.readings
    assert meter.take_asked() == [
        RegisterSpan("input", 0, 4),
        RegisterSpan("input", 100, 5),
        RegisterSpan("input", 106, 2),
    ]


async def test_a_refusal_is_asked_again_after_a_day() -> None:
    clock, meter = Clock(), FakeMeter()
    meter.refused = {("input", 105)}
    device = make_two_span_device(meter, clock)
    await device.poll(ALL)
    meter.refused = set()
    clock.now += DAY_S - 1
    assert (await device.poll(ALL)).readings["b5"].quality is Quality.REFUSED
    clock.now += 1
    assert (await device.poll(ALL)).readings["b5"].is_good
    assert device.refused == {}


async def test_a_refused_gap_is_found_and_no_longer_read_across() -> None:
    meter = FakeMeter()
    meter.refused = {("input", 5)}
    points = [point(f"p{address}", address, "uint16") for address in (0, 1, 3, 4, 6, 7)]
    device = make_device(make_profile(*points, max_gap=2), meter)
    names = [entry.id for entry in points]
    first = await device.poll(names)
    assert all(first.readings[name].is_good for name in names)
    assert device.refused == {}
    meter.take_asked()
    report = await device.poll(names)
    assert report.requests == 2
    assert meter.take_asked() == [RegisterSpan("input", 0, 5), RegisterSpan("input", 6, 2)]


async def test_a_passing_refusal_leaves_no_trace() -> None:
    class Moody(FakeMeter):
        async def read(self, request: Request) -> Answer:
            if len(self.asked) == 1:
                self.asked.append(request)
                raise RefusedError(RefusalReason.DEVICE_FAILURE, "exception 4: device failure")
            return await super().read(request)

    meter = Moody()
    device = make_two_span_device(meter)
    assert all(reading.is_good for reading in (await device.poll(ALL)).readings.values())
    meter.asked = [RegisterSpan("input", 0, 0)] * 2
    assert (await device.poll(ALL)).requests == 2
    assert device.refused == {}


async def test_a_device_that_serves_shorter_requests_than_the_profile_says_is_read_in_parts() -> None:
    meter = FakeMeter()
    meter.most = 4
    device = make_two_span_device(meter)
    first = await device.poll(ALL)
    assert all(first.readings[name].is_good for name in ALL)
    assert (await device.poll(ALL)).requests == 3


async def test_a_device_that_refuses_everything_is_an_error_and_nothing_is_remembered() -> None:
    meter = FakeMeter()
    meter.error = RefusedError(RefusalReason.ADDRESS, "booting")
    device = make_two_span_device(meter)
    with pytest.raises(RefusedError, match="booting"):
        await device.poll(ALL)
    assert len(meter.asked) < 2 * len(ALL)
    meter.error = None
    assert all(reading.is_good for reading in (await device.poll(ALL)).readings.values())


async def test_a_device_that_suddenly_refuses_everything_keeps_its_points() -> None:
    meter = FakeMeter()
    device = make_two_span_device(meter)
    await device.poll(ALL)
    meter.error = RefusedError(RefusalReason.ADDRESS, "booting")
    with pytest.raises(RefusedError):
        await device.poll(ALL)
    meter.error = None
    assert all(reading.is_good for reading in (await device.poll(ALL)).readings.values())


async def test_a_lone_refused_point_is_remembered_once_the_device_serves_others() -> None:
    meter = FakeMeter()
    meter.refused = {("input", 100)}
    device = make_two_span_device(meter)
    await device.poll(["a0"])
    report = await device.poll(["b0"])
    assert report.readings["b0"].quality is Quality.REFUSED
    assert (await device.poll(["b0"])).requests == 0


async def test_a_busy_device_is_not_remembered_as_refusing() -> None:
    meter = FakeMeter()
    meter.refused, meter.reason = {("input", 105)}, RefusalReason.BUSY
    device = make_two_span_device(meter)
    report = await device.poll(ALL)
    assert set(report.failed) == {f"b{index}" for index in range(8)}
    assert (report.requests, device.refused) == (2, {})


async def test_silence_costs_a_single_request() -> None:
    meter = FakeMeter()
    meter.error = NoAnswerError("silent")
    device = make_two_span_device(meter)
    for _ in range(5):
        with pytest.raises(NoAnswerError):
            await device.poll(ALL)
        assert len(meter.take_asked()) == 1


async def test_a_dead_line_costs_a_single_request() -> None:
    meter = FakeMeter()
    meter.error = CannotConnectError("refused")
    with pytest.raises(CannotConnectError):
        await make_two_span_device(meter).poll(ALL)
    assert len(meter.asked) == 1


async def test_a_garbled_answer_fails_its_points_only() -> None:
    class HalfGarbled(FakeMeter):
        async def read(self, request: Request) -> Answer:
            if request == RegisterSpan("input", 100, 8):
                raise GarbledAnswerError("checksum")
            return await super().read(request)

    report = await make_two_span_device(HalfGarbled()).poll(ALL)
    assert set(report.readings) == {f"a{index}" for index in range(4)}
    assert set(report.failed) == {f"b{index}" for index in range(8)}


async def test_a_register_the_device_is_mute_on_is_found_after_three_polls() -> None:
    meter = FakeMeter()
    meter.mute = {("input", 103)}
    device = make_two_span_device(meter)
    for _ in range(2):
        report = await device.poll(ALL)
        assert set(report.failed) == {f"b{index}" for index in range(8)}
        assert device.refused == {}
    report = await device.poll(ALL)
    assert list(device.refused) == ["b3"]
    assert report.readings["b3"].quality is Quality.REFUSED
    assert report.readings["b7"].is_good
    assert report.failed == {}
    assert not (await device.poll(ALL)).failed


async def test_a_device_that_dies_while_its_mute_register_is_looked_for_costs_few_timeouts() -> None:
    meter = FakeMeter()
    meter.mute = {("input", 120)}
    points = [point(f"a{index}", index, "uint16") for index in range(4)]
    points += [point(f"b{index}", 100 + index, "uint16") for index in range(60)]
    device = make_device(make_profile(*points), meter)
    names = [entry.id for entry in points]
    for _ in range(2):
        await device.poll(names)
    meter.take_asked()
    meter.mute = {("input", 100 + index) for index in range(60)}
    report = await device.poll(names)
    assert len(meter.take_asked()) < 15
    assert report.readings["a0"].is_good


async def test_a_device_that_dies_while_a_refusal_is_looked_into_costs_one_timeout_more() -> None:
    class Dying(FakeMeter):
        async def read(self, request: Request) -> Answer:
            if len(self.asked) == 2:
                self.error = NoAnswerError("silent")
            return await super().read(request)

    meter = Dying()
    meter.refused = {("input", 105)}
    device = make_two_span_device(meter)
    report = await device.poll(ALL)
    assert len(meter.asked) <= 4
    assert device.refused == {}
    assert set(report.failed) == {f"b{index}" for index in range(8)}


async def test_a_mute_register_in_the_first_request_does_not_hide_the_others() -> None:
    meter = FakeMeter()
    meter.mute = {("input", 1)}
    device = make_two_span_device(meter)
    with pytest.raises(NoAnswerError):
        await device.poll(ALL)
    for _ in range(3):
        report = await device.poll(ALL)
        assert report.readings["b0"].is_good
    assert list(device.refused) == ["a1"]


async def test_a_mute_register_in_the_only_request_is_found_too() -> None:
    meter = FakeMeter()
    meter.mute = {("input", 5)}
    device = make_device(make_profile(*[point(f"p{index}", index, "uint16") for index in range(8)]), meter)
    names = [f"p{index}" for index in range(8)]
    outcomes = []
    for _ in range(7):
        try:
            outcomes.append(await device.poll(names))
        except LinkError:
            continue
    assert list(device.refused) == ["p5"]
    assert {name for name, reading in outcomes[-1].readings.items() if reading.is_good} == set(names) - {"p5"}


async def test_a_device_back_from_an_outage_is_read_whole_again() -> None:
    meter = make_meter()
    device = make_device(make_profile(*VOLTAGES), meter)
    meter.error = NoAnswerError("silent")
    for _ in range(4):
        with pytest.raises(NoAnswerError):
            await device.poll(NAMES)
    meter.error = None
    await device.poll(NAMES)
    assert (await device.poll(NAMES)).requests == 1
    assert device.refused == {}


async def test_points_no_request_may_carry_are_refused_without_asking() -> None:
    meter = FakeMeter()
    inside, outside = point("inside", 0, "uint16"), point("outside", 50, "uint16")
    device = make_device(make_profile(inside, outside, blocks=(("input", 0, 9),)), meter)
    report = await device.poll(["inside", "outside"])
    assert report.readings["outside"].quality is Quality.REFUSED
    assert meter.asked == [RegisterSpan("input", 0, 1)]


async def test_a_refused_block_item_falls_back_to_its_items() -> None:
    points = [
        item_point(f"voltage_l{n}", f"02010{n}00", {0: (0, 2)}, block="0201FF00", block_at=(2 * n - 2, 2), scale=0.1)
        for n in (1, 2, 3)
    ]
    meter = FakeMeter()
    # DL/T 645-2007 table A.3: voltage XXX.X V, two bytes of BCD, low byte first.
    meter.items = {"02010100": bytes.fromhex("0523"), "02010200": bytes.fromhex("9822")}
    device = make_device(make_profile(*points, protocol=Protocol.DLT645), meter)
    report = await device.poll(NAMES)
    assert report.readings["voltage_l1"].value == pytest.approx(230.5)
    assert report.readings["voltage_l2"].value == pytest.approx(229.8)
    assert report.readings["voltage_l3"].quality is Quality.REFUSED
    meter.take_asked()
    await device.poll(NAMES)
    assert meter.take_asked() == [ItemRequest("02010100"), ItemRequest("02010200")]


async def test_a_block_shorter_than_its_layout_leaves_the_rest_absent() -> None:
    points = [
        item_point(f"voltage_l{n}", f"02010{n}00", {0: (0, 2)}, block="0201FF00", block_at=(2 * n - 2, 2), scale=0.1)
        for n in (1, 2, 3)
    ]
    meter = FakeMeter()
    meter.items = {"0201FF00": bytes.fromhex("0523")}
    report = await make_device(make_profile(*points, protocol=Protocol.DLT645), meter).poll(NAMES)
    assert report.readings["voltage_l1"].value == pytest.approx(230.5)
    assert report.readings["voltage_l3"].quality is Quality.ABSENT


async def test_an_item_of_unknown_length_is_garbled() -> None:
    volume = item_point("water_volume", "901F", {22: (0, 4)})
    meter = FakeMeter()
    meter.items = {"901F": bytes(5)}
    with pytest.raises(GarbledAnswerError):
        await make_device(make_profile(volume, protocol=Protocol.CJT188), meter).poll(["water_volume"])


@pytest.mark.parametrize(("text", "shown"), [("A\x1b[31m\x07", None), ("9" * 80, "9" * 64), ("  SN 1  ", "SN 1")])
async def test_text_of_a_device_holds_nothing_that_could_harm(text: str, shown: str | None) -> None:
    serial = point("serial", 0, "text", count=40, space="holding")
    meter = FakeMeter()
    raw = text.encode().ljust(80, b"\0")
    meter.put("holding", 0, [raw[index] << 8 | raw[index + 1] for index in range(0, 80, 2)])
    report = await make_device(make_profile(serial), meter).poll(["serial"])
    assert report.readings["serial"].value == shown
