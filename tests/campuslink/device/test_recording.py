"""What leaves the house in a recording, and that it comes back unchanged from JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.pipeline import ValueRule
from campuslink.device.device import Device
from campuslink.device.recording import Recording, merge_registers
from campuslink.errors import CodecError
from campuslink.plan.request import Answer, RegisterSpan, Request
from campuslink.profile.schema import ExactMark, Identify, Protocol, RegisterRead, SunSpec
from campuslink.testing.replay import ReplayLink

from .device_fakes import CATALOGUE, FakeMeter, item_point, make_device, make_profile, point

VOLTAGE = point("voltage", 0, "uint16", space="holding")
SERIAL = point("serial", 4, "text", count=3, space="holding")
PROFILE = make_profile(VOLTAGE, SERIAL, max_gap=10)


def make_meter() -> FakeMeter:
    meter = FakeMeter()
    meter.put("holding", 0, [2305, 0xAAAA, 0xBBBB, 0xCCCC, 0x3132, 0x3334, 0x3536])
    return meter


async def test_private_points_and_unknown_registers_are_taken_out() -> None:
    device = make_device(PROFILE, make_meter())
    await device.poll(["voltage", "serial"])
    assert device.recording().registers == {"holding": {0: (2305, 0, 0, 0, 0x5858, 0x5858, 0x5858)}}


async def test_an_unredacted_recording_is_what_the_device_gave() -> None:
    device = make_device(PROFILE, make_meter())
    await device.poll(["voltage", "serial"])
    expected = (2305, 0xAAAA, 0xBBBB, 0xCCCC, 0x3132, 0x3334, 0x3536)
    assert device.recording(redact=False).registers == {"holding": {0: expected}}


async def test_the_newest_answer_wins() -> None:
    meter = make_meter()
    device = make_device(PROFILE, meter)
    await device.poll(["voltage", "serial"])
    meter.put("holding", 0, [2299])
    await device.poll(["voltage"])
    assert device.recording().registers["holding"][0][0] == 2299


async def test_refused_registers_are_part_of_it() -> None:
    meter = make_meter()
    meter.refused = {("holding", 5)}
    device = make_device(PROFILE, meter)
    await device.poll(["voltage", "serial"])
    assert device.recording().refused == (("holding", 4, 3),)


async def test_private_bytes_of_an_item_are_overwritten_and_still_decode() -> None:
    serial = item_point("serial", "04000402", {0: (0, 6)}, decode="bcd_digits")
    meter = FakeMeter()
    meter.items = {"04000402": bytes.fromhex("563412000000")}
    device = make_device(make_profile(serial, protocol=Protocol.DLT645), meter)
    await device.poll(["serial"])
    assert device.recording().items == {"04000402": bytes.fromhex("111111111111")}
    assert device.recording(redact=False).items == {"04000402": bytes.fromhex("563412000000")}


async def test_private_bytes_are_overwritten_in_a_block_too() -> None:
    serial = item_point("serial", "04000402", {0: (0, 2)}, decode="bcd_digits", block="0400FF00", block_at=(1, 2))
    model = item_point("model", "0400040B", {0: (0, 1)}, decode="bcd_digits", block="0400FF00", block_at=(3, 1))
    meter = FakeMeter()
    meter.items = {"0400FF00": bytes.fromhex("99563477")}
    device = make_device(make_profile(serial, model, protocol=Protocol.DLT645), meter)
    await device.poll(["serial", "model"])
    assert device.recording().items == {"0400FF00": bytes.fromhex("99111177")}


async def test_the_serial_number_of_a_sunspec_device_is_overwritten_where_its_model_lies() -> None:
    serial = point("serial", 2, "text", space="holding", count=2, model="1")
    power = point("active_power", 2, "int16", space="holding", model="meter", exponent=3)
    meter = FakeMeter()
    # SunSpec: marker, model 1 of 4 registers, model 201 of 4 registers, end.
    meter.put("holding", 40000, [0x5375, 0x6E53, 1, 4, 0x3132, 0x3334, 7, 7, 201, 4, 500, 1, 7, 7, 0xFFFF, 0])
    profile = make_profile(serial, power, sunspec=SunSpec(bases=(40000,), models=(201,)), max_gap=10)
    device = make_device(profile, meter)
    report = await device.poll(["serial", "active_power"])
    assert (report.readings["serial"].value, report.readings["active_power"].value) == ("1234", 5000)
    words = device.recording().registers["holding"][40000]
    assert words == (0x5375, 0x6E53, 1, 4, 0x5858, 0x5858, 0, 0, 201, 4, 500, 1, *words[12:])
    replayed = Device(profile, ReplayLink(device.recording()), CATALOGUE)
    assert (await replayed.poll(["active_power"])).readings["active_power"].value == 5000


async def test_a_code_hidden_behind_another_register_is_kept_apart() -> None:
    # Carlo Gavazzi EM24/EM340 Modbus document: 0x000B read alone is the identification code, 340 here; in a longer
    # request it is the high word of the voltage at 0x000A.
    class CodeBehindVoltage(FakeMeter):
        async def read(self, request: Request) -> Answer:
            return (340,) if request == RegisterSpan("input", 0x0B, 1) else await super().read(request)

    mark = ExactMark(
        read=RegisterRead(space="input", address=0x0B, count=1), rule=ValueRule(decode="uint16"), equals=(340,)
    )
    voltage = point("voltage", 0x0A, "uint32", words="low_first", scale=0.1)
    meter = CodeBehindVoltage({("input", 0x0A): 4002})
    profile = make_profile(voltage, identify=Identify(exact=(mark,)))
    device = make_device(profile, meter)
    await device.identify()
    await device.poll(["voltage"])
    recording = device.recording()
    assert recording.registers == {"input": {0x0A: (4002, 0)}}
    assert recording.alone == (("input", 0x0B, (340,)),)
    replayed = Device(profile, ReplayLink(recording), CATALOGUE)
    await replayed.identify()
    assert (await replayed.poll(["voltage"])).readings["voltage"].value == pytest.approx(400.2)


registers = st.dictionaries(
    st.tuples(st.sampled_from(["input", "holding"]), st.integers(0, 30)), st.integers(0, 0xFFFF), max_size=30
)


@given(registers=registers)
def test_runs_hold_every_register_and_never_touch(registers: dict[tuple[str, int], int]) -> None:
    runs = merge_registers(registers)
    flat = {
        (space, first + offset): word
        for space, found in runs.items()
        for first, run in found.items()
        for offset, word in enumerate(run)
    }
    assert flat == registers
    for found in runs.values():
        ends = {first + len(run) for first, run in found.items()}
        assert not ends & found.keys()


@given(registers=registers, note=st.text(max_size=10))
def test_json_brings_a_recording_back(registers: dict[tuple[str, int], int], note: str) -> None:
    recording = Recording(
        profile="test-meter",
        protocol="modbus",
        registers=merge_registers(registers),
        items={"901F": b"\x01\xff"},
        refused=(("input", 1, 2),),
        alone=(("input", 11, (340,)),),
        params={"ct_ratio": 40.0},
        synthetic=True,
        note=note,
    )
    assert Recording.from_json(json.loads(json.dumps(recording.to_json()))) == recording


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"schema": 2},
        {"schema": 1},
        {"schema": 1, "profile": "p", "protocol": "modbus", "registers": {"input": [1]}},
        {"schema": 1, "profile": "p", "protocol": "modbus", "items": {"a": "zz"}},
        {"schema": 1, "profile": "p", "protocol": "modbus", "refused": [[1]]},
    ],
)
def test_anything_else_is_no_recording(data: dict[str, object]) -> None:
    with pytest.raises(CodecError):
        Recording.from_json(data)
