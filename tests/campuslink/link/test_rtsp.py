"""One question to RTSP servers of every temper, on the loopback address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from campuslink.errors import CannotConnectError, GarbledAnswerError, NoAnswerError
from campuslink.link.rtsp import RtspGreeting, knock

type Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(autouse=True)
def _allow_loopback(socket_enabled: None) -> None:
    """Servers listen on the loopback address."""


@asynccontextmanager
async def _server(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    asked: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"rtsp://127.0.0.1:{server.sockets[0].getsockname()[1]}/live", asked


@pytest.mark.parametrize(
    ("answer", "greeting"),
    [
        (b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Example/1.0\r\nPublic: OPTIONS\r\n\r\n", (200, "Example/1.0")),
        (b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n", (401, "")),
        (b"RTSP/1.0 200 OK\r\nSERVER:  " + b"x" * 150 + b"\r\n\r\n", (200, "x" * 64)),
        (b"RTSP/1.0 200 OK\r\nServer: a\x1b[31mb\r\n\r\n", (200, "a")),
    ],
)
async def test_server_is_there_and_says_what_it_is(answer: bytes, greeting: tuple[int, str]) -> None:
    async with _server(answer) as (address, asked):
        assert await knock(address) == RtspGreeting(*greeting)
    assert asked == [f"OPTIONS {address} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode()]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", GarbledAnswerError),
        (b"\xff" * 100_000, GarbledAnswerError),
        (b"RTSP/1.0 200", NoAnswerError),
        (b"", NoAnswerError),
    ],
)
async def test_what_speaks_no_rtsp_is_an_error(answer: bytes, error: type[Exception]) -> None:
    async with _server(answer) as (address, _):
        with pytest.raises(error):
            await knock(address)


async def test_closed_port_cannot_be_connected(unused_tcp_port: int) -> None:
    with pytest.raises(CannotConnectError):
        await knock(f"rtsp://127.0.0.1:{unused_tcp_port}/live")


async def test_silent_server_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        with pytest.raises(NoAnswerError):
            await knock(f"rtsp://127.0.0.1:{server.sockets[0].getsockname()[1]}/live", timeout_s=0.1)
