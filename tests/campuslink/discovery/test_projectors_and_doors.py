"""Projectors, displays and door controllers, each simulated on a loopback address of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from campuslink.discovery.finding import Remark, Service
from campuslink.discovery.probers.pjlink import PjlinkProber
from campuslink.discovery.probers.text import TextProber
from campuslink.discovery.probers.uhppote import UhppoteProber
from campuslink.discovery.visit import Bench
from campuslink.link.credentials import Credentials
from simulator.pjlink_server import Manners, PjlinkServer
from simulator.projector import Model, Power, Projector
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from .network import Stranger, Turns, look

SERIAL = 405419896
SECRET = Credentials({"password": "s3same"})


@asynccontextmanager
async def projector(host: str, manners: Manners | None = None, *, klass: int = 2) -> AsyncIterator[PjlinkServer]:
    thing = Projector(Model(pjlink_class=klass), lambda: 0.0, label="Room 301 <b>", power=Power.ON)
    server = PjlinkServer(thing, manners or Manners(), host=host)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@pytest.mark.parametrize(("klass", "profile"), [(2, "pjlink-class-2"), (1, "pjlink-class-1")])
async def test_projector_without_a_password_tells_model_and_name(bench: Bench, klass: int, profile: str) -> None:
    async with projector("127.0.1.2", klass=klass) as server:
        (found,) = await look(PjlinkProber(bench, ports=(server.port,)), "127.0.1.2")
    assert found.is_addable
    assert found.matches[0].profile.id == profile
    assert (found.identity.manufacturer, found.identity.model) == ("EPSON", "EB-L735U")
    assert found.name == "Room 301 <b>"


async def test_nothing_but_questions_is_sent_to_a_projector(bench: Bench) -> None:
    async with projector("127.0.1.2") as server:
        await look(PjlinkProber(bench, ports=(server.port,)), "127.0.1.2")
        assert server.requests
        assert [line for line in server.requests if "?" not in line] == []
        assert server.projector.power is Power.ON


async def test_projector_that_wants_a_password_is_named_without_one(bench: Bench) -> None:
    async with projector("127.0.1.2", Manners(password="s3same")) as server:
        (found,) = await look(PjlinkProber(bench, ports=(server.port,)), "127.0.1.2")
        assert (server.connections, server.requests) == (1, [])
    assert (found.remark, found.is_addable, found.label) == (Remark.NEEDS_LOGIN, False, "PJLink")


async def test_given_password_lets_in(bench: Bench) -> None:
    async with projector("127.0.1.2", Manners(password="s3same")) as server:
        (found,) = await look(PjlinkProber(bench, (SECRET,), (server.port,)), "127.0.1.2")
    assert found.is_addable
    assert found.credentials == SECRET
    assert "s3same" not in repr(found)
    assert "s3same" not in str(found.to_json())


async def test_wrong_password_is_tried_once_for_each_login(bench: Bench) -> None:
    async with projector("127.0.1.2", Manners(password="s3same")) as server:
        wrong = Credentials({"password": "guess"})
        (found,) = await look(PjlinkProber(bench, (wrong,), (server.port,)), "127.0.1.2")
        # The greeting, then the two logins PJLink has; no second profile tries the password again
        assert server.connections == 3
    assert found.remark is Remark.LOGIN_REFUSED


@pytest.mark.parametrize(
    "stranger",
    [
        Stranger("127.0.1.3"),
        Stranger("127.0.1.3", portion=b"220 ftp ready\r\n", most_portions=1),
        Stranger("127.0.1.3", portion=b"A" * 65536),
        Stranger("127.0.1.3", portion=b"PJLINK 9 <script>\r", most_portions=1),
    ],
    ids=["tarpit", "ftp", "flood", "markup"],
)
async def test_strangers_are_no_projectors_and_hear_nothing(bench: Bench, stranger: Stranger) -> None:
    async with stranger, asyncio.timeout(20):
        assert await look(PjlinkProber(bench, ports=(stranger.port,)), "127.0.1.3") == []
        assert (stranger.connections, bytes(stranger.heard)) == (1, b"")


async def test_door_controller_is_found_by_its_serial_number(bench: Bench) -> None:
    async with UhppoteController(Board(serial=SERIAL), host="127.0.1.4") as controller:
        turns = Turns()
        (found,) = await look(UhppoteProber(bench, (controller.port,)), "127.0.1.4", turns)
        assert controller.requests == turns.taken == 1
    assert (found.address, found.matches[0].profile.id, found.service) == (
        str(SERIAL),
        "uhppote-ut0311",
        Service.UHPPOTE,
    )
    assert len(found.mac.split(":")) == 6


async def test_nobody_answers_at_an_empty_address(bench: Bench) -> None:
    assert await look(UhppoteProber(bench, (60000,)), "127.0.1.5") == []


async def test_own_protocols_are_spoken_only_behind_a_handshake(bench: Bench) -> None:
    hello = bytes.fromhex("4553432F56502E6E6574100300000000")
    async with Stranger("127.0.1.6", 3629, portion=b"\x00" * 64, after_request=True, most_portions=1) as stranger:
        assert await look(TextProber(bench), "127.0.1.6") == []
        assert bytes(stranger.heard) == hello * stranger.connections
        assert stranger.connections in {1, 2}


async def test_projector_with_a_protocol_of_its_own_is_read_behind_the_handshake(bench: Bench) -> None:
    asked: list[str] = []
    answers = {"PWR?": "PWR=00", "LAMP?": "LAMP=120", "SNO?": "SNO=X1Y2"}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(16)
        writer.write(bytes.fromhex("4553432F56502E6E6574100300002000"))
        try:
            while True:
                asked.append((await reader.readuntil(b"\r")).decode().strip())
                writer.write(f"{answers.get(asked[-1], 'ERR')}\r:".encode())
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.1.7", 3629)
    try:
        (found,) = await look(TextProber(bench), "127.0.1.7")
    finally:
        server.close()
        await server.wait_closed()
    assert (found.matches[0].profile.id, found.matches[0].is_exact) == ("epson-esc-vp21", True)
    assert {"PWR?"} <= set(asked)
    assert [line for line in asked if not line.endswith("?")] == []
