"""Projectors that misbehave, each on a real socket."""

import asyncio
import hashlib
import secrets

import pytest
from pjlink_advance.emulator import EmulatorState
from pjlink_advance.models import PowerState

from campuslink.codec import pjlink
from campuslink.errors import (
    CannotConnectError,
    CredentialsError,
    GarbledAnswerError,
    LinkError,
    NoAnswerError,
)
from campuslink.link.pjlink import PjlinkLink

from .conftest import MakeDevice, MakeEmulator, MakePeer
from .peers import Script, Visit

ANSWERS = {
    b"%1POWR ?": b"%1POWR=1",
    b"%1ERST ?": b"%1ERST=010002",
    b"%1LAMP ?": b"%1LAMP=500 1",
    b"%1CLSS ?": b"%1CLSS=Class 1",
    b"%1INPT ?": b"%1INPT=31",
    b"%1INST ?": b"%1INST=31",
    b"%1AVMT ?": b"%1AVMT=10",
}


def answering(end: bytes = b"\r", greeting: bytes = b"PJLINK 0\r") -> Script:
    async def script(visit: Visit) -> None:
        await visit.say(greeting)
        while True:
            await visit.say(ANSWERS.get(await visit.hear(), b"%1XXXX=ERR1") + end)

    return script


async def test_closing_after_each_reply_costs_connections_and_no_values(
    play: MakePeer, open_device: MakeDevice
) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        await visit.say(ANSWERS[await visit.hear()] + b"\r")

    peer = await play(script)
    report = await open_device(peer.port, "pjlink-class-1").poll(["power", "lamp_fault", "light_source_hours"])
    assert {point: reading.value for point, reading in report.readings.items()} == {
        "power": "on",
        "lamp_fault": "warning",
        "light_source_hours": 500,
    }
    assert (peer.connections, report.failed) == (3, {})


