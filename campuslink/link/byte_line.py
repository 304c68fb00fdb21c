"""Raw bytes to a transparent serial server or a serial port: one question and its answer at a time.

The wire knows nothing of transactions, so the order matters: what arrives between two exchanges belongs to a question
somebody gave up on, and is dropped before the next one is sent.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from ..errors import CampusLinkError, CannotConnectError, GarbledAnswerError, LinkConflictError, NoAnswerError
from .connection import LOOP_TURNS_TO_DRAIN, Connection, LostError, open_connection
from .endpoint import Endpoint, NetworkEndpoint, SerialEndpoint

_MUTE_EXCHANGES_BEFORE_REOPEN = 3
"""A peer that vanished without a word looks like silent devices; a fresh connection tells the two apart."""
_MOST_NOISE = 4096
"""Bytes without a frame after which the rest of the timeout is not waited for."""


class Reader[F](Protocol):
    """Turns bytes into frames; `FrameScanner` is one."""

    @property
    def noise(self) -> int:
        """Bytes that belong to no frame."""

    def feed(self, data: bytes) -> list[F]:
        """Take bytes and return the frames they complete."""


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
        self._connection: Connection | None = None
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
            except LostError:
                pass
        connection = await self._connect()
        try:
            return await self._converse(connection, request, reader, accept)
        except LostError as err:
            raise CannotConnectError(f"{self.key} ended the connection") from err

    async def _converse[F](
        self, connection: Connection, request: bytes, reader: Reader[F], accept: Callable[[F], bool]
    ) -> F:
        for _ in range(LOOP_TURNS_TO_DRAIN):
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

    async def _connect(self) -> Connection:
        self._disconnect()
        try:
            self._connection = await open_connection(self.endpoint)
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
        case NetworkEndpoint(), NetworkEndpoint():
            if held.transport is not wanted.transport:
                raise LinkConflictError(f"{held.key} is in use as {held.transport}, not {wanted.transport}")
        case SerialEndpoint(), SerialEndpoint():
            if held.settings != wanted.settings:
                raise LinkConflictError(f"{held.key} is in use with {held.settings}, not {wanted.settings}")
