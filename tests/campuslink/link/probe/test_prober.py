"""Every way of trying a path, against servers that are not ours or do not behave."""

import asyncio
import errno
import os
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_socket

from campuslink.link.probe import dns
from campuslink.link.probe import prober as prober_module
from campuslink.link.probe.addresses import Address
from campuslink.link.probe.measurement import Measurement, ProbeError, Reason
from campuslink.link.probe.prober import Prober, ProbeRules
from campuslink.link.probe.target import Target
from simulator.path_servers import NameServer, OpenPort, PathServer, TimeServer

pytestmark = pytest.mark.usefixtures("socket_enabled")
HOST = "127.0.0.1"
PATIENT = ProbeRules(interval_s=0.0)
HASTY = ProbeRules(
    interval_s=0.0, ping_timeout_s=0.1, datagram_timeout_s=0.1, connect_timeout_s=0.1, page_timeout_s=0.1
)


async def measure(rules: ProbeRules = PATIENT, **target) -> Measurement:
    prober = Prober(rules=rules)
    try:
        return await prober.measure(Target.from_json({"id": "a", "name": "A", "host": HOST} | target))
    finally:
        await prober.close()


@asynccontextmanager
async def running[S: PathServer](server: S) -> AsyncIterator[S]:
    await server.start()
    yield server
    await server.stop()


@asynccontextmanager
async def datagrams(answer: Callable[..., list[bytes]]) -> AsyncIterator[int]:
    """A UDP server that answers a datagram and its sender with any number of datagrams; gives its port."""

    class Protocol(asyncio.DatagramProtocol):
        def connection_made(self, transport) -> None:
            self.transport = transport

        def datagram_received(self, data: bytes, addr) -> None:
            for each in answer(data, addr):
                self.transport.sendto(each, addr)

    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Protocol, local_addr=(HOST, 0))
    yield transport.get_extra_info("sockname")[1]
    transport.abort()
    await asyncio.sleep(0)


