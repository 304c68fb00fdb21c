"""One request in flight, and only its own answer taken, over real sockets."""

import asyncio
import socket
from functools import partial

import pytest

from campuslink.codec.uhppote import ask_door, ask_event, ask_info, ask_status, ask_to_open, read_door, read_info
from campuslink.errors import CannotConnectError, GarbledAnswerError, NoAnswerError
from campuslink.link.uhppote import UhppoteLink, search_controllers
from campuslink.link.uhppote_listener import PushListener
from simulator.faults import Fault, FaultKind
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from .conftest import SERIAL, TIMEOUT_S


@pytest.fixture(params=[False, True], ids=["udp", "tcp"])
def either(request: pytest.FixtureRequest, controller: UhppoteController) -> UhppoteLink:
    return UhppoteLink(controller.host, controller.port, serial=SERIAL, is_tcp=request.param, timeout_s=TIMEOUT_S)


async def test_an_answer_comes_over_either_transport(either: UhppoteLink) -> None:
    assert read_info(await either.read(ask_info(SERIAL))).serial == SERIAL


async def test_answers_are_never_mixed_up_when_many_ask_at_once(either: UhppoteLink, board: Board) -> None:
    for door in board.doors:
        board.doors[door].delay_s = door * 10
    answers = await asyncio.gather(*(either.read(ask_door(SERIAL, door)) for door in (1, 2, 3, 4) * 25))
    assert [read_door(answer)[1] for answer in answers] == [10, 20, 30, 40] * 25


async def test_silence_is_no_answer_after_a_second_attempt(either: UhppoteLink, controller: UhppoteController) -> None:
    controller.fault = Fault(kind=FaultKind.SILENT)
    with pytest.raises(NoAnswerError):
        await either.read(ask_status(SERIAL))
    assert controller.requests == 2


async def test_a_command_is_never_sent_twice(either: UhppoteLink, controller: UhppoteController) -> None:
    controller.fault = Fault(kind=FaultKind.SILENT)
    with pytest.raises(NoAnswerError):
        await either.command(ask_to_open(SERIAL, 1))
    assert controller.requests == 1


async def test_a_controller_with_another_serial_is_not_the_one_asked(link: UhppoteLink, board: Board) -> None:
    board.serial = 405419897
    with pytest.raises(NoAnswerError):
        await link.read(ask_status(SERIAL))


@pytest.mark.parametrize("kind", [FaultKind.WRONG_LENGTH, FaultKind.WRONG_UNIT, FaultKind.GARBAGE])
async def test_packets_that_answer_nothing_are_passed_over(
    kind: FaultKind, link: UhppoteLink, controller: UhppoteController
) -> None:
    controller.fault = Fault(kind=kind)
    with pytest.raises(GarbledAnswerError):
        await link.read(ask_status(SERIAL))
    assert link.ignored > 0


async def test_the_answer_behind_noise_is_found(link: UhppoteLink, controller: UhppoteController) -> None:
    controller.fault = Fault(kind=FaultKind.NOISE)
    assert read_info(await link.read(ask_info(SERIAL))).serial == SERIAL
    assert link.ignored == 3


async def test_a_replayed_answer_is_not_taken_for_the_next(
    link: UhppoteLink, controller: UhppoteController, board: Board
) -> None:
    for card in range(1, 5):
        board.swipe(card, 1)
    controller.fault = Fault(kind=FaultKind.WRONG_TRANSACTION)
    indices = [(await link.read(ask_event(SERIAL, index)))[8] for index in (1, 2, 3, 4)]
    assert indices == [1, 2, 3, 4]


async def test_a_late_answer_meets_a_closed_port(link: UhppoteLink, controller: UhppoteController) -> None:
    controller.fault = Fault(kind=FaultKind.LATE, delay_s=TIMEOUT_S * 1.5)
    with pytest.raises(NoAnswerError):
        await link.command(ask_door(SERIAL, 1))
    controller.fault = Fault()
    assert read_door(await link.command(ask_door(SERIAL, 2)))[0] == 3
    assert link.ignored == 0


async def test_a_closed_port_is_no_connection(link: UhppoteLink, controller: UhppoteController) -> None:
    await controller.stop()
    with pytest.raises(CannotConnectError):
        await link.read(ask_status(SERIAL))


async def test_a_closed_link_refuses(link: UhppoteLink) -> None:
    await link.close()
    with pytest.raises(CannotConnectError):
        await link.read(ask_status(SERIAL))


async def test_a_search_tells_who_answered_from_where(controller: UhppoteController) -> None:
    found = await search_controllers(controller.host, controller.port, timeout_s=TIMEOUT_S)
    assert {address: info.serial for address, info in found.items()} == {"127.0.0.1": SERIAL}


async def test_a_search_passes_over_what_is_no_controller(controller: UhppoteController) -> None:
    controller.fault = Fault(kind=FaultKind.GARBAGE)
    assert await search_controllers(controller.host, controller.port, timeout_s=TIMEOUT_S) == {}


async def test_news_counts_from_the_controllers_own_address_only(board: Board, listener: PushListener) -> None:
    heard = asyncio.Event()
    await listener.subscribe(SERIAL, "127.0.0.1", heard.set)
    try:
        async with UhppoteController(board) as controller:
            board.listener = ("127.0.0.1", listener.port, 0)
            stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            stranger.bind(("127.0.0.2", 0))
            with stranger:
                for packet in (b"", b"\x17\x20" + bytes(62), bytes(64), b"x" * 2000):
                    stranger.sendto(packet, ("127.0.0.1", listener.port))
            board.swipe(1, 1)
            async with asyncio.timeout(5):
                await heard.wait()
            assert controller.pushes == 1
    finally:
        listener.unsubscribe(SERIAL, heard.set)
    assert listener.ignored == 4


