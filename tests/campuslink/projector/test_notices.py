"""UDP: notices as hints, and the search."""

import asyncio
import socket
from collections.abc import AsyncIterator, Collection, Mapping

import pytest
from pjlink_advance.emulator import EmulatorState
from pjlink_advance.models import PowerState

from campuslink.codec.pjlink import Notice
from campuslink.errors import CannotConnectError
from campuslink.link.pjlink_notices import SEARCH_S, Found, NoticeReceiver
from campuslink.model import DeviceEvent, Reading

from .conftest import MakeDevice, MakeEmulator


class Listener:
    """Keeps the hints and tells when the next one came."""

    def __init__(self) -> None:
        self.news: list[set[str] | None] = []
        self.came = asyncio.Event()

    def on_push(self, readings: Mapping[str, Reading]) -> None:
        raise AssertionError(readings)

    def on_event(self, event: DeviceEvent) -> None:
        raise AssertionError(event)

    def on_news(self, points: Collection[str] | None = None) -> None:
        self.news.append(None if points is None else set(points))
        self.came.set()


@pytest.fixture
async def receiver() -> AsyncIterator[NoticeReceiver]:
    receiver = NoticeReceiver(host="127.0.0.1", port=0)
    yield receiver
    receiver.close()


def send(data: bytes, port: int | None) -> None:
    assert port is not None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(data, ("127.0.0.1", port))


