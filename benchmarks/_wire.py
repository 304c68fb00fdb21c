"""A proxy that counts what a Modbus TCP client puts on the wire and gets back."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Self

MBAP_BYTES = 6
"""Bytes of the header before those its length field counts."""


@dataclass
class WireCounter:
    """Listens on a free loopback port and forwards to a server."""

    server_port: int
    requests: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    spans: Counter[bytes] = field(default_factory=Counter)
    """Times each request was sent, by its bytes after the unit id (function, address, count)."""
    port: int = 0
    _counted: asyncio.Event = field(default_factory=asyncio.Event)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[Self]:
        """Forward while the context lasts."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            server.close_clients()

    def reset(self) -> None:
        """Begin to count anew."""
        self.requests = self.sent_bytes = self.received_bytes = 0
        self.spans.clear()

    async def saw(self, spans: int, *, times: int) -> None:
        """Wait until so many different requests have come at least so many times."""
        while len(self.spans) < spans or min(self.spans.values()) < times:
            self._counted.clear()
            await self._counted.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await asyncio.gather(self._count_requests(reader, up_writer), self._count_answers(up_reader, writer))
        writer.close()
        up_writer.close()

    async def _count_requests(self, reader: asyncio.StreamReader, up_writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readexactly(MBAP_BYTES)
            body = await reader.readexactly(int.from_bytes(head[4:6]))
            self.requests += 1
            self.sent_bytes += len(head) + len(body)
            self.spans[body[1:]] += 1
            self._counted.set()
            up_writer.write(head + body)

    async def _count_answers(self, up_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await up_reader.read(4096):
            self.received_bytes += len(data)
            writer.write(data)
