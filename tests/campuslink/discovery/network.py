"""A network on the loopback addresses: devices, tarpits that accept and never answer, and strangers that talk a lot."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from campuslink.discovery.finding import Finding
from campuslink.discovery.opening import Opener
from campuslink.discovery.visit import Bench, ServiceProber, Visit
from campuslink.errors import CampusLinkError
from campuslink.link.pool import LinkPool
from campuslink.profile.library import load_library

ROOT = Path(__file__).parents[3]
LIBRARY = load_library(ROOT / "device_profiles")


@dataclass
class Stranger:
    """A TCP server that says what it is told to, however long that is, and counts who comes."""

    host: str
    port: int = 0
    portion: bytes = b""
    """Sent again and again; nothing when it is empty."""
    after_request: bool = False
    """Whether it waits for a first byte."""
    most_portions: int = 1_000_000
    connections: int = 0
    heard: bytearray = field(default_factory=bytearray)
    open: set[asyncio.StreamWriter] = field(default_factory=set)
    _server: asyncio.Server | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until_open(self, count: int) -> None:
        """Return when so many connections are open."""
        async with asyncio.timeout(10):
            while len(self.open) != count:
                self._changed.clear()
                await self._changed.wait()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for writer in tuple(self.open):
            writer.transport.abort()
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open.add(writer)
        self._changed.set()
        try:
            if self.after_request:
                self.heard += await reader.read(4096)
            for _ in range(self.most_portions if self.portion else 0):
                writer.write(self.portion)
                await writer.drain()
            while data := await reader.read(4096):
                self.heard += data
        except OSError:
            pass
        finally:
            self.open.discard(writer)
            self._changed.set()
            writer.close()


@asynccontextmanager
async def a_bench() -> AsyncIterator[tuple[Bench, ClientSession]]:
    """Return what probers work with, over the shipped profiles."""
    connector = TCPConnector(ssl=False)
    async with ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session:
        opener = Opener(session, LinkPool())
        yield Bench(LIBRARY, opener.hold_device, opener.hold_line), session


@dataclass
class Turns:
    """Counts the questions of a visit."""

    taken: int = 0

    async def take(self) -> None:
        self.taken += 1


async def look(prober: ServiceProber, host: str, turns: Turns | None = None) -> list[Finding]:
    """Return what a prober finds at an address; nothing where it says that nobody is there."""
    visit = Visit(host, (turns or Turns()).take, [])
    with suppress(CampusLinkError):
        await prober.probe(visit)
    return visit.findings


def free_port(kind: int = 1, host: str = "127.0.0.1") -> int:
    """Return a port that is free on every loopback address. kind: of socket, 1 for TCP and 2 for UDP."""
    with socket.socket(socket.AF_INET, socket.SocketKind(kind)) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
    return port