async def test_a_push_from_a_foreign_address_is_passed_over(board: Board, listener: PushListener) -> None:
    heard: list[int] = []
    hear = partial(heard.append, 1)
    await listener.subscribe(SERIAL, "127.0.0.9", hear)
    listener.take(b"\x17\x20\0\0" + SERIAL.to_bytes(4, "little") + bytes(56), "127.0.0.1")
    listener.unsubscribe(SERIAL, hear)
    assert (heard, listener.ignored) == ([], 1)


async def test_two_processes_cannot_listen_on_one_port(listener: PushListener) -> None:
    heard: list[int] = []
    await listener.subscribe(SERIAL, "127.0.0.1", heard.clear)
    other = PushListener(port=listener.port, address="127.0.0.1")
    with pytest.raises(CannotConnectError):
        await other.subscribe(SERIAL, "127.0.0.1", heard.clear)
    listener.unsubscribe(SERIAL, heard.clear)


async def test_two_sites_hear_one_controller_and_one_may_leave(listener: PushListener) -> None:
    news = b"\x17\x20\0\0" + SERIAL.to_bytes(4, "little") + bytes(56)
    first: list[int] = []
    second: list[int] = []

    def hear_first() -> None:
        first.append(1)

    def hear_second() -> None:
        second.append(1)

    for hear in (hear_first, hear_second, hear_second):
        await listener.subscribe(SERIAL, "127.0.0.1", hear)
    listener.take(news, "127.0.0.1")
    listener.unsubscribe(SERIAL, hear_first)
    listener.take(news, "127.0.0.1")
    listener.unsubscribe(SERIAL, hear_second)
    listener.take(news, "127.0.0.1")
    assert (len(first), len(second), listener.ignored) == (1, 2, 1)


async def test_an_answer_from_an_unknown_address_is_no_answer() -> None:
    """A controller that says nothing, and a stranger who answers in its name from another port."""
    asked: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    class Silent(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            asked.put_nowait(addr)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Silent, local_addr=("127.0.0.1", 0))
    link = UhppoteLink("127.0.0.1", transport.get_extra_info("sockname")[1], serial=SERIAL, timeout_s=TIMEOUT_S)
    question = asyncio.create_task(link.command(ask_to_open(SERIAL, 1)))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(b"\x17\x40\0\0" + SERIAL.to_bytes(4, "little") + b"\x01" + bytes(55), await asked.get())
        with pytest.raises(NoAnswerError):
            await question
    transport.close()


async def test_another_serial_number_over_tcp_is_passed_over(board: Board, controller: UhppoteController) -> None:
    link = UhppoteLink(controller.host, controller.port, serial=SERIAL, is_tcp=True, timeout_s=TIMEOUT_S)
    controller.fault = Fault(kind=FaultKind.WRONG_UNIT)
    with pytest.raises(GarbledAnswerError):
        await link.command(ask_status(SERIAL))
    assert link.ignored == 1


async def test_a_connection_closed_without_a_word_is_no_answer() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(64)
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        link = UhppoteLink("127.0.0.1", port, serial=SERIAL, is_tcp=True, timeout_s=TIMEOUT_S)
        with pytest.raises(NoAnswerError):
            await link.command(ask_status(SERIAL))


async def test_who_is_at_a_place_tells_the_serial_number(controller: UhppoteController) -> None:
    link = UhppoteLink(controller.host, controller.port, serial=0, timeout_s=TIMEOUT_S)
    assert await link.find_serial() == SERIAL


@pytest.mark.parametrize("is_tcp", [False, True], ids=["udp", "tcp"])
async def test_a_controller_is_spoken_to_from_the_address_that_was_set(is_tcp: bool) -> None:
    callers: list[str] = []

    class Ear(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            callers.append(addr[0])

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append(writer.get_extra_info("peername")[0])
        writer.close()

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        place = server.sockets[0] if is_tcp else transport.get_extra_info("socket")
        port = place.getsockname()[1]
        link = UhppoteLink(
            "127.0.0.1", port, serial=SERIAL, is_tcp=is_tcp, timeout_s=TIMEOUT_S, own_address="127.0.0.7"
        )
        with pytest.raises((NoAnswerError, CannotConnectError)):
            await link.command(ask_status(SERIAL))
        assert await link.find_own_address() == "127.0.0.7"
    transport.close()
    assert callers == ["127.0.0.7"]


async def test_an_address_this_machine_does_not_have_is_said_to_be_unusable(controller: UhppoteController) -> None:
    link = UhppoteLink(controller.host, controller.port, serial=SERIAL, own_address="192.0.2.1")
    with pytest.raises(CannotConnectError):
        await link.read(ask_status(SERIAL))
    with pytest.raises(CannotConnectError):
        await search_controllers(controller.host, controller.port, own_address="192.0.2.1", timeout_s=TIMEOUT_S)
    assert controller.requests == 0


async def test_a_search_goes_out_from_the_address_that_was_set(controller: UhppoteController) -> None:
    found = await search_controllers(controller.host, controller.port, own_address="127.0.0.7", timeout_s=TIMEOUT_S)
    assert list(found) == ["127.0.0.1"]
