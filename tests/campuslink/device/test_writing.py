"""Writes go through the inverse pipeline and report what reads back."""

import pytest

from campuslink.errors import NotWritableError
from campuslink.model import EMPTY
from campuslink.plan.request import Answer, RegisterSpan, Request
from campuslink.profile.schema import Point, PointWrite, RegisterRead

from .device_fakes import FakeMeter, item_point, make_device, make_profile, point


def write_to(space: str, address: int, count: int = 1, mapping=EMPTY) -> PointWrite:  # type: ignore[no-untyped-def]
    return PointWrite(read=RegisterRead(space=space, address=address, count=count), map=mapping)


SETPOINT = point("setpoint", 10, "int16", space="holding", scale=0.1, range=(-50, 50), write=write_to("holding", 10))
MODE = point(
    "mode",
    20,
    "uint16",
    space="holding",
    map={1: "off", 2: "on"},
    write=write_to("holding", 30, mapping={"on": 0x5A, "off": 0xA5}),
)
RELAY = point("relay", 3, "uint16", space="coil", map={0: False, 1: True}, write=write_to("coil", 3))
READ_ONLY = point("voltage", 0)
VALVE = point("valve", 4, "uint16", space="coil", map={0: "open", 1: "shut"}, write=write_to("coil", 4, 1, {"shut": 1}))
PROFILE = make_profile(SETPOINT, MODE, RELAY, VALVE, READ_ONLY)


async def test_a_number_is_scaled_back_and_read_back() -> None:
    meter = FakeMeter()
    reading = await make_device(PROFILE, meter).write("setpoint", -1.5)
    # -15 in two's complement is 0xFFF1.
    assert meter.written == [(RegisterSpan("holding", 10, 1), (0xFFF1,))]
    assert reading.value == pytest.approx(-1.5)


async def test_what_is_reported_is_what_the_device_says_afterwards() -> None:
    meter = FakeMeter({("holding", 20): 1})
    reading = await make_device(PROFILE, meter).write("mode", "on")
    assert meter.written == [(RegisterSpan("holding", 30, 1), (0x5A,))]
    assert reading.value == "off"


async def test_a_coil_takes_a_boolean() -> None:
    meter = FakeMeter()
    reading = await make_device(PROFILE, meter).write("relay", True)
    assert meter.written == [(RegisterSpan("coil", 3, 1), (1,))]
    assert reading.value is True


async def test_a_coil_takes_a_word_of_the_profile() -> None:
    meter = FakeMeter()
    reading = await make_device(PROFILE, meter).write("valve", "shut")
    assert meter.written == [(RegisterSpan("coil", 4, 1), (1,))]
    assert reading.value == "shut"


async def test_a_value_that_reads_back_as_nothing_known_is_an_error() -> None:
    class Forgetful(FakeMeter):
        async def read(self, request: Request) -> Answer:
            return ()

    with pytest.raises(NotWritableError, match="reads back as nothing known"):
        await make_device(PROFILE, Forgetful()).write("setpoint", 5)


@pytest.mark.parametrize(
    "target",
    [
        point("p", 0, "uint16", write=write_to("input", 0)),
        point("p", 0, "uint16", space="holding", write=write_to("holding", 0, 2)),
        point("p", 0, "uint16", space="holding", model="meter", write=write_to("holding", 0)),
    ],
    ids=["input register", "two registers for one word", "read back through a SunSpec model"],
)
async def test_a_write_the_protocol_has_no_way_for_is_never_sent(target: Point) -> None:
    meter = FakeMeter()
    with pytest.raises(NotWritableError):
        await make_device(make_profile(target), meter).write("p", 1)
    assert meter.written == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("voltage", 230),
        ("no_such_point", 1),
        ("setpoint", 51),
        ("setpoint", "warm"),
        ("setpoint", None),
        ("setpoint", float("nan")),
        ("mode", "standby"),
        ("mode", 1),
        ("relay", "on"),
    ],
)
async def test_a_value_the_profile_has_no_way_for_is_never_sent(name: str, value: float | str | None) -> None:
    meter = FakeMeter()
    with pytest.raises(NotWritableError):
        await make_device(PROFILE, meter).write(name, value)
    assert meter.written == []


async def test_data_items_cannot_be_written() -> None:
    with pytest.raises(NotWritableError):
        await make_device(make_profile(item_point("energy", "00010000", {0: (0, 4)})), FakeMeter()).write("energy", 1)
