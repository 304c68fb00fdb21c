"""A TCP peer that follows a script: what it says first, and what it says to each line."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[3]

type Script = Callable[[Visit], Awaitable[None]]


class Visit:
    """One connection, as the script sees it."""

    def __init__(self, peer: Peer, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.peer = peer
        self.number = number
        """1 for the first connection."""
        self._reader = reader
        self._writer = writer

    async def say(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def hear(self, end: bytes = b"\r") -> bytes:
        """Return the next line; raises IncompleteReadError when the client hangs up."""
        line = (await self._reader.readuntil(end)).removesuffix(end)
        self.peer.heard.append(line)
        return line

    async def hear_exactly(self, count: int) -> bytes:
        return await self._reader.readexactly(count)

    async def wait_for_hang_up(self) -> None:
        while await self._reader.read(1024):
            pass
        self.peer.hang_ups.set()


class Peer:
    """Listens on 127.0.0.1 and runs the script for each connection."""

    def __init__(self, script: Script) -> None:
        self.heard: list[bytes] = []
        """Every line of every connection, without its end."""
        self.connections = 0
        self.hang_ups = asyncio.Event()
        """Set once a client was seen to hang up by `Visit.wait_for_hang_up`."""
        self._script = script
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            await self._script(Visit(self, self.connections, reader, writer))
        except asyncio.IncompleteReadError, ConnectionError:
            pass
        finally:
            writer.close()