async def test_a_notice_is_a_hint_to_ask_again(
    receiver: NoticeReceiver, emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate(EmulatorState(power=PowerState.ON))
    device, listener = open_device(emulator.port, notices=receiver), Listener()
    device.follow(listener)
    await device.prepare()
    await device.poll(["power"])
    await emulator.notify("POWR", "0", ("127.0.0.1", receiver.port or 0))
    await listener.came.wait()
    assert listener.news == [{"power"}]


async def test_a_projector_back_on_the_network_is_asked_for_everything(
    receiver: NoticeReceiver, emulate: MakeEmulator, open_device: MakeDevice
) -> None:
    emulator = await emulate()
    device, listener = open_device(emulator.port, notices=receiver), Listener()
    device.follow(listener)
    await device.prepare()
    await device.poll(["power"])
    await emulator.notify("LKUP", emulator.state.mac, ("127.0.0.1", receiver.port or 0))
    await listener.came.wait()
    assert listener.news == [None]


async def test_hints_come_from_the_projectors_own_address_only(receiver: NoticeReceiver) -> None:
    ours: list[Notice] = []
    others: list[Notice] = []
    came = asyncio.Event()
    receiver.follow(lambda: "127.0.0.1", lambda notice: (ours.append(notice), came.set()))  # type: ignore[arg-type]
    receiver.follow(lambda: "127.0.0.2", others.append)
    receiver.follow(lambda: None, others.append)
    await receiver.listen()
    send(b"%2POWR=1\r", receiver.port)
    await came.wait()
    assert (ours, others) == ([Notice("POWR", "1")], [])


async def test_a_flood_of_one_notice_is_one_hint(receiver: NoticeReceiver) -> None:
    told: list[str] = []
    came = asyncio.Event()

    def on_notice(notice: Notice) -> None:
        told.append(notice.body)
        if notice.body == "INPT":
            came.set()

    receiver.follow(lambda: "127.0.0.1", on_notice)
    await receiver.listen()
    for _ in range(100):
        send(b"%2POWR=1\r", receiver.port)
    send(b"%2INPT=31\r", receiver.port)
    await came.wait()
    assert told == ["POWR", "INPT"]


async def test_what_changes_within_a_second_is_told_behind_it(receiver: NoticeReceiver) -> None:
    """Only the last of what came meanwhile: it says what is so now."""
    told: list[Notice] = []
    came = asyncio.Event()

    def on_notice(notice: Notice) -> None:
        told.append(notice)
        if notice.parameter == "33":
            came.set()

    receiver.follow(lambda: "127.0.0.1", on_notice)
    await receiver.listen()
    for source in (b"31", b"31", b"32", b"33", b"33"):
        send(b"%2INPT=" + source + b"\r", receiver.port)
    async with asyncio.timeout(10):
        await came.wait()
    assert told == [Notice("INPT", "31"), Notice("INPT", "33")]


async def test_what_waits_is_not_told_to_somebody_who_left(receiver: NoticeReceiver) -> None:
    told: list[Notice] = []
    leave = receiver.follow(lambda: "127.0.0.1", told.append)
    for source in ("31", "32"):
        receiver._receive(f"%2INPT={source}\r".encode(), "127.0.0.1")
    (waiting,) = receiver._followers[0].waiting.values()
    leave()
    assert (told, waiting[0].cancelled()) == ([Notice("INPT", "31")], True)


async def test_a_search_takes_hardware_addresses_only() -> None:
    async def answer(_: float) -> None:
        receiver._receive(b"%2ACKN=<b>markup</b>\r", "127.0.0.8")
        receiver._receive(b"%2ACKN=00-26-AB-00-00-01\r", "127.0.0.9")

    receiver = NoticeReceiver(host="127.0.0.1", port=0, pause=answer)
    found = await receiver.search("127.0.0.1", port=9)
    assert found == (Found("127.0.0.8", ""), Found("127.0.0.9", "00:26:ab:00:00:01"))


async def test_noise_is_counted_and_nothing_else(receiver: NoticeReceiver) -> None:
    came = asyncio.Event()
    receiver.follow(lambda: "127.0.0.1", lambda _: came.set())
    await receiver.listen()
    for data in (b"", b"\xff" * 2000, b"%2SVER=1\r", b"%1POWR=1\r"):
        send(data, receiver.port)
    send(b"%2ERST=000001\r", receiver.port)
    await came.wait()
    assert receiver.ignored == 4


async def test_the_port_closes_behind_the_last_follower(receiver: NoticeReceiver) -> None:
    leave = [receiver.follow(lambda: "127.0.0.1", lambda _: None) for _ in range(2)]
    await receiver.listen()
    leave[0]()
    open_between = receiver.port is not None
    leave[1]()
    leave[1]()
    assert (open_between, receiver.port) == (True, None)


async def test_a_port_another_program_holds_is_no_reason_to_fail(
    emulate: MakeEmulator, open_device: MakeDevice, caplog: pytest.LogCaptureFixture
) -> None:
    emulator = await emulate()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        taken = NoticeReceiver(host="127.0.0.1", port=other.getsockname()[1])
        device = open_device(emulator.port, notices=taken)
        device.follow(Listener())
        with caplog.at_level("INFO"):
            await device.prepare()
        with pytest.raises(CannotConnectError):
            await taken.listen()
    assert (await device.poll(["power"])).readings["power"].value == "off"
    assert "No notices of projectors" in caplog.text


async def test_the_search_finds_each_projector_once(emulate: MakeEmulator) -> None:
    came = asyncio.Event()

    class Watched(NoticeReceiver):
        def _receive(self, datagram: bytes, host: str) -> None:
            super()._receive(datagram, host)
            came.set()

    async def wait_for_an_answer(_: float) -> None:
        async with asyncio.timeout(10):
            await came.wait()

    emulator = await emulate()
    receiver = Watched(host="127.0.0.1", port=0, pause=wait_for_an_answer)
    found = await receiver.search("127.0.0.1", port=emulator.udp_port)
    assert (found, receiver.port) == ((Found("127.0.0.1", "00:26:ab:00:00:01"),), None)


async def test_a_search_into_nowhere_finds_nothing() -> None:
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    receiver = NoticeReceiver(host="127.0.0.1", port=0, pause=wait)
    assert (await receiver.search("127.0.0.1", port=9), waited, receiver.port) == ((), [SEARCH_S], None)
