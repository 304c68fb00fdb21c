"""Who else uses the projector: seen by being kept out, and not mistaken for a projector that starts."""

import asyncio

import pytest

from campuslink.errors import CannotConnectError, CredentialsError, NoAnswerError

from .conftest import MakeDevice, MakePeer
from .peers import Visit


async def _greet_and_answer(visit: Visit, greeting: bytes = b"PJLINK 0\r") -> None:
    await visit.say(greeting)
    while True:
        await visit.hear()
        await visit.say(b"%1POWR=0\r")


async def test_a_projector_that_starts_again_is_no_sign_of_another_client(
    play: MakePeer, open_device: MakeDevice
) -> None:
    """It falls silent, takes connections without a word while it starts, and is back: the connection is held again."""

    async def script(visit: Visit) -> None:
        match visit.number:
            case 1:
                await visit.say(b"PJLINK 0\r")
                await visit.hear()
                await visit.say(b"%1POWR=0\r")
                await visit.hear()
                await visit.wait_for_hang_up()
            case 2 | 3:
                return
            case _:
                await _greet_and_answer(visit)

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", timeout_s=1.0)
    await device.poll(["power"])
    with pytest.raises(NoAnswerError):
        await device.poll(["power"])
    for _ in range(2):
        with pytest.raises(CannotConnectError):
            await device.poll(["power"])
    for _ in range(3):
        await device.poll(["power"])
    assert (device.describe()["link"]["is_shared"], peer.connections) == (False, 4)


async def test_kept_out_after_it_was_back_is_a_sign_again(play: MakePeer, open_device: MakeDevice) -> None:
    async def script(visit: Visit) -> None:
        match visit.number:
            case 1:
                await visit.say(b"PJLINK 0\r")
                await visit.hear()
                await visit.wait_for_hang_up()
            case 2:
                await visit.say(b"PJLINK 0\r")
                await visit.hear()
                await visit.say(b"%1POWR=0\r")
            case _:
                return

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", timeout_s=1.0)
    with pytest.raises(NoAnswerError):
        await device.poll(["power"])
    await device.poll(["power"])
    with pytest.raises(CannotConnectError):
        await device.poll(["power"])
    assert device.describe()["link"]["is_shared"] is True


async def test_a_password_changed_behind_the_sha256_login_is_tried_once(
    play: MakePeer, open_device: MakeDevice
) -> None:
    """First MD5 is refused and SHA-256 taken; later that is refused, and once more after the pause."""
    is_changed = [False]

    async def script(visit: Visit) -> None:
        await visit.say(b"PJLINK 1 498e4a67\r")
        if await visit.hear() != b"PJLINK 2":
            await visit.say(b"PJLINK ERRA\r")
            return
        await visit.say(b"PJLINK 2 00112233445566778899aabbccddeeff\r")
        await visit.hear()
        await visit.say(b"PJLINK ERRA\r" if is_changed[0] else b"%1POWR=0\r")

    peer = await play(script)
    device = open_device(peer.port, "pjlink-class-1", password="secret")
    now = [asyncio.get_running_loop().time()]
    device.link._clock = lambda: now[0]  # type: ignore[attr-defined]
    await device.poll(["power"])
    is_changed[0] = True
    counts = []
    for _ in range(3):
        with pytest.raises(CredentialsError):
            await device.poll(["power"])
        counts.append(peer.connections)
        now[0] += 301
    assert counts == [3, 4, 6]