@asynccontextmanager
async def streams(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], host: str = HOST
) -> AsyncIterator[int]:
    """A TCP server; gives its port."""

    async def guard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(guard, host, 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    server.close_clients()
    await server.wait_closed()


class TestPing:
    pytestmark = pytest.mark.servers

    async def test_ping_tells_times_and_loss(self) -> None:
        measurement = await measure(way="ping")
        assert (measurement.reason, measurement.sent, measurement.loss_percent) == (None, 5, 0.0)
        assert measurement.latency_ms == sorted(measurement.times_ms)[2]
        assert measurement.address == HOST

    async def test_ping_over_ipv6(self) -> None:
        assert (await measure(way="ping", host="::1", family="ipv6")).loss_percent == 0.0

    async def test_named_host_is_tried_over_the_family_that_is_asked_for(self) -> None:
        assert (await measure(way="ping", host="localhost", family="ipv4")).address == "127.0.0.1"

    async def test_machine_that_may_not_ping_says_nothing_about_the_path(self, monkeypatch) -> None:
        def refuse(version: int) -> None:
            raise ProbeError(Reason.NOT_PERMITTED)

        monkeypatch.setattr(prober_module, "open_echo_socket", refuse)
        measurement = await measure(way="ping")
        assert (measurement.reason, measurement.tells_of_path) == (Reason.NOT_PERMITTED, False)


class TestTcp:
    async def test_port_that_accepts_is_good(self) -> None:
        async with running(OpenPort(HOST)) as server:
            measurement = await measure(way="tcp", port=server.port)
        assert measurement.reason is None
        assert measurement.latency_ms is not None

    async def test_port_nobody_listens_on_refuses(self) -> None:
        async with running(OpenPort(HOST)) as server:
            port = server.port
        measurement = await measure(way="tcp", port=port)
        assert (measurement.reason, measurement.address) == (Reason.REFUSED, HOST)

    async def test_port_that_stays_silent_gives_no_answer(self) -> None:
        # A listener whose queue is full drops what knocks, like a firewall.
        with socket.socket() as full, socket.socket() as first:
            full.bind((HOST, 0))
            full.listen(0)
            first.connect(full.getsockname())
            reason = (await measure(HASTY, way="tcp", port=full.getsockname()[1])).reason
        assert reason is Reason.NO_ANSWER


NAMES = {"www.campus.example": ["10.1.2.3", "10.1.2.4", "2001:db8::1"]}


class TestDns:
    async def ask(self, *, truncating: bool = False, **target) -> Measurement:
        async with running(NameServer(HOST, names=NAMES)) as server:
            server.is_truncating = truncating
            target = {"way": "dns", "query": "www.campus.example", "port": server.port} | target
            return await measure(**target)

    async def test_answer_is_told(self) -> None:
        measurement = await self.ask()
        assert (measurement.reason, measurement.addresses) == (None, ("10.1.2.3", "10.1.2.4"))
        assert (await self.ask(record="AAAA")).addresses == ("2001:db8::1",)

    async def test_answer_too_long_for_a_datagram_is_fetched_over_tcp(self) -> None:
        assert (await self.ask(truncating=True)).addresses == ("10.1.2.3", "10.1.2.4")

    @pytest.mark.parametrize(
        ("expect", "reason"), [(["10.9.9.9", "10.1.2.4"], None), (["10.9.9.9"], Reason.WRONG_ANSWER)]
    )
    async def test_one_expected_address_must_be_in_the_answer(self, expect: list[str], reason: Reason | None) -> None:
        assert (await self.ask(expect=expect)).reason is reason

    async def test_name_there_is_not_is_a_failure_of_the_server(self) -> None:
        measurement = await self.ask(query="nobody.example")
        assert (measurement.reason, measurement.detail) == (Reason.SERVER_FAILURE, "rcode 3")

    async def test_server_that_is_gone_refuses(self) -> None:
        async with running(NameServer(HOST, names={})) as server:
            port = server.port
        assert (await measure(way="dns", query="a", port=port)).reason is Reason.REFUSED

    async def test_name_server_of_this_machine_is_asked_when_none_is_given(self, monkeypatch) -> None:
        monkeypatch.setattr(prober_module, "system_name_server", lambda: HOST)
        assert (await self.ask(host="")).reason is None

    @pytest.mark.parametrize(
        "answers",
        [
            lambda question, _: [b""],
            lambda question, _: [question],
            lambda question, _: [b"\x00" * 60_000],
            lambda question, _: [question[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\xc0\x0c"],
            lambda question, _: [bytes([question[0] ^ 1]) + question[1:2] + b"\x81\x80" + question[4:]],
            lambda question, _: [],
        ],
        ids=["empty", "own question", "oversized", "pointer loop", "another id", "silence"],
    )
    async def test_what_is_no_answer_is_waited_past(self, answers: Callable[..., list[bytes]]) -> None:
        async with datagrams(answers) as port:
            assert (await measure(HASTY, way="dns", query="a", port=port)).reason is Reason.NO_ANSWER

    async def test_flood_of_wrong_answers_ends_the_wait(self) -> None:
        async with datagrams(lambda question, _: [b"no"] * 100) as port:
            assert (await measure(way="dns", query="a", port=port)).reason is Reason.GARBLED

    async def test_right_answer_among_wrong_ones_counts(self) -> None:
        good = b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"
        record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x0a\x00\x00\x01"
        async with datagrams(lambda question, _: [b"no", question[:2] + good + record]) as port:
            assert (await measure(way="dns", query="a", port=port)).addresses == ("10.0.0.1",)

    @pytest.mark.parametrize(
        "answer", [b"", b"\xff\xff" + b"\x00" * 70_000, b"\x00\x05hello"], ids=["end", "endless", "garbage"]
    )
    async def test_bad_answer_over_tcp_is_garbled(self, answer: bytes) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readexactly(2)
            writer.write(answer)
            await writer.drain()

        async with streams(serve) as port:
            question = dns.make_question(7, "a", "A")
            with pytest.raises(ProbeError) as caught:
                await dns._ask_over_tcp(Address(HOST), port, question)
        assert caught.value.reason is Reason.GARBLED


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("# none\nsearch example\nnameserver 10.0.0.53\nnameserver 10.0.0.54\n", "10.0.0.53"),
        ("nameserver\nnameserver www\nnameserver fe80::1%eth0 # comment", "fe80::1%eth0"),
    ],
)
def test_first_name_server_of_the_machine_is_taken(tmp_path: Path, text: str, server: str) -> None:
    (tmp_path / "resolv.conf").write_text(text)
    assert dns.system_name_server(tmp_path / "resolv.conf") == server


@pytest.mark.parametrize("text", ["", None], ids=["empty", "missing"])
def test_machine_without_a_name_server_is_at_fault_itself(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "resolv.conf").write_text(text)
    with pytest.raises(ProbeError) as caught:
        dns.system_name_server(tmp_path / "resolv.conf")
    assert caught.value.reason is Reason.LOCAL_FAULT


@pytest.mark.parametrize("way", ["dns", "ntp"])
async def test_question_the_system_will_not_send_has_no_route(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse_to_route)
    assert (await measure(way=way, query="a")).reason is Reason.UNREACHABLE


def _refuse_to_route(*_: object) -> None:
    raise OSError(errno.ENETUNREACH, "Network is unreachable")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ECONNREFUSED, Reason.REFUSED),
        (errno.ECONNRESET, Reason.GARBLED),
        (errno.EPIPE, Reason.GARBLED),
        (errno.ETIMEDOUT, Reason.NO_ANSWER),
        (errno.EHOSTUNREACH, Reason.UNREACHABLE),
        (errno.EACCES, Reason.UNREACHABLE),
        (errno.EMFILE, Reason.LOCAL_FAULT),
        (errno.ENOBUFS, Reason.LOCAL_FAULT),
    ],
)
def test_errors_of_the_system_are_told_apart(number: int, reason: Reason) -> None:
    assert ProbeError.from_system(OSError(number, os.strerror(number))).reason is reason


