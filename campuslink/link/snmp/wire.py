"""UDP to one agent: one request at a time of its governor, answers of that agent only."""

import asyncio
import time
from collections.abc import Callable
from typing import override

from ...errors import CannotConnectError, CodecError, GarbledAnswerError, LinkError, NoAnswerError
from .base import SnmpStatistics
from .governor import Governor

CLOSED = "the link is closed"


class _Arrivals(asyncio.DatagramProtocol):
    """Queues what arrives on a connected socket, whose other end the kernel checks."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes | LinkError] = asyncio.Queue(maxsize=64)

    @override
    def datagram_received(self, data: bytes, addr: object) -> None:
        self.tell(data)

    @override
    def error_received(self, exc: Exception) -> None:
        self.tell(CannotConnectError(f"the agent's address refuses: {exc}"))

    def tell(self, arrival: bytes | LinkError) -> None:
        """Hand over; what floods the queue is dropped."""
        if not self.queue.full():
            self.queue.put_nowait(arrival)


class Wire:
    """Opens a socket for each exchange, so that late answers reach nobody."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        governor: Governor,
        timeout_s: float,
        statistics: SnmpStatistics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """timeout_s: how long one answer may take, looking up the name included."""
        self.key = f"udp:{host.lower()}:{port}"
        self.statistics = statistics
        self._address = (host, port)
        self._governor = governor
        self._timeout_s = timeout_s
        self._clock = clock
        self._waiting: set[_Arrivals] = set()
        self._is_closed = False

    async def exchange[T](self, data: bytes, read: Callable[[bytes], T | None]) -> T:
        """Send once and return the first answer that is one.

        read: returns None for an answer to something else, and raises CodecError for what is no answer.
        Raises CannotConnectError, NoAnswerError, or GarbledAnswerError when nothing but garbled answers came.
        """
        async with self._governor.turn():
            if self._is_closed:
                raise CannotConnectError(CLOSED)
            self.statistics.requests += 1
            sent_at = self._clock()
            answer = await self._ask(data, read)
            self._governor.note_latency(self._clock() - sent_at)
            self.statistics.answers += 1
            return answer

    def close(self) -> None:
        """End every exchange."""
        self._is_closed = True
        for arrivals in self._waiting:
            arrivals.tell(CannotConnectError(CLOSED))

    async def _ask[T](self, data: bytes, read: Callable[[bytes], T | None]) -> T:
        garbled: list[str] = []
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._converse(data, read, garbled)
        except TimeoutError as err:
            if garbled:
                raise GarbledAnswerError(f"{self.key}: {garbled[-1]}") from err
            self.statistics.timeouts += 1
            raise NoAnswerError(f"{self.key}: no answer within {self._timeout_s:g} s") from err
        except (OSError, ValueError) as err:
            # ValueError: a host that is no name at all (empty label, control characters).
            raise CannotConnectError(f"{self.key}: {err}") from err

    async def _converse[T](self, data: bytes, read: Callable[[bytes], T | None], garbled: list[str]) -> T:
        loop = asyncio.get_running_loop()
        transport, arrivals = await loop.create_datagram_endpoint(_Arrivals, remote_addr=self._address)
        self._waiting.add(arrivals)
        try:
            transport.sendto(data)
            while True:
                arrival = await arrivals.queue.get()
                if isinstance(arrival, LinkError):
                    raise arrival
                try:
                    if (answer := read(arrival)) is not None:
                        return answer
                except CodecError as err:
                    self.statistics.garbled += 1
                    garbled.append(str(err))
        finally:
            self._waiting.discard(arrivals)
            transport.abort()
