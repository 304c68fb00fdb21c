"""TCP connections: whether somebody listens, and streams for the probes that talk over one."""

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .addresses import Address
from .measurement import ProbeError


async def connect(address: Address, port: int) -> float:
    """Open a connection, close it again, and return the milliseconds until it stood. Raises ProbeError."""
    try:
        with socket.socket(address.socket_family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK) as sock:
            started_s = time.perf_counter()
            await asyncio.get_running_loop().sock_connect(sock, address.at(port))
            return (time.perf_counter() - started_s) * 1000
    except OSError as err:
        raise ProbeError.from_system(err) from err


@asynccontextmanager
async def open_stream(
    address: Address, port: int, *, limit: int, context: ssl.SSLContext | None = None, name: str | None = None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a stream that is cut off at the end, whatever the other side does.

    limit: most bytes the reader holds. context: for TLS; name is then what the certificate must say.
    Raises OSError, ssl.SSLError among them.
    """
    reader, writer = await asyncio.open_connection(
        address.host if not address.scope else f"{address.host}%{address.scope}",
        port,
        limit=limit,
        ssl=context,
        server_hostname=name,
    )
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
