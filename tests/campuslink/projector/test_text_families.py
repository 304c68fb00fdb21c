"""Two families of line protocols by profile alone: a projector behind a handshake, a display that answers by name.

The peers answer what the makers' documents print.
"""

import asyncio
import os
from contextlib import AsyncExitStack

import pytest

from campuslink.device.text_device import TextDevice
from campuslink.errors import (
    CannotConnectError,
    GarbledAnswerError,
    NoAnswerError,
    NotWritableError,
    RefusalReason,
    RefusedError,
)
from campuslink.link.credentials import NO_CREDENTIALS
from campuslink.link.endpoint import SerialEndpoint
from campuslink.link.lines import open_lines
from campuslink.model import DeviceIdentity, Kind, Quality

from .conftest import MakeDevice, MakePeer, shipped
from .peers import ROOT, Script, Visit

EPSON_HELLO = b"ESC/VP.net\x10\x03\x00\x00\x00\x00"
EPSON_WELCOME = b"ESC/VP.net\x10\x03\x00\x00\x20\x00"


def epson(answers: dict[bytes, bytes], *, welcome: bytes = EPSON_WELCOME) -> Script:
    async def script(visit: Visit) -> None:
        if await visit.hear_exactly(len(EPSON_HELLO)) != EPSON_HELLO:
            return
        await visit.say(welcome)
        while True:
            await visit.say(answers.get(await visit.hear(), b"ERR\r:"))

    return script


def smart(answers: dict[bytes, bytes]) -> Script:
    async def script(visit: Visit) -> None:
        while True:
            command = await visit.hear()
            await visit.say(answers.get(command, b"invalid cmd: " + command + b"\r\n>"))

    return script


ON = {
    b"PWR?": b"PWR=01\r:",
    b"SOURCE?": b"SOURCE=A0\r:",
    b"MUTE?": b"MUTE=OFF\r:",
    b"LAMP?": b"LAMP=1234\r:",
    b"ERR?": b"ERR=04\r:",
    b"SNO?": b"SNO=X1234567\r:",
}
FAULTS = ["fan_fault", "lamp_fault", "temperature_fault", "cover_fault", "filter_fault", "other_fault"]


