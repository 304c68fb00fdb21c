"""Small servers at the far end of simulated paths: web, name and time servers, and a port that is merely open.

Each listens on one loopback address, keeps its port over every later start, and can be taken down and put up again.
"""

import asyncio
import http.server
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol, cast, override

from .port_pair import open_pair, port_of

NTP_EPOCH_S = 2_208_988_800
_TIME_PACKET = struct.Struct("!BBbb3I4Q")
_TCP_LENGTH = struct.Struct("!H")
_POLL_S = 0.05
_PATIENCE_S = 5.0


class PathServer(Protocol):
    """The far end of one path."""

    host: str
    port: int

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""

    async def stop(self) -> None:
        """Close every socket."""


class OpenPort:
    """Accepts TCP connections and says nothing."""

    def __init__(self, host: str, port: int = 0) -> None:
        """port: 0 takes a free one."""
        self.host = host
        self.port = port
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the listener."""
        if self._server is not None:
            self._server.close()
            self._server.close_clients()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()


class WebServer:
    """Answers every page alike, with TLS when it has a context. Python's own server, in threads of its own."""

    def __init__(
        self, host: str, port: int = 0, *, context: ssl.SSLContext | None = None, status: int = 200, body: bytes = b"ok"
    ) -> None:
        """port: 0 takes a free one."""
        self.host = host
        self.port = port
        self.context = context
        self.status = status
        self.body = body
        self.paths: list[str] = []
        """What was asked for."""
        self._server: _PageServer | None = None
        self._thread: threading.Thread | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._server = _PageServer((self.host, self.port), self)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": _POLL_S})
        self._thread.start()

    async def stop(self) -> None:
        """Close the listener."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None and thread is not None:
            await asyncio.to_thread(server.shutdown)
            server.server_close()
            await asyncio.to_thread(thread.join)


class _PageServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], site: WebServer) -> None:
        super().__init__(address, _PageHandler)
        self.site = site

    @override
    def finish_request(self, request: object, client_address: object) -> None:
        """Shake hands in the request's own thread, so that one who keeps silent holds up nobody."""
        connection = cast(socket.socket, request)
        connection.settimeout(_PATIENCE_S)
        if self.site.context is not None:
            connection = self.site.context.wrap_socket(connection, server_side=True)
        _PageHandler(connection, client_address, self)
        connection.close()

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: those who do not trust the certificate hang up, and are meant to."""


class _PageHandler(http.server.BaseHTTPRequestHandler):
    server: _PageServer

    def do_GET(self) -> None:
        """Answer with the one page there is."""
        site = self.server.site
        site.paths.append(self.path)
        self.send_response(site.status)
        self.send_header("Content-Length", str(len(site.body)))
        self.end_headers()
        self.wfile.write(site.body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class _DatagramServer:
    """Answers each datagram by a function of it, or not at all."""

    def __init__(self, host: str, port: int, answer: Callable[[bytes], bytes | None]) -> None:
        self.host = host
        self.port = port
        self._answer = answer
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._transport = await self._open(self.port)
        self.port = self._transport.get_extra_info("sockname")[1]

    async def _open(self, port: int) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Answering(self._answer), local_addr=(self.host, port)
        )
        return transport

    async def stop(self) -> None:
        """Close the socket."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
            await asyncio.sleep(0)


class _Answering(asyncio.DatagramProtocol):
    def __init__(self, answer: Callable[[bytes], bytes | None]) -> None:
        self._answer = answer
        self._transport: asyncio.DatagramTransport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    @override
    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        answer = self._answer(data)
        if answer is not None and self._transport is not None:
            self._transport.sendto(answer, addr)


class TimeServer(_DatagramServer):
    """A time server whose clock may be wrong.

    Source: RFC 5905, section 7.3.
    """

    def __init__(self, host: str, port: int = 0, *, offset_s: float = 0.0) -> None:
        """offset_s: how far its clock is ahead of this machine's."""
        super().__init__(host, port, self._tell_time)
        self.offset_s = offset_s
        self.stratum = 2
        self.leap = 0
        self.reference = b"\x7f\x00\x00\x01"

    def _tell_time(self, question: bytes) -> bytes | None:
        if len(question) < _TIME_PACKET.size or question[0] & 0x7 != 3:
            return None
        origin = int.from_bytes(question[40:48])
        now = round((time.time() + self.offset_s + NTP_EPOCH_S) * 2**32)
        first = self.leap << 6 | 4 << 3 | 4
        return _TIME_PACKET.pack(
            first, self.stratum, 6, -20, 0, 0, int.from_bytes(self.reference), now, origin, now, now
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    header: tuple[int, ...]
    question: bytes
    name: str
    record_type: int


class NameServer(_DatagramServer):
    """A name server for a handful of names.

    Source: RFC 1035, section 4.
    """

    def __init__(self, host: str, port: int = 0, *, names: Mapping[str, Sequence[str]]) -> None:
        """names: addresses by name in lower case; others do not exist."""
        super().__init__(host, port, self._look_up)
        self.names = dict(names)
        self.is_truncating = False
        """Whether datagrams say that the answer fits TCP only."""
        self._server: asyncio.Server | None = None

    @override
    async def start(self) -> None:
        self._server, self._transport = await open_pair(
            lambda port: asyncio.start_server(self._serve, self.host, port), self._open, self.port
        )
        self.port = port_of(self._server)

    @override
    async def stop(self) -> None:
        await super().stop()
        if self._server is not None:
            self._server.close()
            self._server.close_clients()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            (length,) = _TCP_LENGTH.unpack(await reader.readexactly(2))
            answer = _answer(await reader.readexactly(length), self.names, is_truncated=False)
        except asyncio.IncompleteReadError, ValueError:
            writer.close()
            return
        writer.write(_TCP_LENGTH.pack(len(answer)) + answer)
        await writer.drain()
        writer.close()

    def _look_up(self, question: bytes) -> bytes | None:
        try:
            return _answer(question, self.names, is_truncated=self.is_truncating)
        except ValueError:
            return None


def _answer(message: bytes, names: Mapping[str, Sequence[str]], *, is_truncated: bool) -> bytes:
    asked = _parse(message)
    found = [ip_address(each) for each in names.get(asked.name, ())]
    wanted = [each for each in found if each.version == {1: 4, 28: 6}.get(asked.record_type)]
    records = [] if is_truncated else wanted
    flags = 0x8180 | (0x0200 if is_truncated else 0) | (0 if asked.name in names else 3)
    head = struct.pack("!6H", asked.header[0], flags, 1, len(records), 0, 0)
    bodies = [
        struct.pack("!HHHIH", 0xC00C, asked.record_type, 1, 60, len(each.packed)) + each.packed for each in records
    ]
    return head + asked.question + b"".join(bodies)


def _parse(message: bytes) -> _Asked:
    """Return what a question asks. Raises ValueError for anything else."""
    if len(message) < 17:
        raise ValueError("too short for a question")
    position, labels = 12, []
    while length := message[position]:
        labels.append(message[position + 1 : position + 1 + length].decode("ascii").lower())
        position += 1 + length
        if position >= len(message) - 4:
            raise ValueError("a name without end")
    end = position + 5
    (record_type,) = struct.unpack_from("!H", message, position + 1)
    return _Asked(struct.unpack_from("!6H", message), message[12:end], ".".join(labels), record_type)
