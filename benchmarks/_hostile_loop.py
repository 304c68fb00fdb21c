"""An event loop without a network: time jumps to the next timer, and every connection leads to a peer of our making."""

import asyncio
import selectors
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any, cast, override

type Peer = Callable[[bytes], Sequence[bytes]]
"""Takes what was sent and returns the portions to send back; an empty portion ends the connection."""


class HostileLoop(asyncio.SelectorEventLoop):
    """Runs code that speaks TCP against a peer, without waiting for any timeout in real time.

    Raises RuntimeError when nothing is left that could ever wake the program: a hang.
    """

    def __init__(self, peer: Peer, greet: Callable[[], Sequence[bytes]] = tuple) -> None:
        """greet: what the peer says on each new connection, in portions, before it is asked anything."""
        self.peer = peer
        self._greet = greet
        self.callback_errors: Counter[str] = Counter()
        """What a protocol raised on received bytes; like on a real socket, that ends its connection."""
        self._now_s = 0.0
        super().__init__(_JumpingSelector(self))

    @override
    def time(self) -> float:
        return self._now_s

    def jump(self, seconds: float) -> None:
        """Let time pass at once."""
        self._now_s += seconds

    @override
    def run_in_executor[*Ts, T](
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Run func at once: a thread would be overtaken by the time that jumps."""
        done: asyncio.Future[T] = self.create_future()
        done.set_result(func(*args))
        return done

    @override
    async def create_connection(self, protocol_factory: Callable[[], Any], *args: Any, **kwargs: Any) -> Any:
        protocol = protocol_factory()
        transport = _Transport(self, protocol)
        protocol.connection_made(transport)
        for portion in self._greet():
            self.call_soon(transport._deliver, portion)
        return transport, protocol


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, loop: HostileLoop) -> None:
        super().__init__()
        self._loop = loop

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("hang: no timer, no input, nothing to run")
        self._loop.jump(max(timeout, 0.0))
        return super().select(0)


class _Transport(asyncio.Transport):
    """Carries portions to the protocol, each in a turn of the loop of its own."""

    def __init__(self, loop: HostileLoop, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self._loop = loop
        self._protocol = protocol
        self._closing = False

    @override
    def write(self, data: Any) -> None:
        for portion in self._loop.peer(bytes(data)):
            self._loop.call_soon(self._deliver, portion)

    @override
    def is_closing(self) -> bool:
        return self._closing

    @override
    def close(self) -> None:
        self._end(None)

    @override
    def abort(self) -> None:
        self._end(None)

    @override
    def get_write_buffer_size(self) -> int:
        return 0

    def _deliver(self, portion: bytes) -> None:
        if self._closing:
            return
        if not portion:
            self._end(ConnectionResetError("the peer is gone"))
            return
        try:
            self._protocol.data_received(portion)
        except Exception as error:  # noqa: BLE001 - as on a real socket: anything raised here ends the connection
            self._loop.callback_errors[type(error).__name__] += 1
            self._end(error)

    def _end(self, error: Exception | None) -> None:
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, cast(Exception, error))
