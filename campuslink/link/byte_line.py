"""Raw bytes to a transparent serial server or a serial port: one question and its answer at a time.

The wire knows nothing of transactions, so the order matters: what arrives between two exchanges belongs to a question
somebody gave up on, and is dropped before the next one is sent.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, cast, override

from ..errors import CampusLinkError, CannotConnectError, GarbledAnswerError, LinkConflictError, NoAnswerError
from .endpoint import Endpoint, SerialEndpoint, TcpEndpoint

_MUTE_EXCHANGES_BEFORE_REOPEN = 3
"""A peer that vanished without a word looks like silent devices; a fresh connection tells the two apart."""
_MOST_NOISE = 4096
"""Bytes without a frame after which the rest of the timeout is not waited for."""
_LOOP_TURNS_TO_DRAIN = 2
"""One turn of the event loop asks the socket, the next hands over what it held."""


class Reader[F](Protocol):
    """Turns bytes into frames; `FrameScanner` is one."""

    @property
    def noise(self) -> int:
        """Bytes that belong to no frame."""

    def feed(self, data: bytes) -> list[F]:
        """Take bytes and return the frames they complete."""


class _Connection(asyncio.Protocol):
    """Queues what arrives during an exchange and drops what arrives between two."""

    def __init__(self) -> None:
        self.transport: asyncio.WriteTransport | None = None
        self.lost = False
        self.dropped_bytes = 0
        self._arrivals: asyncio.Queue[bytes] = asyncio.Queue()
        self._listening = False

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
        """Return the next portion. Raises _LostError once the connection is gone and everything was taken."""
        if self.lost and self._arrivals.empty():
            raise _LostError
        if not (data := await self._arrivals.get()):
            raise _LostError
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


class _LostError(CampusLinkError):
    """The connection ended under an exchange."""


class ByteLine:
    """One physical line, opened with its first exchange, kept open, reopened after it was lost."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """clock, pause: what keeps the silence between two exchanges, in seconds."""
        self.endpoint = endpoint
        self.skipped_frames = 0
        """Whole frames that answered something else: echoes, other devices, late answers."""
        self._clock = clock
        self._pause = pause
        self._lock = asyncio.Lock()
        self._connection: _Connection | None = None
        self._quiet_until = 0.0
        self._mute_exchanges = 0
        self._dropped_bytes = 0

    @property
    def key(self) -> str:
        """Name of the physical line."""
        return self.endpoint.key

    @property
    def dropped_bytes(self) -> int:
        """Bytes that arrived while nobody waited for any."""
        return self._dropped_bytes + (self._connection.dropped_bytes if self._connection else 0)

    async def exchange[F](
        self,
        request: bytes,
        reader: Reader[F],
        accept: Callable[[F], bool],
        *,
        timeout_s: float,
        pause_s: float = 0.0,
    ) -> F:
        """Send a request and return the first frame that is accepted.

        reader: a fresh one, so that half a frame of an earlier exchange cannot spoil this one. accept: tells the
        answer from frames of others. pause_s: silence the device needs afterwards.
        Connecting, once more if the connection turns out dead, and waiting all fit in timeout_s, which starts when the
        line is free. Raises CannotConnectError, NoAnswerError, or GarbledAnswerError when there was only noise.
        """
        async with self._lock:
            await self._keep_silence()
            try:
                async with asyncio.timeout(timeout_s):
                    return await self._ask(request, reader, accept)
            except TimeoutError as err:
                raise self._explain_silence(reader.noise, timeout_s) from err
            finally:
                self._settle(pause_s)

    async def close(self) -> None:
        """End the connection after the exchange in progress; the next exchange would open it again."""
        async with self._lock:
            self._disconnect()

    async def _ask[F](self, request: bytes, reader: Reader[F], accept: Callable[[F], bool]) -> F:
        if (old := self._connection) is not None and not old.lost:
            try:
                return await self._converse(old, request, reader, accept)
            except _LostError:
                pass
        connection = await self._connect()
        try:
            return await self._converse(connection, request, reader, accept)
        except _LostError as err:
            raise CannotConnectError(f"{self.key} ended the connection") from err

    async def _converse[F](
        self, connection: _Connection, request: bytes, reader: Reader[F], accept: Callable[[F], bool]
    ) -> F:
        for _ in range(_LOOP_TURNS_TO_DRAIN):
            await asyncio.sleep(0)
        connection.listen()
        connection.send(request)
        while True:
            data = await connection.receive()
            self._mute_exchanges = 0
            for frame in reader.feed(data):
                if accept(frame):
                    return frame
                self.skipped_frames += 1
            if reader.noise > _MOST_NOISE:
                raise GarbledAnswerError(f"{self.key}: {reader.noise} bytes, but no valid frame")

    async def _connect(self) -> _Connection:
        self._disconnect()
        try:
            self._connection = await _open(self.endpoint)
        except (OSError, ValueError) as err:
            # ValueError: a host that is no name at all (empty label, control characters).
            raise CannotConnectError(f"{self.key}: {err}") from err
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._dropped_bytes += self._connection.dropped_bytes
            self._connection.abort()
            self._connection = None
        self._mute_exchanges = 0

    async def _keep_silence(self) -> None:
        if (remaining_s := self._quiet_until - self._clock()) > 0:
            await self._pause(remaining_s)

    def _explain_silence(self, noise: int, timeout_s: float) -> CampusLinkError:
        if self._connection is None:
            return CannotConnectError(f"{self.key}: no connection within {timeout_s} s")
        if noise:
            return GarbledAnswerError(f"{self.key}: {noise} bytes, but no valid frame")
        self._mute_exchanges += 1
        return NoAnswerError(f"{self.key}: no answer within {timeout_s} s")

    def _settle(self, pause_s: float) -> None:
        self._quiet_until = self._clock() + pause_s
        if self._connection is not None:
            self._connection.ignore()
        if self._mute_exchanges >= _MUTE_EXCHANGES_BEFORE_REOPEN:
            self._disconnect()


class ByteLinePool:
    """Lends one `ByteLine` for each endpoint key to everybody who hangs on it."""

    def __init__(self) -> None:
        self._lines: dict[str, ByteLine] = {}
        self._users: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        """Tell whether a line of this endpoint key is lent."""
        return key in self._lines

    def acquire(self, endpoint: Endpoint) -> ByteLine:
        """Return the line of an endpoint, without I/O; give it back by `release`.

        Raises LinkConflictError when the line is lent with other settings.
        """
        line = self._lines.setdefault(endpoint.key, ByteLine(endpoint))
        require_same_settings(line.endpoint, endpoint)
        self._users[endpoint.key] = self._users.get(endpoint.key, 0) + 1
        return line

    async def release(self, line: ByteLine) -> None:
        """Give a line back; it closes behind its last user."""
        self._users[line.key] -= 1
        if self._users[line.key] == 0:
            del self._users[line.key], self._lines[line.key]
            await line.close()


def require_same_settings(held: Endpoint, wanted: Endpoint) -> None:
    """Raise LinkConflictError unless two endpoints of one key agree on everything else."""
    match held, wanted:
        case TcpEndpoint(), TcpEndpoint():
            if held.transport is not wanted.transport:
                raise LinkConflictError(f"{held.key} is in use as {held.transport}, not {wanted.transport}")
        case SerialEndpoint(), SerialEndpoint():
            if held.settings != wanted.settings:
                raise LinkConflictError(f"{held.key} is in use with {held.settings}, not {wanted.settings}")


async def _open(endpoint: Endpoint) -> _Connection:
    """Connect, within the caller's timeout. Raises OSError, or ValueError for a host or port that cannot exist."""
    if isinstance(endpoint, SerialEndpoint):
        return await _open_serial(endpoint)
    _, connection = await asyncio.get_running_loop().create_connection(_Connection, endpoint.host, endpoint.port)
    return connection


async def _open_serial(endpoint: SerialEndpoint) -> _Connection:
    # Imported here because it loads a native module that users of gateways never need.
    import serialx  # noqa: PLC0415 - see above

    settings = endpoint.settings
    try:
        _, connection = await serialx.create_serial_connection(
            asyncio.get_running_loop(),
            _Connection,
            endpoint.device,
            baudrate=settings.baudrate,
            parity=serialx.Parity(settings.parity),
            stopbits=serialx.StopBits(settings.stopbits),
            byte_size=settings.bytesize,
        )
    except serialx.SerialException as err:
        raise OSError(str(err)) from err
    return cast(_Connection, connection)
