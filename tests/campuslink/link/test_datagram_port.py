"""A port that is closed behind the last who wants it, and opened by the next in the same moment."""

import asyncio
import socket
from functools import partial

import pytest

from campuslink.codec.pjlink import Notice
from campuslink.link import uhppote_listener
from campuslink.link.pjlink_notices import NoticeReceiver
from campuslink.link.uhppote_listener import PushListener

pytestmark = pytest.mark.usefixtures("socket_enabled")

HOST = "127.0.0.1"


@pytest.fixture
def port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


def ignore(*_: object) -> None:
    """Hear nothing."""


async def test_door_news_is_heard_again_at_once(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that is opened anew listens while its former self lets go."""

    async def known(_host: str) -> frozenset[str]:
        return frozenset({HOST})

    monkeypatch.setattr(uhppote_listener, "_addresses_of", known)
    listener = PushListener(port=port, address=HOST)
    former = partial(ignore, "the former self")
    for _ in range(3):
        await listener.subscribe(405419896, HOST, former)
        listener.unsubscribe(405419896, former)
    await listener.subscribe(405419896, HOST, ignore)
    listener.unsubscribe(405419896, ignore)
    await asyncio.sleep(0)


async def test_notices_are_heard_again_at_once(port: int) -> None:
    receiver = NoticeReceiver(host=HOST, port=port)
    heard: list[Notice] = []
    for _ in range(3):
        leave = receiver.follow(lambda: HOST, heard.append)
        await receiver.listen()
        leave()
    receiver.follow(lambda: HOST, heard.append)
    await receiver.listen()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as projector:
        projector.sendto(b"%2POWR=1\r", (HOST, port))
    async with asyncio.timeout(5):
        while not heard:  # noqa: ASYNC110 - nothing else tells when a datagram has come
            await asyncio.sleep(0.01)
    receiver.close()
