"""A transparent serial server on 127.0.0.1 whose behaviour each test writes down as a script of answers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from campuslink.link.endpoint import NetworkEndpoint
from campuslink.profile.schema import Transport

HANG_UP = b"hang up"
"""As a portion: end the connection here."""


class Gateway:
    """Answers each request with the portions the script returns; records requests and connections."""

    def __init__(self, answer: Callable[[bytes], Iterable[bytes]]) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.connections = 0
        self.endpoint = NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=1)
        self._writers: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            while request := await reader.read(512):
                self.requests.append(request)
                for portion in self.answer(request):
                    if portion == HANG_UP:
                        return
                    writer.write(portion)
                    await writer.drain()
                    await asyncio.sleep(0)
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def say(self, data: bytes) -> None:
        """Send something nobody asked for, to everybody connected."""
        for writer in self._writers:
            writer.write(data)

    def hang_up(self) -> None:
        """End every connection, as a gateway does that starts again."""
        for writer in list(self._writers):
            writer.transport.abort()


@asynccontextmanager
async def run_gateway(answer: Callable[[bytes], Iterable[bytes]]) -> AsyncIterator[Gateway]:
    """Run a gateway on a free port until the block ends."""
    gateway = Gateway(answer)
    server = await asyncio.start_server(gateway.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    gateway.endpoint = NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=port)
    try:
        yield gateway
    finally:
        gateway.hang_up()
        server.close()
        await server.wait_closed()