async def test_a_late_answer_is_never_taken_for_the_next_commands(play: MakePeer, open_device: MakeDevice) -> None:
    """The answer to the first question arrives with that to the second, on the connection that was given up."""

    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        first = await visit.hear()
        if visit.number == 1:
            await visit.wait_for_hang_up()
            await visit.say(b"%1POWR=0\r")
        else:
            await visit.say(ANSWERS[first] + b"\r")
            await visit.hear()

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", timeout_s=1.0)
    with pytest.raises(NoAnswerError):
        await device.poll(["power"])
    await peer.hang_ups.wait()
    assert (await device.poll(["power"])).readings["power"].value == "on"


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n", b"\r\r\n"])
async def test_any_mix_of_cr_and_lf_ends_a_line(end: bytes, play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(answering(end, b"PJLINK 0" + end))
    report = await open_device(peer.port, "pjlink-class-1").poll(["power", "light_source_hours"])
    assert (report.readings["power"].value, report.readings["light_source_hours"].value) == ("on", 500)


async def test_a_second_greeting_is_no_answer(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(answering(greeting=b"PJLINK 0\rPJLINK 0\r"))
    assert (await open_device(peer.port, "pjlink-class-1").poll(["power"])).readings["power"].value == "on"


async def test_a_class_written_out_is_understood(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(answering())
    assert (await open_device(peer.port, "pjlink-class-1").poll(["pjlink_class"])).readings["pjlink_class"].value == 1


async def test_half_a_mute_is_read_as_that_part_off(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(answering())
    readings = (await open_device(peer.port, "pjlink-class-1").poll(["picture_mute", "audio_mute"])).readings
    assert (readings["picture_mute"].value, readings["audio_mute"].value) == (False, False)


@pytest.mark.parametrize(
    "reply", [b"%1POWR=" + b"1" * 129 + b"\r", b"x" * 100_000, b"%1INPT=31\r" * 40, b"\x00\xff\xfe\r" * 40]
)
async def test_noise_is_garbled_and_the_next_poll_is_not(reply: bytes, play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            await visit.hear()
            await visit.say(reply if visit.number == 1 else b"%1POWR=1\r")

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", timeout_s=2.0)
    with pytest.raises(GarbledAnswerError):
        await device.poll(["power"])
    assert (await device.poll(["power"])).readings["power"].value == "on"


@pytest.mark.parametrize("greeting", [b"NTCONTROL 0\r", b"HTTP/1.1 400 Bad Request\r\n", b"\r\n\x00\x01\x02\r"])
async def test_another_protocol_is_named_as_such(greeting: bytes, play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(greeting)
        await visit.hear()

    peer = await play(script)
    with pytest.raises(GarbledAnswerError, match="no greeting"):
        await open_device(peer.port, "pjlink-class-1").poll(["power"])


async def test_the_idle_connection_is_released_before_the_projector_does(
    play: MakePeer, open_device: MakeDevice
) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        await visit.hear()
        await visit.say(b"%1POWR=1\r")
        await visit.wait_for_hang_up()

    peer = await play(script)
    await open_device(peer.port, "pjlink-class-1", rules={"hold_s": 0.05}).poll(["power"])
    await peer.hang_ups.wait()
    assert peer.connections == 1


async def test_no_profile_holds_a_connection_longer_than_the_projector_does(
    play: MakePeer, open_device: MakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The projector ends it after 30 s without a command; here the 30 s are shorter."""
    assert pjlink.IDLE_CLOSE_S == 30
    monkeypatch.setattr(pjlink, "IDLE_CLOSE_S", 0.09)

    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        await visit.hear()
        await visit.say(b"%1POWR=1\r")
        await visit.wait_for_hang_up()

    peer = await play(script)
    await open_device(peer.port, "pjlink-class-1", rules={"hold_s": 3600}).poll(["power"])
    async with asyncio.timeout(10):
        await peer.hang_ups.wait()
    assert peer.connections == 1


async def test_a_profile_may_forbid_to_hold_the_connection(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        for _ in range(2):
            await visit.say(ANSWERS[await visit.hear()] + b"\r")
        await visit.wait_for_hang_up()

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", rules={"hold_s": 0})
    await device.poll(["power", "lamp_fault"])
    await peer.hang_ups.wait()
    assert peer.connections == 1


async def test_kept_out_by_another_client_we_share_from_then_on(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(EmulatorState(power=PowerState.ON))
    device = open_device(emulator.port)
    await device.poll(["power"])
    link = device.link
    assert isinstance(link, PjlinkLink)
    held_before = link.describe()["is_open"]
    await emulator.stop()
    with pytest.raises(CannotConnectError):
        await device.poll(["power"])
    assert (held_before, link.is_shared) == (True, True)


async def test_let_in_without_a_greeting_we_share_from_then_on(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        if visit.number == 1:
            return
        await visit.say(b"PJLINK 0\r")
        await visit.say(ANSWERS[await visit.hear()] + b"\r")
        await visit.wait_for_hang_up()

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1")
    with pytest.raises(CannotConnectError):
        await device.poll(["power"])
    await device.poll(["power"])
    await peer.hang_ups.wait()
    assert device.describe()["link"] == {"connections": 2, "is_open": False, "is_shared": True, "login": "md5"}


async def test_silence_in_standby_is_waited_for_once(play: MakePeer, open_device: MakeDevice) -> None:
    power = [b"%1POWR=0\r"]

    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            command = await visit.hear()
            if command == b"%1POWR ?":
                await visit.say(power[0])
            elif power[0] == b"%1POWR=1\r":
                await visit.say(ANSWERS[command] + b"\r")

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", timeout_s=1.0)
    for _ in range(3):
        asleep = await device.poll(["power", "light_source_hours"])
    assert (asleep.failed, peer.heard.count(b"%1LAMP ?")) == ({}, 1)
    power[0] = b"%1POWR=1\r"
    assert (await device.poll(["power", "light_source_hours"])).readings["light_source_hours"].value == 500


async def test_a_mute_projector_costs_one_timeout(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            await visit.hear()

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", timeout_s=1.0)
    with pytest.raises(NoAnswerError):
        await device.poll(device.points)
    assert peer.heard == [b"%1POWR ?"]


async def test_gone_in_the_middle_of_a_poll_fails_the_rest_without_waiting(
    play: MakePeer, open_device: MakeDevice
) -> None:
    async def script(visit: Visit) -> None:
        if visit.number == 1:
            await visit.say(b"PJLINK 0\r")
            await visit.hear()
            await visit.say(b"%1POWR=1\r")

    peer = await play(script)
    report = await open_device(peer.port, "pjlink-class-1").poll(["power", "lamp_fault", "light_source_hours"])
    assert (report.readings["power"].value, set(report.failed)) == ("on", {"lamp_fault", "light_source_hours"})
    assert peer.connections == 2


async def test_a_command_is_never_sent_twice_behind_our_back(play: MakePeer, open_device: MakeDevice) -> None:
    """The projector hangs up on the second command without a word; it may have obeyed."""

    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        await visit.hear()
        await visit.say(b"%1POWR=1\r")
        await visit.hear()

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-2")
    await device.poll(["power"])
    with pytest.raises(LinkError):
        await device.write("volume_step", "up")
    assert peer.heard.count(b"%2SVOL 1") == 1


async def test_mute_after_a_command_is_waited_out(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            command = await visit.hear()
            if command == b"%1POWR 1":
                await visit.say(b"%1POWR=OK\r")
            elif visit.number > 2:
                await visit.say(b"%1POWR=3\r")

    peer = await play(script)
    reading = await open_device(peer.port, "pjlink-class-1", timeout_s=1.0).write("power", "on")
    assert (reading.value, peer.connections) == ("warming", 3)


async def test_what_never_shows_is_reported_as_observed(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            command = await visit.hear()
            await visit.say(b"%1POWR=OK\r" if command == b"%1POWR 0" else b"%1POWR=1\r")

    device = open_device((await play(script)).port, "pjlink-class-1")
    reading = await device.write("power", "off")
    assert (reading.value, device.is_done("power", "off", reading)) == ("on", False)


def level_2(password: str, *, accepts_md5: bool) -> Script:
    """A projector with the SHA-256 login, written from its description."""

    async def script(visit: Visit) -> None:
        random, projector = secrets.token_hex(4), secrets.token_bytes(16)
        await visit.say(f"PJLINK 1 {random}\r".encode())
        line = (await visit.hear()).decode()
        if line == "PJLINK 2":
            await visit.say(f"PJLINK 2 {projector.hex()}\r".encode())
            line = (await visit.hear()).decode()
            mixed = (int.from_bytes(projector) ^ int(line[:32], 16)).to_bytes(16).hex()
            is_right = line[32:96] == hashlib.sha256((mixed + password).encode()).hexdigest()
            line = line[96:]
        else:
            is_right = (
                accepts_md5
                and line[:32] == hashlib.md5((random + password).encode(), usedforsecurity=False).hexdigest()
            )
            line = line[32:]
        if not is_right:
            await visit.say(b"PJLINK ERRA\r")
            return
        while True:
            await visit.say(ANSWERS[line.encode()] + b"\r")
            line = (await visit.hear()).decode()

    return script


async def test_a_projector_with_the_sha256_login_only_is_found_out(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(level_2("secret", accepts_md5=False))
    device = open_device(peer.port, "pjlink-class-1", password="secret")
    report = await device.poll(["power", "lamp_fault"])
    assert (report.readings["lamp_fault"].value, peer.connections) == ("warning", 2)
    await device.link.rest()
    assert device.describe()["link"]["login"] == "sha256"


async def test_a_profile_may_ask_for_the_sha256_login_at_once(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(level_2("secret", accepts_md5=False))
    device = open_device(peer.port, "pjlink-class-1", password="secret", rules={"auth": "sha256"})
    assert ((await device.poll(["power"])).readings["power"].value, peer.connections) == ("on", 1)


async def test_md5_is_kept_where_it_is_accepted(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(level_2("secret", accepts_md5=True))
    device = open_device(peer.port, "pjlink-class-1", password="secret")
    assert ((await device.poll(["power"])).readings["power"].value, peer.connections) == ("on", 1)


async def test_a_wrong_password_is_wrong_for_both_logins(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(level_2("secret", accepts_md5=True))
    device = open_device(peer.port, "pjlink-class-1", password="wrong")
    for _ in range(2):
        with pytest.raises(CredentialsError):
            await device.poll(["power"])
    assert peer.connections == 2


async def test_a_password_changed_under_way_is_noticed(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 1 498e4a67\r" if visit.number == 1 else b"PJLINK 1 00000000\r")
        await visit.hear()
        await visit.say(b"%1POWR=1\r" if visit.number == 1 else b"PJLINK ERRA\r")

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", password="secret")
    await device.poll(["power"])
    with pytest.raises(CredentialsError):
        await device.poll(["power"])
    assert peer.connections == 2


async def test_no_password_shows_in_an_error(emulate: MakeEmulator, open_device: MakeDevice) -> None:
    emulator = await emulate(password="secret")
    device = open_device(emulator.port, password="hunter2")
    with pytest.raises(CredentialsError) as refusal:
        await device.poll(["power"])
    assert "hunter2" not in f"{refusal.value!r}{device.describe()}{device.link!r}"


@pytest.mark.parametrize("reply", [b"%2INNM=ERR2\r", b"%2INNM=\r", b"%2INNM=\x07\x1b[31m\r"])
async def test_a_source_without_a_usable_name_is_called_by_its_type(
    reply: bytes, play: MakePeer, open_device: MakeDevice
) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            command = (await visit.hear()).replace(b"%2INPT", b"%1INPT").replace(b"%2INST", b"%1INST")
            await visit.say(reply if command.startswith(b"%2INNM") else ANSWERS[command] + b"\r")

    device = open_device((await play(script)).port)
    await device.poll(["source"])
    name = device.choices("source")["31"]
    assert name in {"Digital 1", "[31m"}
    assert name.isprintable()


async def test_a_projector_that_falls_silent_over_names_still_gave_its_values(
    play: MakePeer, open_device: MakeDevice
) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            command = (await visit.hear()).replace(b"%2INPT", b"%1INPT").replace(b"%2INST", b"%1INST")
            if not command.startswith(b"%2INNM"):
                await visit.say(ANSWERS[command] + b"\r")

    peer = await play(script)
    device = open_device(peer.port, timeout_s=1.0)
    first = await device.poll(["source"])
    await device.poll(["source"])
    assert (first.readings["source"].value, device.choices("source")) == ("31", {"31": "Digital 1"})
    assert peer.heard.count(b"%2INNM ?31") == 1


async def test_a_list_of_inputs_cannot_smuggle_a_command(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            command = await visit.hear()
            listed = b"%2INST=31 \x00\x01 ?{} " + b" ".join(b"%d" % number for number in range(100)) + b"\r"
            await visit.say(listed[:130] + b"\r" if command == b"%2INST ?" else b"%2POWR=1\r")

    peer = await play(script)
    device = open_device(peer.port)
    await device.poll(["source"])
    assert all(code.isalnum() for code in device.choices("source"))
    assert all(line[:1] == b"%" and line.isascii() for line in peer.heard)
