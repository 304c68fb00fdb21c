"""One port number for TCP and UDP, as devices have it that speak both."""

import asyncio
from collections.abc import Awaitable, Callable

MOST_ATTEMPTS = 8
"""Free TCP ports to try until the UDP port of the same number is free too."""


async def open_pair(
    open_tcp: Callable[[int], Awaitable[asyncio.Server]],
    open_udp: Callable[[int], Awaitable[asyncio.DatagramTransport]],
    port: int,
) -> tuple[asyncio.Server, asyncio.DatagramTransport]:
    """Listen on both. port: 0 takes a free one. Raises OSError when the port is taken."""
    attempts = 1 if port else MOST_ATTEMPTS
    while True:
        attempts -= 1
        server = await open_tcp(port)
        try:
            return server, await open_udp(port_of(server))
        except OSError:
            server.close()
            if not attempts:
                raise


def port_of(server: asyncio.Server) -> int:
    """Return where a server listens."""
    port: int = server.sockets[0].getsockname()[1]
    return port
