"""Recorders, gates and cameras over HTTP, telnet and RTSP: recognised before a login, read with one that was given."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from campuslink.discovery.finding import Remark
from campuslink.discovery.probers.extron import ExtronProber
from campuslink.discovery.probers.rtsp import RtspProber
from campuslink.discovery.probers.web import WebProber
from campuslink.discovery.visit import Bench
from campuslink.link.credentials import Credentials
from simulator.clock import SimClock
from simulator.dahua_server import DahuaServer
from simulator.extron_server import ExtronServer
from simulator.isapi_device import IsapiDevice
from simulator.isapi_door import IsapiDoor
from simulator.movie import Movie
from simulator.nvr_server import NvrServer
from simulator.pearl_server import PearlServer
from simulator.recorder_model import RecorderModel
from simulator.recorder_web import RecorderWeb

from .network import Stranger, look

HOST = "127.0.1.10"
LOGIN = Credentials({"username": "admin", "password": "letmein"})
WRONG = Credentials({"username": "admin", "password": "hunter2"})


def a_model() -> RecorderModel:
    return RecorderModel(clock=SimClock(), movie=Movie(film=b"film", picture=b"picture", black=b"black"))


@asynccontextmanager
async def on(server: RecorderWeb) -> AsyncIterator[RecorderWeb]:
    server.host = HOST
    async with server:
        yield server


type Expected = tuple[str, str, str | None]
"""Profile, label and model."""
RECORDERS: list[tuple[type[RecorderWeb], Expected]] = [
    (PearlServer, ("epiphan-pearl", "Epiphan Pearl", "Pearl Mini")),
    (NvrServer, ("hikvision-isapi-recorder", "Hikvision", "DS-7608NI-K2")),
    (DahuaServer, ("dahua-cgi-recorder", "Dahua", None)),
]


@pytest.mark.parametrize(("make", "expected"), RECORDERS)
async def test_recorder_is_read_with_a_given_login(
    bench: Bench, session: ClientSession, make: type[RecorderWeb], expected: Expected
) -> None:
    profile, label, model = expected
    async with on(make(a_model())) as server:
        (found,) = await look(WebProber(bench, session, (LOGIN,), (server.port,)), HOST)
        assert server.model.running is None
    assert (found.matches[0].profile.id, found.label, found.remark) == (profile, label, None)
    assert found.credentials == LOGIN
    assert found.identity.serial
    assert model is None or found.identity.model == model


@pytest.mark.parametrize(("make", "expected"), RECORDERS)
async def test_recorder_is_recognised_without_a_login(
    bench: Bench, session: ClientSession, make: type[RecorderWeb], expected: Expected
) -> None:
    _, label, _ = expected
    async with on(make(a_model())) as server:
        (found,) = await look(WebProber(bench, session, (), (server.port,)), HOST)
        assert server.requests <= 2
    assert (found.label, found.remark, found.is_addable) == (label, Remark.NEEDS_LOGIN, False)


async def test_wrong_login_is_tried_once_and_the_account_stays_open(bench: Bench, session: ClientSession) -> None:
    server = NvrServer(a_model())
    async with on(server):
        (found,) = await look(WebProber(bench, session, (WRONG,), (server.port,)), HOST)
        assert server.digest.failures == 1
        assert found.remark is Remark.LOGIN_REFUSED
        (found,) = await look(WebProber(bench, session, (WRONG, LOGIN), (server.port,)), HOST)
    assert found.credentials == LOGIN
    assert "letmein" not in str(found.to_json())


@pytest.mark.parametrize(
    ("device", "profile"),
    [
        (IsapiDevice(), "hikvision-isapi-door"),
        (IsapiDevice(model="DS-TCG406-E", doors=0, has_barrier=True, tells_status=False), "hikvision-isapi-barrier"),
    ],
    ids=["door", "barrier"],
)
async def test_gates_of_the_same_make_are_told_apart(
    bench: Bench, session: ClientSession, device: IsapiDevice, profile: str
) -> None:
    door = IsapiDoor(device)
    door.host = HOST
    async with door:
        (found,) = await look(WebProber(bench, session, (LOGIN,), (door.port,)), HOST)
    assert found.matches[0].profile.id == profile
    assert (found.identity.manufacturer, found.identity.model) == ("Hikvision", device.model)
    assert device.locks == dict.fromkeys(device.locks, 0)
    assert device.events == []


@asynccontextmanager
async def a_website(**answer: object) -> AsyncIterator[tuple[int, list[web.Request]]]:
    asked: list[web.Request] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append(request)
        return web.Response(**answer)  # type: ignore[arg-type]  # of a test's own making

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    try:
        yield runner.addresses[0][1], asked
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404},
        {"status": 200, "text": "<html><script>alert(1)</script></html>"},
        {"status": 401, "headers": {"WWW-Authenticate": 'Basic realm="router"'}},
        {"status": 401, "headers": {"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth"'}},
        {"status": 302, "headers": {"Location": "http://192.0.2.1/"}},
        {"status": 200, "body": b"x" * 5_000_000},
        {"status": 500},
    ],
    ids=["empty", "page", "router", "digest", "redirect", "megabytes", "broken"],
)
async def test_no_password_goes_to_a_stranger(bench: Bench, session: ClientSession, answer: dict[str, object]) -> None:
    async with a_website(**answer) as (port, asked):
        assert await look(WebProber(bench, session, (LOGIN,), (port,)), HOST) == []
    assert [request.method for request in asked] == ["GET"] * len(asked)
    assert len(asked) <= 5
    assert [request for request in asked if "Authorization" in request.headers] == []


@pytest.mark.parametrize(
    "stranger",
    [
        Stranger(HOST),
        Stranger(HOST, portion=b"HTTP/1.1 200 OK\r\n" + b"X-Long: y\r\n" * 500),
        Stranger(HOST, portion=b"220 mail\r\n", most_portions=1),
    ],
    ids=["tarpit", "endless headers", "mail"],
)
async def test_servers_that_speak_no_http_end_the_search_there(
    bench: Bench, session: ClientSession, stranger: Stranger
) -> None:
    async with stranger, asyncio.timeout(20):
        assert await look(WebProber(bench, session, (LOGIN,), (stranger.port,)), HOST) == []
        assert stranger.connections == 1


@pytest.mark.parametrize(
    ("keys", "remark"),
    [((), Remark.NEEDS_LOGIN), ((WRONG,), Remark.LOGIN_REFUSED), ((Credentials({"password": "extron"}),), None)],
    ids=["none", "wrong", "right"],
)
async def test_extron_recorder_names_itself(bench: Bench, keys: tuple[Credentials, ...], remark: Remark | None) -> None:
    server = ExtronServer(a_model())
    async with on(server):
        (found,) = await look(ExtronProber(bench, keys, (server.telnet_port,)), HOST)
        assert server.model.running is None
    assert (found.label, found.remark) == ("Extron SMP 351", remark)
    assert found.is_addable is (remark is None)
    if remark is None:
        assert (found.matches[0].profile.id, found.identity.model) == ("extron-smp", "SMP 351")


@pytest.mark.parametrize(
    "stranger",
    [
        Stranger(HOST, portion=b"login: ", most_portions=1),
        Stranger(HOST, portion=b"\xff\xfd\x18" * 4096),
        Stranger(HOST),
    ],
    ids=["telnet", "flood", "tarpit"],
)
async def test_other_telnet_servers_hear_nothing(bench: Bench, stranger: Stranger) -> None:
    async with stranger, asyncio.timeout(20):
        assert await look(ExtronProber(bench, (LOGIN,), (stranger.port,)), HOST) == []
        assert (stranger.connections, bytes(stranger.heard)) == (1, b"")


async def test_other_extron_devices_have_no_profile(bench: Bench) -> None:
    greeting = b"\r\n(c) Copyright 2019, Extron Electronics, IN1608 xi, V1.05\r\nWed, 18 Nov 2026 08:00:00\r\n"
    async with Stranger(HOST, portion=greeting, most_portions=1) as stranger:
        (found,) = await look(ExtronProber(bench, (LOGIN,), (stranger.port,)), HOST)
        assert bytes(stranger.heard) == b""
    assert (found.label, found.remark) == ("Extron IN1608 xi", Remark.NO_PROFILE)


async def test_camera_says_that_it_is_there_and_must_be_described() -> None:
    answer = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hipcam RealServer/V1.0 <b>\r\nPublic: OPTIONS\r\n\r\n"
    async with Stranger(HOST, portion=answer, after_request=True, most_portions=1) as stranger:
        (found,) = await look(RtspProber((stranger.port,)), HOST)
        assert bytes(stranger.heard).startswith(b"OPTIONS rtsp://127.0.1.10:")
    assert (found.remark, found.label) == (Remark.NEEDS_STREAMS, "RTSP Hipcam RealServer/V1.0 <b>")
    assert not found.is_addable


async def test_other_servers_are_no_cameras() -> None:
    async with Stranger(HOST, portion=b"A" * 65536) as stranger, asyncio.timeout(20):
        assert await look(RtspProber((stranger.port,)), HOST) == []
