"""A raw connection to a network peer or serial port; bytes that nobody waits for are dropped."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import cast, override

from ..errors import CampusLinkError
from .endpoint import BrokerEndpoint, Endpoint, LocalEndpoint, SerialEndpoint

LOOP_TURNS_TO_DRAIN = 2
"""One turn of the event loop asks the socket, the next hands over what it held."""


class LostError(CampusLinkError):
    """The connection ended under an exchange."""


class Connection(asyncio.Protocol):
    """Queues what arrives during an exchange and drops what arrives between two."""

    def __init__(self, *, listening: bool = False) -> None:
        """Keep what arrives from the first moment on if `listening`, for peers that speak first."""
        self.transport: asyncio.WriteTransport | None = None
        self.lost = False
        self.dropped_bytes = 0
        self._arrivals: asyncio.Queue[bytes] = asyncio.Queue()
        self._listening = listening

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)

    @override
    def data_received(self, data: bytes) -> None:
        if self._listening:
            self._arrivals.put_nowait(data)
        else:
            self.dropped_bytes += len(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self._arrivals.put_nowait(b"")

    def listen(self) -> None:
        """Keep what arrives from now on."""
        self._listening = True

    def ignore(self) -> None:
        """Drop what arrived unread and what arrives from now on."""
        self._listening = False
        while not self._arrivals.empty():
            self.dropped_bytes += len(self._arrivals.get_nowait())

    async def receive(self) -> bytes:
        """Return the next portion. Raises LostError once the connection is gone and everything was taken."""
        if self.lost and self._arrivals.empty():
            raise LostError
        if not (data := await self._arrivals.get()):
            raise LostError
        return data

    def send(self, data: bytes) -> None:
        """Put bytes on the wire; whether they arrive shows in the answer."""
        if self.transport is not None:
            self.transport.write(data)

    def abort(self) -> None:
        """End the connection at once."""
        self.lost = True
        if self.transport is not None:
            self.transport.abort()


async def open_connection(endpoint: Endpoint, *, listening: bool = False) -> Connection:
    """Connect, within the caller's timeout. Raises OSError, or ValueError for a host or port that cannot exist."""
    make = partial(Connection, listening=listening)
    if isinstance(endpoint, SerialEndpoint):
        return await _open_serial(endpoint, make)
    if isinstance(endpoint, LocalEndpoint | BrokerEndpoint):
        raise OSError(f"{endpoint.key} is no line")
    _, connection = await asyncio.get_running_loop().create_connection(make, endpoint.host, endpoint.port)
    return connection


async def _open_serial(endpoint: SerialEndpoint, make: Callable[[], Connection]) -> Connection:
    # Imported here because it loads a native module that users of gateways never need.
    import serialx  # noqa: PLC0415 - see above

    settings = endpoint.settings
    try:
        _, connection = await serialx.create_serial_connection(
            asyncio.get_running_loop(),
            make,
            endpoint.device,
            baudrate=settings.baudrate,
            parity=serialx.Parity(settings.parity),
            stopbits=serialx.StopBits(settings.stopbits),
            byte_size=settings.bytesize,
        )
    except serialx.SerialException as err:
        raise OSError(str(err)) from err
    return cast(Connection, connection)
