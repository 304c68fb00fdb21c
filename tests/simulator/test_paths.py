"""The simulated paths, as clients that are not ours see them."""

import asyncio
import socket
import ssl
import struct
import time
from collections.abc import AsyncIterator

import aiodns
import aiohttp
import pytest

from simulator.certificates import make_certificate, server_context
from simulator.path_servers import NameServer, OpenPort, TimeServer, WebServer
from simulator.paths import PROBE_ID, STORAGE_HOST, PathSystem

HOST = "127.0.0.1"
pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def paths(socket_enabled: None) -> AsyncIterator[PathSystem]:
    system = PathSystem()
    await system.start()
    yield system
    await system.stop()


def targets(system: PathSystem) -> dict[str, dict[str, object]]:
    (device,) = system.devices()
    return {target["id"]: target for target in device["targets"]}


async def test_name_server_answers_a_resolver() -> None:
    server = NameServer(HOST, names={"www.campus.example": ["10.1.2.3"]})
    await server.start()
    resolver = aiodns.DNSResolver(nameservers=[f"{HOST}:{server.port}"], timeout=5, tries=1)
    answer = await resolver.query_dns("www.campus.example", "A")
    assert [record.data.addr for record in answer.answer] == ["10.1.2.3"]
    with pytest.raises(aiodns.error.DNSError):
        await resolver.query_dns("nobody.example", "A")
    await resolver.close()
    await server.stop()


async def test_web_server_shows_its_certificate() -> None:
    certificate, key = make_certificate(HOST, days_left=5)
    server = WebServer(HOST, context=server_context(certificate, key), status=503, body=b"closed")
    await server.start()
    trusting = ssl.create_default_context(cadata=certificate.decode())
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"https://{HOST}:{server.port}/a", ssl=trusting)
        assert (answer.status, await answer.read()) == (503, b"closed")
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(f"https://{HOST}:{server.port}/a")
    await server.stop()
    assert server.paths == ["/a"]


def test_time_server_tells_a_time_that_is_off() -> None:
    server = TimeServer(HOST, offset_s=3600)
    answer = server._answer(b"\x23" + b"\x00" * 39 + b"12345678")
    # RFC 5905 section 7.3: mode 4, the question's transmit time as origin, then receive and transmit time.
    assert answer is not None
    assert (answer[0] & 7, answer[24:32]) == (4, b"12345678")
    seconds, _ = struct.unpack("!II", answer[40:48])
    assert seconds - 2_208_988_800 == pytest.approx(time.time() + 3600, abs=5)


async def test_server_keeps_its_port_over_a_stop() -> None:
    server = OpenPort(HOST)
    await server.start()
    port = server.port
    await server.stop()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, port)
    await server.start()
    assert server.port == port
    await server.stop()


async def test_probe_is_told_as_a_person_would_enter_it(paths: PathSystem) -> None:
    (device,) = paths.devices()
    english, chinese = (device["options"]["list"][language].splitlines() for language in ("en", "zh-Hans"))
    assert len(english) == len(chinese) == len(targets(paths))
    portal = targets(paths)["portal"]
    assert f"Registrar system; https://127.0.50.11:{portal['port']}; trust=no" in english
    assert any(line.startswith("教务系统; https://") for line in chinese)
    assert paths.values(PROBE_ID) == {"targets_total": 8, "targets_failing": 1}


async def test_fault_takes_a_far_end_down_and_up(paths: PathSystem) -> None:
    port = targets(paths)["storage"]["port"]
    fault = paths.actions(PROBE_ID)["fault"]
    await fault({"target": "storage", "fault": "down"})
    assert paths.values(PROBE_ID)["targets_failing"] == 2
    with socket.socket() as sock:
        sock.bind((STORAGE_HOST, port))
    await fault({"target": "storage", "fault": "none"})
    assert paths.values(PROBE_ID)["targets_failing"] == 1
    with socket.socket() as sock, pytest.raises(OSError, match="in use"):
        sock.bind((STORAGE_HOST, port))


@pytest.mark.parametrize(
    "body", [{}, {"target": "nobody"}, {"target": "backup_link", "fault": "down"}, {"target": "dns", "fault": "melt"}]
)
async def test_fault_there_is_not_is_refused(paths: PathSystem, body: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        await paths.set_fault(body)


async def test_time_server_can_refuse_and_lose_its_time(paths: PathSystem) -> None:
    server = paths._paths["time"].server
    assert isinstance(server, TimeServer)
    await paths.set_fault({"target": "time", "fault": "refuse_time"})
    assert (server.stratum, server.reference) == (0, b"RATE")
    await paths.set_fault({"target": "time", "fault": "unsynchronised"})
    assert (server.stratum, server.leap) == (2, 3)


async def test_web_server_can_fail(paths: PathSystem) -> None:
    await paths.set_fault({"target": "website", "fault": "error"})
    server = paths._paths["website"].server
    assert isinstance(server, WebServer)
    assert server.status == 503


def test_other_devices_are_unknown() -> None:
    system = PathSystem()
    for ask in (system.values, system.actions):
        with pytest.raises(KeyError):
            ask("switch-core")
