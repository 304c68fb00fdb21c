"""What a command did is what is observed afterwards, whatever the projector answered or left unanswered."""

import pytest

from campuslink.errors import CannotConnectError, NoAnswerError, RefusalReason, RefusedError

from .conftest import MakeDevice, MakePeer
from .peers import Script, Visit


def obeying(command: bytes, reply: bytes, *, before: bytes, after: bytes, dies: bool = False) -> Script:
    """A projector that answers the command with the reply, and the question behind it with what it then is."""
    is_told = [False]
    question = command[:6] + b" ?"

    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        while True:
            if await visit.hear() == question:
                await visit.say(question[:6] + b"=" + (after if is_told[0] else before) + b"\r")
                continue
            is_told[0] = True
            await visit.say(reply)
            if dies:
                return

    return script


@pytest.mark.parametrize(
    ("wanted", "code", "word"), [("off", b"2", "cooling"), ("off", b"0", "off"), ("on", b"3", "warming")]
)
async def test_refusing_what_it_does_already_is_no_failure(
    wanted: str, code: bytes, word: str, play: MakePeer, open_device: MakeDevice
) -> None:
    peer = await play(obeying(b"%1POWR 0", b"%1POWR=ERR3\r", before=code, after=code))
    device = open_device(peer.port, "pjlink-class-1")
    reading = await device.write("power", wanted)
    assert (reading.value, device.is_done("power", wanted, reading)) == (word, True)


async def test_refusing_what_it_does_not_do_is_told_after_one_look(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(obeying(b"%1POWR 1", b"%1POWR=ERR3\r", before=b"2", after=b"2"))
    with pytest.raises(RefusedError) as refusal:
        await open_device(peer.port, "pjlink-class-1").write("power", "on")
    assert (refusal.value.reason, peer.heard) == (RefusalReason.BUSY, [b"%1POWR 1", b"%1POWR ?"])


@pytest.mark.parametrize("code", [b"ERR1", b"ERR2", b"ERR4"])
async def test_no_other_refusal_is_looked_behind(code: bytes, play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(obeying(b"%1POWR 0", b"%1POWR=" + code + b"\r", before=b"1", after=b"0"))
    with pytest.raises(RefusedError, match=code.decode()):
        await open_device(peer.port, "pjlink-class-1").write("power", "off")
    assert peer.heard == [b"%1POWR 0"]


async def test_obeying_and_hanging_up_without_a_word_is_done(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(obeying(b"%1POWR 1", b"", before=b"0", after=b"3", dies=True))
    reading = await open_device(peer.port, "pjlink-class-1").write("power", "on")
    assert (reading.value, peer.heard.count(b"%1POWR 1")) == ("warming", 1)


async def test_obeying_without_an_answer_is_done(play: MakePeer, open_device: MakeDevice) -> None:
    peer = await play(obeying(b"%1INPT 32", b"", before=b"31", after=b"32"))
    reading = await open_device(peer.port, "pjlink-class-1", timeout_s=1.0).write("source", "32")
    assert (reading.value, peer.heard.count(b"%1INPT 32")) == ("32", 1)


async def test_a_restart_under_a_command_is_told_when_nothing_shows(play: MakePeer, open_device: MakeDevice) -> None:
    """It hung up in the middle of the command, and is what it was before."""
    peer = await play(obeying(b"%1POWR 1", b"%1PO", before=b"0", after=b"0", dies=True))
    with pytest.raises(NoAnswerError, match="without an answer"):
        await open_device(peer.port, "pjlink-class-1").write("power", "on")
    assert (peer.heard.count(b"%1POWR 1"), peer.heard.count(b"%1POWR ?")) == (1, 3)


async def test_gone_under_a_command_is_told_as_unreachable(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        if visit.number == 1:
            await visit.say(b"PJLINK 0\r")
            await visit.hear()

    peer = await play(script)
    with pytest.raises(CannotConnectError):
        await open_device(peer.port, "pjlink-class-1").write("power", "on")
    assert peer.heard == [b"%1POWR 1"]


async def test_a_command_that_never_left_is_not_looked_for(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(_: Visit) -> None:
        """Hang up before the greeting."""

    peer = await play(script)
    with pytest.raises(CannotConnectError):
        await open_device(peer.port, "pjlink-class-1").write("power", "on")
    assert peer.connections == 1


async def test_a_step_that_nothing_reads_back_is_told_as_unanswered(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 0\r")
        await visit.hear()

    peer = await play(script)
    with pytest.raises(NoAnswerError):
        await open_device(peer.port).write("volume_step", "up")
    assert peer.heard == [b"%2SVOL 1"]


async def test_a_lamp_that_is_lit_before_the_prompt_comes_is_seen_warming(
    play: MakePeer, open_device: MakeDevice
) -> None:
    """ESC/VP21 answers PWR ON when the lamp is lit, long after the command has timed out."""

    async def script(visit: Visit) -> None:
        await visit.hear_exactly(16)
        await visit.say(b"ESC/VP.net\x10\x03\x00\x00\x20\x00")
        while True:
            if await visit.hear() == b"PWR?":
                await visit.say(b"PWR=02\r:")

    peer = await play(script)
    reading = await open_device(peer.port, "epson-esc-vp21", timeout_s=1.0).write("power", "on")
    assert (reading.value, peer.heard) == ("warming", [b"PWR ON", b"PWR?"])
