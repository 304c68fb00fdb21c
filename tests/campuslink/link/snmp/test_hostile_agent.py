"""Agents that break the rules, against both libraries; answers are made with pysnmp or by hand."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import AsyncMock

import pytest
from pysnmp.proto.api import v2c

from campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CredentialsError,
    GarbledAnswerError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from campuslink.link.credentials import Credentials
from campuslink.link.snmp import dialogue, rows
from campuslink.link.snmp.backend import Backend, open_snmp_link
from campuslink.link.snmp.base import SnmpLink
from campuslink.link.snmp.governor import Pace
from campuslink.link.snmp.messages import build_report
from campuslink.link.snmp.usm import decode_message, encode_plain

from .agents import END, Answer, Asked, HostileAgent, table_agent

pytestmark = [pytest.mark.usefixtures("socket_enabled"), pytest.mark.parametrize("backend", Backend)]

NAMES, ALIASES, STATES = "1.3.6.1.2.1.31.1.1.1.1", "1.3.6.1.2.1.31.1.1.1.18", "1.3.6.1.2.1.2.2.1.8"
AFTER = "1.3.6.1.2.1.31.1.1.1.19.1"


def link_to(agent: HostileAgent, backend: Backend, *, timeout_s: float = 2.0, pace: Pace | None = None) -> SnmpLink:
    link = open_snmp_link(
        "127.0.0.1",
        agent.port,
        Credentials({"community": "public"}),
        pace=pace or Pace(per_second=10_000),
        timeout_s=timeout_s,
        backend=backend,
    )
    agent.links.append(link)
    return link


def names(count: int) -> dict[str, Any]:
    return {f"{NAMES}.{row}": f"port {row}".encode() for row in range(1, count + 1)}


def following(column: str, asked: Asked) -> int:
    """Return the number of the row that was asked for the next of."""
    return int(asked.oids[0].removeprefix(column).strip(".") or 0)


async def test_columns_with_holes_keep_their_rows_apart(backend: Backend) -> None:
    table = {f"{NAMES}.{row}": b"n" for row in (1, 2, 5)} | {f"{ALIASES}.{row}": b"a" for row in (2, 9)} | {AFTER: 1}
    async with HostileAgent(table_agent(table)) as agent:
        columns = await link_to(agent, backend).walk([NAMES, ALIASES, STATES])
    assert {column: list(found) for column, found in columns.items()} == {
        NAMES: ["1", "2", "5"],
        ALIASES: ["2", "9"],
        STATES: [],
    }


async def test_rows_that_come_and_go_during_a_walk_do_no_harm(backend: Backend) -> None:
    table = names(40)

    def reply(asked: Asked) -> Answer:
        answer = table_agent(dict(table))(asked)
        for gone in (f"{NAMES}.{number}" for number in (*range(3, 7), *range(35, 41))):
            table.pop(gone, None)
        return answer

    async with HostileAgent(reply) as agent:
        columns = await link_to(agent, backend).walk([NAMES])
    assert list(columns[NAMES]) == [str(row) for row in range(1, 35)]


@pytest.mark.parametrize("step", [0, -1], ids=["stands still", "goes back"])
async def test_agent_that_does_not_go_forward_is_stopped(backend: Backend, step: int) -> None:
    def reply(asked: Asked) -> bytes:
        row = following(NAMES, asked)
        return asked.answer([(f"{NAMES}.{max(1, row + step) if row else 7}", b"again")])

    async with HostileAgent(reply) as agent:
        with pytest.raises(GarbledAnswerError):
            await link_to(agent, backend).walk([NAMES])
    assert len(agent.asked) <= 4


async def test_endless_walk_is_stopped(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 500)

    def reply(asked: Asked) -> bytes:
        row = following(NAMES, asked)
        return asked.answer([(f"{NAMES}.{row + 1 + number}", b"more") for number in range(asked.repetitions)])

    async with HostileAgent(reply) as agent:
        link = link_to(agent, backend)
        with pytest.raises(GarbledAnswerError, match="no end"):
            await link.walk([NAMES])
    assert link.statistics.values <= 600


async def test_answer_behind_the_question_is_the_end(backend: Backend) -> None:
    """An agent that starts again from the beginning behind its last row."""
    table = {"1.3.6.1.2.1.1.1.0": b"beginning"}

    def reply(asked: Asked) -> bytes:
        row = following(NAMES, asked)
        return asked.answer([(f"{NAMES}.{row + 1}", b"port")] if row < 3 else list(table.items()))

    async with HostileAgent(reply) as agent:
        columns = await link_to(agent, backend).walk([NAMES])
    assert list(columns[NAMES]) == ["1", "2", "3"]


async def test_answers_cut_short_are_read_on_and_asked_smaller(backend: Backend) -> None:
    async with HostileAgent(table_agent(names(60) | {AFTER: 1}, most_values=7)) as agent:
        columns = await link_to(agent, backend).walk([NAMES])
    assert list(columns[NAMES]) == [str(row) for row in range(1, 61)]
    assert agent.asked[-1].repetitions <= 10
    assert {asked.repetitions for asked in agent.asked[1:]} <= {7, 10}


async def test_whole_answers_are_asked_larger_up_to_the_limit(backend: Backend) -> None:
    async with HostileAgent(table_agent(names(200))) as agent:
        link = link_to(agent, backend, pace=Pace(per_second=10_000, most_repetitions=40))
        for _ in range(6):
            await link.walk([NAMES])
    assert agent.asked[0].repetitions == 10
    assert max(asked.repetitions for asked in agent.asked) == 40


async def test_answer_that_is_too_big_for_the_agent_is_asked_smaller(backend: Backend) -> None:
    serve = table_agent(names(30) | {AFTER: 1})

    def reply(asked: Asked) -> Answer:
        return asked.answer([], status=1) if asked.repetitions > 3 else serve(asked)

    async with HostileAgent(reply) as agent:
        columns = await link_to(agent, backend).walk([NAMES])
    assert list(columns[NAMES]) == [str(row) for row in range(1, 31)]


async def test_agent_that_is_silent_when_asked_for_much_is_asked_for_less(backend: Backend) -> None:
    serve = table_agent(names(30) | {AFTER: 1})

    def reply(asked: Asked) -> Answer:
        return None if asked.repetitions > 5 else serve(asked)

    async with HostileAgent(reply) as agent:
        columns = await link_to(agent, backend, timeout_s=0.3).walk([NAMES])
    assert list(columns[NAMES]) == [str(row) for row in range(1, 31)]


async def test_error_during_a_walk_is_not_taken_for_the_end(backend: Backend) -> None:
    serve = table_agent(names(30) | {AFTER: 1})

    def reply(asked: Asked) -> Answer:
        is_broken = following(NAMES, asked) >= 10
        return asked.answer([(asked.oids[0], v2c.null)], status=5, index=1) if is_broken else serve(asked)

    async with HostileAgent(reply) as agent:
        with pytest.raises(RefusedError) as caught:
            await link_to(agent, backend).walk([NAMES])
    assert caught.value.reason is RefusalReason.DEVICE_FAILURE


async def test_error_on_a_value_is_not_taken_for_absence(backend: Backend) -> None:
    async with HostileAgent(lambda asked: asked.answer([(asked.oids[0], v2c.null)], status=5, index=1)) as agent:
        with pytest.raises(RefusedError) as caught:
            await link_to(agent, backend).get([f"{NAMES}.1"])
    assert caught.value.reason is RefusalReason.DEVICE_FAILURE
    assert "genErr" in str(caught.value)


async def test_account_without_rights_wants_other_credentials(backend: Backend) -> None:
    async with HostileAgent(lambda asked: asked.answer([(asked.oids[0], v2c.null)], status=16, index=1)) as agent:
        with pytest.raises(CredentialsError):
            await link_to(agent, backend).get([f"{NAMES}.1"])


async def test_too_many_values_at_once_are_asked_in_parts(backend: Backend) -> None:
    table = names(20)
    serve = table_agent(table)

    def reply(asked: Asked) -> Answer:
        return asked.answer([], status=1) if len(asked.oids) > 4 else serve(asked)

    async with HostileAgent(reply) as agent:
        assert await link_to(agent, backend).get(list(table)) == table


async def test_strings_of_10_kib_are_read(backend: Backend) -> None:
    long = {f"{ALIASES}.{row}": bytes([64 + row]) * 10_240 for row in range(1, 6)}
    async with HostileAgent(table_agent(long | {AFTER: 1})) as agent:
        link = link_to(agent, backend, timeout_s=2.0)
        columns = await link.walk([ALIASES])
        values = await link.get(list(long))
    assert columns[ALIASES] == {oid.rsplit(".", 1)[1]: text for oid, text in long.items()}
    assert values == long


def broken(asked: Asked) -> Iterator[bytes]:
    sound = asked.answer([(oid, b"value") for oid in asked.oids])
    yield sound[:-3]
    yield sound[:12]
    yield sound + b"\x00" * 9
    yield b""
    yield b"\x30"
    yield b"\x00\xff" * 10
    yield b"\x30\x80" * 200
    yield b"\x30\x84\xff\xff\xff\xff"
    yield bytes([sound[0], 0x82, 0x7F, 0xFF]) + sound[2:]
    yield sound.replace(b"\x06", b"\x46", 1)


@pytest.mark.parametrize("fault", range(10))
async def test_garbled_answer_is_told_from_silence(backend: Backend, fault: int) -> None:
    async with HostileAgent(lambda asked: list(broken(asked))[fault]) as agent:
        link = link_to(agent, backend, timeout_s=0.05)
        outcomes = []
        for ask in (lambda: link.get([f"{NAMES}.1"]), lambda: link.walk([NAMES])):
            try:
                outcomes.append(await ask())
            except CampusLinkError as error:
                outcomes.append(type(error).__name__)
    assert set(map(str, outcomes)) <= {"GarbledAnswerError", "NoAnswerError"}


async def test_sound_answer_behind_a_garbled_one_counts(backend: Backend) -> None:
    async with HostileAgent(lambda asked: [b"\x30\x03abc", asked.answer([(asked.oids[0], 7)])]) as agent:
        assert await link_to(agent, backend).get([f"{NAMES}.1"]) == {f"{NAMES}.1": 7}


@pytest.mark.parametrize(
    "forge",
    [
        lambda asked: asked.answer([(asked.oids[0], 1)], request_id=4711),
        lambda asked: asked.answer([(asked.oids[0], 1)], community="other"),
    ],
    ids=["another request", "another community"],
)
async def test_answer_to_something_else_is_no_answer(backend: Backend, forge: Callable[[Asked], bytes]) -> None:
    async with HostileAgent(forge) as agent:
        with pytest.raises((NoAnswerError, GarbledAnswerError)):
            await link_to(agent, backend, timeout_s=0.05).get([f"{NAMES}.1"])


async def test_late_answer_is_not_taken_for_the_next_one(backend: Backend) -> None:
    late: list[bytes] = []

    def reply(asked: Asked) -> Answer:
        if len(late) < 2:
            late.append(asked.answer([(asked.oids[0], 1)]))
            return None
        return [*late, asked.answer([(asked.oids[0], 2)])]

    async with HostileAgent(reply) as agent:
        link = link_to(agent, backend, timeout_s=0.1)
        with pytest.raises(NoAnswerError):
            await link.get([f"{NAMES}.1"])
        assert await link.get([f"{NAMES}.1"]) == {f"{NAMES}.1": 2}


async def test_answer_from_another_address_is_no_answer(backend: Backend) -> None:
    other = HostileAgent(lambda asked: None)
    await other.start()

    class Elsewhere(HostileAgent):
        def datagram_received(self, data: bytes, addr: Any) -> None:
            transport, self.transport = self.transport, other.transport
            super().datagram_received(data, addr)
            self.transport = transport

    async with Elsewhere(lambda asked: asked.answer([(asked.oids[0], 7)])) as agent:
        with pytest.raises(NoAnswerError):
            await link_to(agent, backend, timeout_s=0.05).get([f"{NAMES}.1"])
    other.transport.close()


async def test_value_that_was_not_asked_for_is_left_out(backend: Backend) -> None:
    async with HostileAgent(lambda asked: asked.answer([(asked.oids[0], 7), ("1.3.6.1.2.1.1.1.0", b"extra")])) as agent:
        assert await link_to(agent, backend).get([f"{NAMES}.1"]) == {f"{NAMES}.1": 7}


async def test_values_of_unused_types_are_left_out(backend: Backend) -> None:
    table = {f"{NAMES}.1": v2c.Opaque(b"\x9f\x78\x04\x42\xf6\xe9\x79"), f"{NAMES}.2": b"used", AFTER: 1}
    async with HostileAgent(table_agent(table)) as agent:
        columns = await link_to(agent, backend).walk([NAMES])
    assert columns[NAMES]["2"] == b"used"
    assert all(isinstance(value, bytes) for value in columns[NAMES].values())


async def test_every_type_of_value_arrives_as_ours(backend: Backend) -> None:
    table = {
        f"{NAMES}.1": -5,
        f"{NAMES}.2": v2c.Counter32(2**32 - 1),
        f"{NAMES}.3": v2c.Gauge32(2**32 - 1),
        f"{NAMES}.4": v2c.TimeTicks(2**32 - 1),
        f"{NAMES}.5": v2c.Counter64(2**64 - 1),
        f"{NAMES}.6": "\u6559\u5ba4 \U0001f3eb <b>".encode(),
        f"{NAMES}.7": v2c.ObjectIdentifier("1.3.6.1.4.1.2011.2.23"),
        f"{NAMES}.8": v2c.IpAddress("10.20.30.40"),
        f"{NAMES}.9": b"",
    }
    expected = [-5, 2**32 - 1, 2**32 - 1, 2**32 - 1, 2**64 - 1, table[f"{NAMES}.6"], "1.3.6.1.4.1.2011.2.23"]
    async with HostileAgent(table_agent(table)) as agent:
        link = link_to(agent, backend)
        walked = (await link.walk([NAMES]))[NAMES]
        got = await link.get(list(table))
    assert list(walked.values()) == [*expected, "10.20.30.40", b""]
    assert list(got.values()) == [*expected, "10.20.30.40", b""]


async def test_end_of_everything_ends_all_columns(backend: Backend) -> None:
    async with HostileAgent(lambda asked: asked.answer([(oid, END) for oid in asked.oids])) as agent:
        link = link_to(agent, backend)
        assert await link.walk([NAMES, ALIASES]) == {NAMES: {}, ALIASES: {}}


async def test_closed_port_is_told_from_silence(backend: Backend) -> None:
    async with HostileAgent(lambda asked: None) as agent:
        pass
    await asyncio.sleep(0)
    link = link_to(agent, backend, timeout_s=1.0)
    with pytest.raises(CannotConnectError):
        await link.get([f"{NAMES}.1"])
    await link.close()


@pytest.mark.parametrize(
    "failure", [socket.gaierror("no such name"), UnicodeError("label empty or too long")], ids=repr
)
async def test_name_that_leads_nowhere_is_a_line_that_is_down(
    backend: Backend, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", AsyncMock(side_effect=failure))
    link = open_snmp_link("switch.invalid", 161, Credentials({"community": "public"}), backend=backend)
    with pytest.raises(CannotConnectError):
        await link.walk([NAMES])
    await link.close()


async def test_name_is_looked_up(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    async with HostileAgent(table_agent(names(1))) as agent:
        found = [(socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("127.0.0.1", agent.port))]
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", AsyncMock(return_value=found))
        link = open_snmp_link("switch.test", agent.port, Credentials({"community": "public"}), backend=backend)
        assert await link.get([f"{NAMES}.1"]) == {f"{NAMES}.1": b"port 1"}
        await link.close()


async def test_silent_agent_costs_two_requests(backend: Backend) -> None:
    async with HostileAgent(lambda asked: None) as agent:
        link = link_to(agent, backend, timeout_s=0.05)
        with pytest.raises(NoAnswerError):
            await link.get([f"{NAMES}.1"])
        assert len(agent.asked) == 2


async def test_setting_is_never_sent_twice(backend: Backend) -> None:
    async with HostileAgent(lambda asked: None) as agent:
        link = link_to(agent, backend, timeout_s=0.05)
        with pytest.raises(NoAnswerError):
            await link.set({f"{STATES}.1": 1})
        assert [asked.kind for asked in agent.asked] == ["SetRequestPDU"]


class HostileEngine(asyncio.DatagramProtocol):
    """Speaks version 3 without keys: answers each message with a report of the test's choosing."""

    def __init__(self, error: str, engine_id: bytes) -> None:
        self.error, self.engine_id = error, engine_id
        self.asked = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.asked += 1
        message = decode_message(data)
        is_discovery = not message.header.engine_id
        report = build_report(dialogue.UNKNOWN_ENGINE if is_discovery else self.error, request_id=0)
        self.transport.sendto(
            encode_plain(
                report,
                message_id=message.header.message_id,
                engine=(self.engine_id, 1, 1),
                user="",
                wants_report=False,
            ),
            addr,
        )