async def test_page_that_resets_the_connection_is_garbled() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        linger = writer.get_extra_info("socket")
        linger.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    async with streams(serve) as port:
        assert (await measure(way="http", port=port)).reason is Reason.GARBLED


class TestNtp:
    async def ask(self, **server_state) -> Measurement:
        async with running(TimeServer(HOST)) as server:
            for name, value in server_state.items():
                setattr(server, name, value)
            return await measure(way="ntp", port=server.port)

    @pytest.mark.parametrize("offset_s", [0.0, 2.5, -3600.0])
    async def test_offset_is_that_of_the_server(self, offset_s: float) -> None:
        measurement = await self.ask(offset_s=offset_s)
        assert (measurement.reason, measurement.stratum) == (None, 2)
        assert measurement.offset_ms == pytest.approx(offset_s * 1000, abs=200)

    @pytest.mark.parametrize(
        ("state", "reason", "detail"),
        [
            ({"stratum": 0, "reference": b"RATE"}, Reason.TIME_REFUSED, "RATE"),
            ({"leap": 3}, Reason.NOT_SYNCHRONISED, ""),
            ({"stratum": 16}, Reason.NOT_SYNCHRONISED, ""),
        ],
    )
    async def test_server_without_a_time_gives_no_offset(self, state: dict, reason: Reason, detail: str) -> None:
        measurement = await self.ask(**state)
        assert (measurement.reason, measurement.detail, measurement.offset_ms) == (reason, detail, None)

    async def test_answer_to_another_question_is_waited_past(self) -> None:
        answer = b"\x24\x02" + b"\x00" * 22 + b"\x01" * 24
        async with datagrams(lambda question, _: [answer]) as port:
            assert (await measure(HASTY, way="ntp", port=port)).reason is Reason.NO_ANSWER

    @pytest.mark.parametrize(("is_forged", "reason"), [(True, Reason.NO_ANSWER), (False, None)])
    async def test_answer_from_another_address_is_not_heard(self, is_forged: bool, reason: Reason | None) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as forger:
            forger.bind(("127.0.0.2", 0))

            def answer(question: bytes, asker: tuple[str, int]) -> list[bytes]:
                packet = TimeServer(HOST)._tell_time(question)
                assert packet is not None
                if not is_forged:
                    return [packet]
                forger.sendto(packet, asker)
                return []

            async with datagrams(answer) as port:
                assert (await measure(HASTY, way="ntp", port=port)).reason is reason


@pytest.fixture
def ipv6_allowed(socket_enabled: None) -> Iterator[None]:
    pytest_socket.socket_allow_hosts([HOST, "::1"], allow_unix_socket=True)
    yield
    pytest_socket.socket_allow_hosts([HOST], allow_unix_socket=True)


@pytest.mark.usefixtures("ipv6_allowed")
@pytest.mark.parametrize(
    ("way", "server"),
    [
        ("tcp", OpenPort("::1")),
        ("dns", NameServer("::1", names=NAMES)),
        ("ntp", TimeServer("::1")),
    ],
    ids=["tcp", "dns", "ntp"],
)
async def test_every_way_takes_ipv6(way: str, server: PathServer) -> None:
    async with running(server):
        measurement = await measure(
            way=way, host="::1", family="ipv6", port=server.port, query="www.campus.example", record="AAAA"
        )
    assert (measurement.reason, measurement.address) == (None, "::1")


@pytest.mark.usefixtures("ipv6_allowed")
async def test_page_over_ipv6_is_asked_for_by_its_address() -> None:
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()

    async with streams(serve, host="::1") as port:
        assert (await measure(way="http", host="::1", port=port)).status == 204
    assert f"Host: [::1]:{port}\r\n".encode() in asked[0]


@pytest.mark.parametrize("way", ["ping", "tcp", "https"])
async def test_name_that_does_not_resolve_is_told(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
    assert (await measure(way=way, host="nobody.example", port=1)).reason is Reason.NAME_NOT_RESOLVED


async def test_look_up_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", hang)
    monkeypatch.setattr(prober_module, "LOOKUP_TIMEOUT_S", 0.01)
    assert (await measure(way="tcp", host="slow.example", port=1)).reason is Reason.NAME_NOT_RESOLVED


async def test_fault_of_ours_stays_with_its_target_and_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def crash(*_: object) -> float:
        raise ZeroDivisionError

    monkeypatch.setattr(prober_module, "connect", crash)
    prober = Prober(make_context=ssl.create_default_context)
    target = Target.from_json({"id": "a", "name": "A", "way": "tcp", "host": HOST, "port": 1})
    measurements = [await prober.measure(target) for _ in range(3)]
    assert {each.reason for each in measurements} == {Reason.LOCAL_FAULT}
    assert len(caplog.records) == 1
