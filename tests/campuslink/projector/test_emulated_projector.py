"""Devices against pjlink-advance's emulator, an implementation of PJLink that is not ours."""

import pytest
from pjlink_advance.emulator import EmulatorState, PJLinkEmulator
from pjlink_advance.models import ErrorLevel, ErrorStatus, InputSource, InputType, Lamp, MuteState, PowerState

from campuslink.errors import CannotConnectError, CredentialsError, MismatchError, RefusalReason, RefusedError
from campuslink.model import DeviceIdentity, Quality

from .conftest import MakeDevice, MakeEmulator

FAULTS = ("fan", "lamp", "temperature", "cover", "filter", "other")


def lit(**more: object) -> EmulatorState:
    return EmulatorState(power=PowerState.ON, **more)  # type: ignore[arg-type]


async def test_a_projector_says_who_it_is(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate()
    assert await open_device(emulator.port).identify() == DeviceIdentity(
        manufacturer="EPSON", model="EB-L735U", serial="X8JK0000001", firmware="1.00"
    )


async def test_a_projector_that_is_on_tells_every_point(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    faults = ErrorStatus(
        fan=ErrorLevel.OK,
        lamp=ErrorLevel.WARNING,
        temperature=ErrorLevel.OK,
        cover=ErrorLevel.OK,
        filter=ErrorLevel.ERROR,
        other=ErrorLevel.OK,
    )
    state = lit(
        input=InputSource(InputType.DIGITAL, "2"),
        mute=MuteState(video=True, audio=False),
        freeze=True,
        errors=faults,
        lamps=[Lamp(1200, True), Lamp(34, True)],
    )
    emulator = await emulate(state)
    device = open_device(emulator.port)
    report = await device.poll(device.points)
    values = {point: reading.value for point, reading in report.readings.items() if reading.is_good}
    assert values == {
        "power": "on",
        "source": "32",
        "picture_mute": True,
        "audio_mute": False,
        "freeze": True,
        **{f"{name}_fault": "ok" for name in FAULTS},
        "lamp_fault": "warning",
        "filter_fault": "error",
        "light_source_hours": 1200,
        "light_source_on": True,
        "light_source_hours_2": 34,
        "light_source_on_2": True,
        "filter_hours": 300,
        "input_resolution": "1920x1200",
        "native_resolution": "1920x1200",
        "filter_model": "ELPAF60",
        "pjlink_class": 2,
        "device_name": "EB-L735U",
        "manufacturer": "EPSON",
        "model": "EB-L735U",
        "serial": "X8JK0000001",
        "firmware": "1.00",
    }
    assert (report.failed, emulator.connections) == ({}, 1)


async def test_each_command_is_asked_once_for_all_its_points(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit())
    device = open_device(emulator.port)
    points = [f"{name}_fault" for name in FAULTS]
    report = await device.poll(points)
    assert emulator.received == ["%1POWR ?", "%1ERST ?"]
    assert (report.requests, device.requests_for(points)) == (2, 2)


async def test_sources_have_the_names_the_projector_gives_them(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit(input_names={"11": "Computer", "31": "HDMI1", "32": "HDMI1", "51": ""}))
    device = open_device(emulator.port)
    await device.poll(["source"])
    assert device.choices("source") == {"11": "Computer", "31": "HDMI1", "32": "HDMI1 (32)", "51": "Network 1"}


async def test_no_two_sources_are_called_alike_whatever_they_are_named(
    emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    names = {"11": "HDMI (32)", "31": "HDMI", "32": "HDMI", "51": "HDMI (32)"}
    device = open_device((await emulate(lit(input_names=names))).port)
    await device.poll(["source"])
    labels = device.choices("source")
    assert (labels["31"], len(set(labels.values()))) == ("HDMI", 4)


async def test_sources_of_class_1_are_named_by_type_and_number(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit(), pj_class=1)
    device = open_device(emulator.port, "pjlink-class-1")
    await device.poll(["source"])
    assert device.choices("source") == {"11": "RGB 1", "31": "Digital 1", "32": "Digital 2", "51": "Network 1"}


async def test_names_are_asked_for_once(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit())
    device = open_device(emulator.port)
    for _ in range(3):
        await device.poll(["source"])
    assert sum(line.startswith("%2INNM") for line in emulator.received) == 4


async def test_many_names_are_spread_over_polls(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    inputs = [InputSource(InputType.DIGITAL, str(number)) for number in range(1, 10)] + [
        InputSource(InputType.NETWORK, "1")
    ]
    emulator = await emulate(lit(inputs=inputs, input_names={source.code: f"Wall {source.code}" for source in inputs}))
    device = open_device(emulator.port)
    await device.poll(["source"])
    first = sum(line.startswith("%2INNM") for line in emulator.received)
    await device.poll(["source"])
    assert (first, device.choices("source")["51"]) == (8, "Wall 51")


async def test_standby_is_an_answer_and_no_fault(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate()
    device = open_device(emulator.port)
    report = await device.poll(device.points)
    assert (report.readings["power"].value, report.failed, device.refused) == ("off", {}, {})
    assert {report.readings[point].quality for point in ("source", "picture_mute", "freeze", "input_resolution")} == {
        Quality.ABSENT
    }
    assert report.readings["light_source_hours"].value == 1200


async def test_what_would_be_refused_in_standby_is_not_asked(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate()
    device = open_device(emulator.port)
    await device.poll(["source", "audio_mute", "freeze"])
    assert emulator.received == ["%1POWR ?"]


@pytest.mark.parametrize(("state", "word"), [(PowerState.COOLING, "cooling"), (PowerState.WARMING, "warming")])
async def test_cooling_and_warming_are_states(
    state: PowerState, word: str, emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate(EmulatorState(power=state))
    report = await open_device(emulator.port).poll(["power", "source"])
    assert (report.readings["power"].value, report.failed) == (word, {})


async def test_turned_on_means_seen_warming(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(transition_delay=60)
    device = open_device(emulator.port)
    reading = await device.write("power", "on")
    assert (reading.value, device.is_done("power", "on", reading), emulator.state.power) == (
        "warming",
        True,
        PowerState.WARMING,
    )


async def test_turned_off_means_seen_cooling(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit(), transition_delay=60)
    device = open_device(emulator.port)
    reading = await device.write("power", "off")
    assert (reading.value, device.is_done("power", "off", reading), emulator.state.power) == (
        "cooling",
        True,
        PowerState.COOLING,
    )


async def test_a_command_is_read_back_until_it_shows(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit())
    device = open_device(emulator.port)
    assert (await device.write("source", "51")).value == "51"
    assert (await device.write("picture_mute", True)).value is True
    assert (await device.write("audio_mute", True)).value is True
    assert (await device.write("picture_mute", False)).value is False
    assert (await device.write("freeze", True)).value is True
    assert emulator.state.input.code == "51"
    assert emulator.state.mute == MuteState(video=False, audio=True)


async def test_volume_goes_by_steps_that_nothing_reads_back(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit())
    device = open_device(emulator.port)
    before = emulator.state.speaker_volume
    await device.write("volume_step", "up")
    assert emulator.state.speaker_volume == before + 1
    assert "volume_step" not in device.points
    assert "volume_step" in device.settable


@pytest.mark.parametrize(
    ("point", "value", "reason"),
    [("source", "39", RefusalReason.VALUE), ("freeze", True, RefusalReason.BUSY)],
)
async def test_a_refused_command_says_why(
    point: str, value: str | bool, reason: RefusalReason, emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate(lit() if point == "source" else None)
    with pytest.raises(RefusedError) as refusal:
        await open_device(emulator.port).write(point, value)
    assert refusal.value.reason is reason


async def test_a_question_the_projector_does_not_know_is_not_asked_again(
    emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate(lit(lamps=[]))
    device = open_device(emulator.port)
    for _ in range(3):
        report = await device.poll(["light_source_hours"])
    assert report.readings["light_source_hours"].quality is Quality.REFUSED
    assert sum(line.startswith("%1LAMP") for line in emulator.received) == 1
    assert set(device.refused) == {
        f"light_source_{what}{lamp}" for what in ("hours", "on") for lamp in ("", "_2", "_3", "_4")
    }


async def test_a_question_refused_in_standby_is_asked_again_when_it_is_on(
    emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate()
    emulator.unsupported.add("FILT")
    device = open_device(emulator.port)
    asleep = await device.poll(["filter_hours"])
    emulator.state.power, emulator.unsupported = PowerState.ON, set()
    awake = await device.poll(["filter_hours"])
    assert (asleep.readings, asleep.failed, awake.readings["filter_hours"].value) == ({}, {}, 300)


async def test_a_passing_failure_is_no_refusal(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit())
    device = open_device(emulator.port)
    await device.poll(["power"])
    emulator.fail_next = "ERR4"
    broken = await device.poll(["power"])
    assert (list(broken.failed), (await device.poll(["power"])).readings["power"].value) == (["power"], "on")


async def test_a_class_1_projector_does_not_pass_as_class_2(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(pj_class=1)
    with pytest.raises(MismatchError, match="pjlink_class: 1"):
        await open_device(emulator.port).identify()


async def test_one_connection_serves_many_polls(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit(), password="secret")
    device = open_device(emulator.port, password="secret")
    for _ in range(5):
        await device.poll(["power", "source"])
    assert emulator.connections == 1


async def test_a_connection_the_projector_closed_is_opened_again(
    emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate(lit(), password="secret")
    device = open_device(emulator.port, password="secret")
    await device.poll(["power"])
    emulator.disconnect_all()
    assert (await device.poll(["power"])).readings["power"].value == "on"
    assert emulator.connections == 2


async def test_a_wrong_password_is_tried_no_more(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(password="secret")
    device = open_device(emulator.port, password="wrong")
    for _ in range(3):
        with pytest.raises(CredentialsError):
            await device.poll(["power"])
    assert emulator.connections == 2  # MD5, then the newer login in case the projector wants that


@pytest.mark.parametrize("rules", [{"auth": "md5"}, {"auth": "none"}, {"auth": "sha256"}])
async def test_a_profile_that_names_the_login_leaves_no_guess(
    rules: dict[str, object], emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate(password="secret")
    device = open_device(emulator.port, password="wrong", rules=rules)
    with pytest.raises(CredentialsError):
        await device.poll(["power"])
    assert emulator.connections == 1


async def test_a_missing_password_is_asked_for(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(password="secret")
    with pytest.raises(CredentialsError):
        await open_device(emulator.port).identify()


async def test_off_at_the_mains_is_unreachable_and_not_off(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator: PJLinkEmulator = await emulate()
    device = open_device(emulator.port)
    await device.poll(["power"])
    await emulator.stop()
    with pytest.raises(CannotConnectError):
        await device.poll(["power"])


async def test_a_recording_hides_serial_and_names(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(lit(name="Office of the dean"))
    device = open_device(emulator.port)
    await device.poll(device.points)
    texts = device.describe()["recording"]["texts"]
    assert (texts["%1INF2 ?"], texts["%2SNUM ?"], texts["%1NAME ?"]) == ("EB-L735U", "X" * 11, "X" * 16)
    assert device.recording(redact=False).texts["%2SNUM ?"] == "X8JK0000001"


async def test_a_list_of_inputs_that_is_refused_is_not_asked_for_at_every_poll(
    emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    now = [1_000_000.0]
    emulator = await emulate(lit())
    emulator.unsupported.add("INST")
    device = open_device(emulator.port, clock=lambda: now[0])
    for _ in range(3):
        await device.poll(["source"])
    asked = [emulator.received.count("%2INST ?"), device.choices("source")]
    emulator.unsupported.clear()
    now[0] += 601
    await device.poll(["source"])
    assert (asked, list(device.choices("source"))) == ([1, {}], ["11", "31", "32", "51"])


async def test_names_are_asked_for_again_after_a_day(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    now = [1_000_000.0]
    emulator = await emulate(lit())
    device = open_device(emulator.port, clock=lambda: now[0])
    await device.poll(["source"])
    emulator.state.input_names["31"] = "Lectern"
    now[0] += 86_401
    await device.poll(["source"])
    assert device.choices("source")["31"] == "Lectern"