@pytest.mark.parametrize(
    ("error", "engine_id", "expected"),
    [
        (dialogue.NOT_IN_TIME_WINDOW, b"\x80\x00\x00\x00\x05abc", GarbledAnswerError),
        (dialogue.UNKNOWN_ENGINE, b"\x80\x00\x00\x00\x05abc", GarbledAnswerError),
        ("1.3.6.1.4.1.99999.1.0", b"\x80\x00\x00\x00\x05abc", GarbledAnswerError),
        (dialogue.UNSUPPORTED_LEVEL, b"\x80\x00\x00\x00\x05abc", CredentialsError),
        (dialogue.UNKNOWN_USER, b"\x80\x00\x00\x00\x05abc", CredentialsError),
        (dialogue.UNKNOWN_ENGINE, b"x" * 5_000, GarbledAnswerError),
        (dialogue.UNKNOWN_ENGINE, b"", GarbledAnswerError),
    ],
)
async def test_engine_that_only_reports_is_given_up(
    backend: Backend, error: str, engine_id: bytes, expected: type[Exception]
) -> None:
    engine = HostileEngine(error, engine_id)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: engine, local_addr=("127.0.0.1", 0))
    user = {"version": "3", "user": "monitor", "auth_protocol": "sha", "auth_key": "authentic-key"}
    keys = {"priv_protocol": "aes", "priv_key": "private-key-1"}
    link = open_snmp_link(
        "127.0.0.1",
        engine.port,
        Credentials(user | keys),
        pace=Pace(per_second=10_000),
        timeout_s=0.1,
        backend=backend,
    )
    with pytest.raises(expected):
        await link.get([f"{NAMES}.1"])
    transport.close()
    assert engine.asked <= 12
