"""Whether a device fits its profile, and the evidence when it does not."""

import pytest

from campuslink.codec.pipeline import ValueRule
from campuslink.errors import MismatchError, NoAnswerError, RefusalReason, RefusedError
from campuslink.model import DeviceIdentity
from campuslink.plan.request import Answer, Request
from campuslink.profile.schema import ExactMark, Identify, RegisterRead

from .device_fakes import FakeMeter, make_device, make_profile, point

FREQUENCY = point("frequency", 0x46, unit="Hz", range=(0, 100))
SERIAL = point("serial", 0x10, "uint32", space="holding")
MODEL = point("model", 0x20, "text", count=4, space="holding")
MARK = ExactMark(
    read=RegisterRead(space="holding", address=1, count=1), rule=ValueRule(decode="uint16"), equals=(42, 43)
)
PROFILE = make_profile(
    FREQUENCY, SERIAL, MODEL, identify=Identify(exact=(MARK,), plausible={"frequency": (45, 65)}), max_gap=8
)


def make_meter() -> FakeMeter:
    meter = FakeMeter({("holding", 1): 43, ("holding", 0x10): 0x0001, ("holding", 0x11): 0x86A0})
    meter.put_float(0x46, 50.0)
    meter.put("holding", 0x20, [0x5344, 0x4D36, 0x3330, 0x0000])
    return meter


async def test_a_fitting_device_says_who_it_is() -> None:
    # 0x000186A0 is 100000; 53 44 4D 36 33 30 is "SDM630" in ASCII.
    assert await make_device(PROFILE, make_meter()).identify() == DeviceIdentity(model="SDM630", serial="100000")


async def test_another_mark_is_a_mismatch_that_names_register_and_values() -> None:
    meter = make_meter()
    meter.registers["holding", 1] = 17
    with pytest.raises(MismatchError, match=r"holding register 1 \(0x0001\): 17, expected 42 or 43"):
        await make_device(PROFILE, meter).identify()


async def test_a_refused_mark_is_a_mismatch() -> None:
    meter = make_meter()
    meter.refused = {("holding", 1)}
    with pytest.raises(MismatchError, match=r"holding register 1 .* was refused"):
        await make_device(PROFILE, meter).identify()


async def test_an_implausible_value_is_a_mismatch_with_numbers_and_unit() -> None:
    meter = make_meter()
    meter.put_float(0x46, 0.0)
    with pytest.raises(MismatchError, match=r"frequency: 0\.0 Hz, expected 45\.\.65"):
        await make_device(PROFILE, meter).identify()


@pytest.mark.parametrize("words", [[0x7FC0, 0], [0x7F7F, 0xFFFF]])
async def test_a_value_that_is_none_is_a_mismatch(words: list[int]) -> None:
    meter = make_meter()
    meter.put("input", 0x46, words)
    with pytest.raises(MismatchError, match="frequency: no value"):
        await make_device(PROFILE, meter).identify()


async def test_a_device_that_refuses_everything_is_a_mismatch() -> None:
    meter = make_meter()
    meter.error = RefusedError(RefusalReason.FUNCTION, "exception 1: illegal function")
    with pytest.raises(MismatchError, match="illegal function"):
        await make_device(PROFILE, meter).identify()
    with pytest.raises(MismatchError, match="illegal function"):
        await make_device(
            make_profile(FREQUENCY, identify=Identify(plausible={"frequency": (45, 65)})), meter
        ).identify()


async def test_a_silent_device_is_no_mismatch() -> None:
    meter = make_meter()
    meter.error = NoAnswerError("silent")
    with pytest.raises(NoAnswerError):
        await make_device(PROFILE, meter).identify()


async def test_a_serial_the_device_will_not_tell_is_left_open() -> None:
    meter = make_meter()
    meter.refused = {("holding", 0x10)}
    assert await make_device(PROFILE, meter).identify() == DeviceIdentity(model="SDM630")


async def test_a_text_mark_is_compared_without_its_padding() -> None:
    mark = ExactMark(
        read=RegisterRead(space="holding", address=0x20, count=4), rule=ValueRule(decode="text"), equals=("SDM630",)
    )
    profile = make_profile(MODEL, identify=Identify(exact=(mark,)))
    assert await make_device(profile, make_meter()).identify() == DeviceIdentity(model="SDM630")


async def test_a_mark_answered_with_too_few_registers_is_a_mismatch() -> None:
    class ShortAnswers(FakeMeter):
        async def read(self, request: Request) -> Answer:
            return ()

    with pytest.raises(MismatchError, match="holding register 1"):
        await make_device(PROFILE, ShortAnswers()).identify()


async def test_a_refused_limit_is_a_mismatch_that_says_so() -> None:
    meter = make_meter()
    meter.refused = {("input", 0x46)}
    with pytest.raises(MismatchError, match=r"frequency: no value \(refused\), expected 45\.\.65"):
        await make_device(PROFILE, meter).identify()
