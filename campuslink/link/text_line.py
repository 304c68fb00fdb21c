"""Lines of text over one kept-open connection to a network peer or a serial port.

What the devices behind it have in common: they answer one command at a time, speak first or not, and end a connection
nobody uses. An exchange that fails takes its connection with it, so that an answer that comes late is never taken for
the answer to the next command.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from ..codec.text_lines import LineSplitter
from ..errors import CampusLinkError, CannotConnectError, GarbledAnswerError, NoAnswerError, RefusedError
from .connection import LOOP_TURNS_TO_DRAIN, Connection, LostError, open_connection
from .endpoint import Endpoint

_MOST_LINES = 32
"""Lines that may come before the one that is waited for: greetings, echoes, notices."""


class Session:
    """One connection during an exchange."""

    def __init__(self, connection: Connection, splitter: LineSplitter, most_lines: int = _MOST_LINES) -> None:
        """Made by `TextLine`."""
        self.login = ""
        """What stands in front of the connection's first command; the exchange that sends it empties this."""
        self._connection = connection
        self._splitter = splitter
        self._most_lines = most_lines
        self._lines: list[bytes] = []
        self._taken = 0

    @property
    def is_lost(self) -> bool:
        """Whether the peer has ended the connection."""
        return self._connection.lost

    @property
    def peer(self) -> str | None:
        """Address of the peer, None for a serial port."""
        transport = self._connection.transport
        name = None if transport is None else transport.get_extra_info("peername")
        return str(name[0]) if isinstance(name, tuple) else None

    async def begin(self) -> None:
        """Keep what arrives from now on; what came before answers nothing that will be asked."""
        for _ in range(LOOP_TURNS_TO_DRAIN):
            await asyncio.sleep(0)
        self._connection.listen()
        self._taken = 0

    def end(self) -> None:
        """Drop what arrived unread and what arrives from now on."""
        self._connection.ignore()
        self._lines.clear()

    def send(self, data: bytes) -> None:
        """Put bytes on the wire."""
        self._connection.send(data)

    async def receive(self) -> bytes:
        """Return the next line. Raises LostError, or GarbledAnswerError when there is only noise."""
        while not self._lines:
            self._lines += self._splitter.feed(await self._connection.receive())
            if self._splitter.overlong:
                raise GarbledAnswerError("a line is longer than the protocol allows")
        self._taken += 1
        if self._taken > self._most_lines:
            raise GarbledAnswerError(f"{self._most_lines} lines, and none is the answer")
        return self._lines.pop(0)

    async def receive_bytes(self, count: int) -> bytes:
        """Return exactly so many bytes, for a handshake that has no lines. Raises LostError."""
        data = b""
        while len(data) < count:
            data += await self._connection.receive()
        self._lines += self._splitter.feed(data[count:])
        return data[:count]

    def abort(self) -> None:
        """End the connection at once."""
        self._connection.abort()


type Talk[T] = Callable[[Session], Awaitable[T]]


class TextLine:
    """The connection to one device: opened by its first exchange, and again after it was lost or released."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        ends: Sequence[bytes],
        longest: int,
        keep_empty: bool = False,
        greet: Talk[None] | None = None,
        hold_s: float = 20.0,
        most_lines: int = _MOST_LINES,
        connect: Callable[[], Awaitable[Connection]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Nothing is sent before the first exchange. ends, longest, keep_empty: as `LineSplitter` takes them.

        greet: what happens on each new connection before the first exchange. hold_s: idle time after which the
        connection is released, 0 for never. most_lines: that one exchange may take. connect: opens a connection that
        listens already, raising OSError, where it is no plain one. clock, pause: what keeps the silence between two
        exchanges, in seconds.
        """
        self.endpoint = endpoint
        self.opened = 0
        """Connections the peer accepted."""
        self.greeted = 0
        """Connections that got as far as the first exchange."""
        self.peer: str | None = None
        """Address the last connection went to."""
        self._most_lines = most_lines
        self._connect = connect or partial(open_connection, endpoint, listening=True)
        self._make_splitter = partial(LineSplitter, ends, longest=longest, keep_empty=keep_empty)
        self._greet = greet
        self._hold_s = hold_s
        self._clock = clock
        self._pause = pause
        self._lock = asyncio.Lock()
        self._session: Session | None = None
        self._quiet_until = 0.0
        self._idle: asyncio.TimerHandle | None = None

    @property
    def key(self) -> str:
        """Name of the physical line."""
        return self.endpoint.key

    @property
    def is_open(self) -> bool:
        """Whether a connection is held."""
        return self._session is not None and not self._session.is_lost

    async def exchange[T](self, talk: Talk[T], *, timeout_s: float, pause_s: float = 0.0, again: bool = True) -> T:
        """Run one exchange and return what it returns.

        again: whether it may run a second time when a connection held from before turns out dead under it.
        Where it may not, a connection that ends under it is no answer: what was sent may have been heard.
        pause_s: silence the device needs afterwards. Connecting, greeting and waiting all fit in timeout_s.
        Raises CannotConnectError, NoAnswerError, GarbledAnswerError, and what talk and greet raise.
        """
        async with self._lock:
            self._stop_idling()
            if (remaining_s := self._quiet_until - self._clock()) > 0:
                await self._pause(remaining_s)
            try:
                async with asyncio.timeout(timeout_s):
                    result = await self._run(talk, again=again)
            except TimeoutError as err:
                raise self._explain_silence(timeout_s) from err
            except RefusedError:
                self._settle(pause_s)
                raise
            except BaseException:
                self._drop()
                raise
            self._settle(pause_s)
            return result

    async def release(self) -> None:
        """End the connection behind the exchange in progress; the next exchange opens it again."""
        async with self._lock:
            self._drop()

    async def _run[T](self, talk: Talk[T], *, again: bool) -> T:
        if self._session is not None and not self._session.is_lost:
            await self._session.begin()
            try:
                return await talk(self._session)
            except LostError as err:
                if not again:
                    raise NoAnswerError(f"{self.key} ended the connection without an answer") from err
        session = await self._open()
        try:
            return await talk(session)
        except LostError as err:
            if not again:
                raise NoAnswerError(f"{self.key} ended the connection without an answer") from err
            raise CannotConnectError(f"{self.key} ended the connection") from err

    async def _open(self) -> Session:
        self._drop()
        try:
            connection = await self._connect()
        except (OSError, ValueError) as err:
            # ValueError: a host that is no name at all (empty label, control characters).
            raise CannotConnectError(f"{self.key}: {err}") from err
        self._session = session = Session(connection, self._make_splitter(), self._most_lines)
        self.opened += 1
        self.peer = session.peer
        if self._greet is not None:
            try:
                await self._greet(session)
            except LostError as err:
                raise CannotConnectError(f"{self.key} ended the connection before a word") from err
        self.greeted += 1
        return session

    def _explain_silence(self, timeout_s: float) -> CampusLinkError:
        was_connected = self._session is not None
        self._drop()
        if not was_connected:
            return CannotConnectError(f"{self.key}: no connection within {timeout_s} s")
        return NoAnswerError(f"{self.key}: no answer within {timeout_s} s")

    def _settle(self, pause_s: float) -> None:
        self._quiet_until = self._clock() + pause_s
        if self._session is not None:
            self._session.end()
            if self._hold_s:
                self._idle = asyncio.get_running_loop().call_later(self._hold_s, self._release_idle)

    def _release_idle(self) -> None:
        self._idle = None
        if not self._lock.locked():
            self._drop()

    def _stop_idling(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _drop(self) -> None:
        self._stop_idling()
        if self._session is not None:
            self._session.abort()
            self._session = None