async def test_a_projector_behind_a_handshake_is_read(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(epson(ON))
    device = open_device(peer.port, "epson-esc-vp21")
    report = await device.poll(["power", "source", "picture_mute", "light_source_hours", *FAULTS])
    assert {point: reading.value for point, reading in report.readings.items()} == {
        "power": "on",
        "source": "DVI-D",
        "picture_mute": False,
        "light_source_hours": 1234,
        **dict.fromkeys(FAULTS, "ok"),
        "temperature_fault": "error",
    }
    assert (peer.connections, len(peer.heard), report.failed) == (1, 5, {})


async def test_a_second_lamp_the_answer_does_not_hold_is_absent(play: MakePeer, open_device: MakeDevice) -> None:
    device = open_device((await play(epson(ON))).port, "epson-esc-vp21")
    assert (await device.poll(["light_source_hours_2"])).readings["light_source_hours_2"].quality is Quality.ABSENT


@pytest.mark.parametrize("code", ["00", "04", "05", "09"])
async def test_every_kind_of_standby_is_off(code: str, play: MakePeer, open_device: MakeDevice) -> None:
    device = open_device((await play(epson({b"PWR?": f"PWR={code}\r:".encode()}))).port, "epson-esc-vp21")
    report = await device.poll(["power", "source", "light_source_hours"])
    assert (report.readings["power"].value, report.readings["source"].quality) == ("off", Quality.ABSENT)
    assert report.failed == {}


async def test_a_bare_prompt_accepts_a_command(play: MakePeer, open_device: MakeDevice) -> None:
    answers = {**ON, b"SOURCE 30": b":", b"MUTE ON": b":"}
    peer = await play(epson(answers))
    device = open_device(peer.port, "epson-esc-vp21")
    answers[b"SOURCE?"] = b"SOURCE=30\r:"
    assert (await device.write("source", "HDMI")).value == "HDMI"
    reading = await device.write("picture_mute", True)
    assert (reading.value, device.is_done("picture_mute", True, reading)) == (False, False)
    assert peer.heard[:2] == [b"SOURCE 30", b"SOURCE?"]


async def test_a_source_may_read_as_one_of_its_signals(play: MakePeer, open_device: MakeDevice) -> None:
    answers = {**ON, b"SOURCE 10": b":", b"SOURCE?": b"SOURCE=1F\r:"}
    device = open_device((await play(epson(answers))).port, "epson-esc-vp21")
    reading = await device.write("source", "Computer")
    assert (reading.value, device.is_done("source", "Computer", reading)) == ("Computer Auto", True)


async def test_sources_of_a_map_are_the_profiles(open_device: MakeDevice) -> None:
    choices = open_device(1, "epson-esc-vp21").choices("source")
    assert (choices["HDMI"], "Computer Auto" in choices) == ("HDMI", False)


async def test_a_source_the_profile_lacks_is_never_sent(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(epson(ON))
    with pytest.raises(NotWritableError, match="HDMI"):
        await open_device(peer.port, "epson-esc-vp21").write("source", "Floppy")
    assert peer.connections == 0


async def test_a_refused_command_says_so(play: MakePeer, open_device: MakeDevice) -> None:
    with pytest.raises(RefusedError) as refusal:
        await open_device((await play(epson(ON))).port, "epson-esc-vp21").write("source", "HDMI")
    assert refusal.value.reason is RefusalReason.OTHER


async def test_a_handshake_answered_otherwise_is_told_in_hex(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(epson(ON, welcome=b"ESC/VP.net\x10\x03\x00\x00\x41\x00"))
    with pytest.raises(GarbledAnswerError, match="41 00"):
        await open_device(peer.port, "epson-esc-vp21").poll(["power"])


BOARD = {
    b"get powerstate": b"powerstate=on\r\n>",
    b"get input": b"input=HDMI1\r\n>",
    b"get volume": b"volume=55\r\n>",
    b"set volume=65": b"volume=65\r\n>",
    b"get mute": b"#volume=54\r\nmute=off\r\n>",
    b"get modelnum": b"modelnum=sbid-mx065-v2\r\n>",
    b"get serialnum": b"serialnum=C010\r\n>",
    b"get fwversion": b"get fwversion\r\nfwversion=2.0.1\r\n>",
}


async def test_a_display_that_answers_by_name_is_read(play: MakePeer, open_device: MakeDevice) -> None:
    device = open_device((await play(smart(BOARD))).port, "smart-board-mx")
    report = await device.poll(["power", "source", "volume", "audio_mute", "picture_mute"])
    assert {point: reading.value for point, reading in report.readings.items()} == {
        "power": "on",
        "source": "HDMI1",
        "volume": 55,
        "audio_mute": False,
        "picture_mute": None,
    }
    assert device.refused == {"picture_mute": "invalid cmd: get screenshade"}


async def test_an_echo_and_a_message_nobody_asked_for_are_skipped(play: MakePeer, open_device: MakeDevice) -> None:
    device = open_device((await play(smart(BOARD))).port, "smart-board-mx")
    assert await device.identify() == DeviceIdentity(model="sbid-mx065-v2", serial="C010", firmware="2.0.1")
    assert (await device.poll(["audio_mute"])).readings["audio_mute"].value is False


async def test_a_value_is_set_and_read_back(play: MakePeer, open_device: MakeDevice) -> None:
    answers = dict(BOARD)
    peer = await play(smart(answers))
    device = open_device(peer.port, "smart-board-mx")
    answers[b"get volume"] = b"volume=65\r\n>"
    assert (await device.write("volume", 65)).value == 65
    assert peer.heard == [b"set volume=65", b"get volume"]


@pytest.mark.parametrize("value", [101, -1, "loud", True, None, float("nan")])
async def test_an_impossible_value_is_never_sent(
    value: float | str | bool | None, play: MakePeer, open_device: MakeDevice
) -> None:
    peer = await play(smart(BOARD))
    with pytest.raises(NotWritableError):
        await open_device(peer.port, "smart-board-mx").write("volume", value)
    assert peer.connections == 0


@pytest.mark.parametrize("state", [b"ready", b"standby", b"powersave", b"updateready"])
async def test_a_dark_screen_is_off(state: bytes, play: MakePeer, open_device: MakeDevice) -> None:
    device = open_device(
        (await play(smart({b"get powerstate": b"powerstate=" + state + b"\r\n>"}))).port, "smart-board-mx"
    )
    assert (await device.poll(["power"])).readings["power"].value == "off"


async def test_a_prompt_alone_answers_nothing(play: MakePeer, open_device: MakeDevice) -> None:
    device = open_device((await play(smart({b"get powerstate": b">"}))).port, "smart-board-mx", timeout_s=1.0)
    with pytest.raises(NoAnswerError):
        await device.poll(["power"])


async def test_closed_is_closed(open_device: MakeDevice) -> None:
    device = open_device(1, "smart-board-mx")
    await device.close()
    with pytest.raises(CannotConnectError):
        await device.poll(["power"])


async def test_calls_wait_for_each_other(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(smart(BOARD))
    device = open_device(peer.port, "smart-board-mx")
    await asyncio.gather(device.poll(["volume"]), device.poll(["source"]))
    assert peer.heard == [b"get powerstate", b"get volume", b"get powerstate", b"get input"]


@pytest.mark.parametrize("brand", ["epson", "esc/vp", "smart board", "sony", "powerstate", "pwr?"])
def test_no_module_of_the_library_knows_a_brand(brand: str) -> None:
    sources = [path for path in (ROOT / "campuslink").rglob("*.py") if "lines" in path.name or "text" in path.name]
    assert sources
    assert [path.name for path in sources if brand in path.read_text("utf-8").lower()] == []


async def test_a_serial_port_carries_lines(stack: AsyncExitStack) -> None:
    device_end, port_end = os.openpty()
    heard: list[bytes] = []

    def answer() -> None:
        heard.append(os.read(device_end, 512))
        os.write(device_end, b"get powerstate\r\npowerstate=on\r\n>")

    loop = asyncio.get_running_loop()
    loop.add_reader(device_end, answer)
    stack.callback(os.close, device_end)
    stack.callback(os.close, port_end)
    stack.callback(loop.remove_reader, device_end)
    profile = shipped().profiles["smart-board-mx"]
    endpoint = SerialEndpoint(device=os.ttyname(port_end), settings=profile.transport.serial)
    device = TextDevice(
        profile, open_lines(endpoint, profile.transport, NO_CREDENTIALS), shipped().catalogue(Kind.PROJECTOR)
    )
    stack.push_async_callback(device.close)
    assert (await device.poll(["power"])).readings["power"].value == "on"
    assert (heard, device.link.peer) == ([b"get powerstate\r"], None)


async def test_a_handshake_belongs_to_the_network_only(stack: AsyncExitStack) -> None:
    device_end, port_end = os.openpty()
    loop = asyncio.get_running_loop()
    loop.add_reader(device_end, lambda: os.read(device_end, 512) and os.write(device_end, b"PWR=00\r:"))
    stack.callback(os.close, device_end)
    stack.callback(os.close, port_end)
    stack.callback(loop.remove_reader, device_end)
    profile = shipped().profiles["epson-esc-vp21"]
    endpoint = SerialEndpoint(device=os.ttyname(port_end), settings=profile.transport.serial)
    device = TextDevice(
        profile, open_lines(endpoint, profile.transport, NO_CREDENTIALS), shipped().catalogue(Kind.PROJECTOR)
    )
    stack.push_async_callback(device.close)
    assert (await device.poll(["power"])).readings["power"].value == "off"
