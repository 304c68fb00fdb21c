"""One UDP port of this machine that is opened for the first who wants it, closed behind the last, and opened again."""

import asyncio
from collections.abc import Callable
from typing import override

type Take = Callable[[bytes, str], None]
"""Takes a datagram and the address it came from."""


class DatagramPort:
    """At most one socket at any time."""

    def __init__(self, take: Take, *, may_broadcast: bool = False) -> None:
        self._take = take
        self._may_broadcast = may_broadcast or None
        self._transport: asyncio.DatagramTransport | None = None
        self._is_free = asyncio.Event()
        self._is_free.set()
        self._opening = asyncio.Lock()

    @property
    def number(self) -> int | None:
        """The port in use, None while closed."""
        return None if self._transport is None else int(self._transport.get_extra_info("sockname")[1])

    async def open(self, address: tuple[str, int]) -> None:
        """Listen, unless that is done already. Raises OSError when another program has the port.

        address: port 0 takes a free one.
        """
        async with self._opening:
            if self._transport is not None and not self._transport.is_closing():
                return
            # The system has a socket back only a moment after it was closed
            await self._is_free.wait()
            self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: _Datagrams(self._take, self._is_free),
                local_addr=address,
                allow_broadcast=self._may_broadcast,
            )

    def send(self, datagram: bytes, address: tuple[str, int]) -> bool:
        """Send from the port; return whether it was open."""
        if self._transport is None or self._transport.is_closing():
            return False
        self._transport.sendto(datagram, address)
        return True

    def close(self) -> None:
        """Listen no more."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, take: Take, is_free: asyncio.Event) -> None:
        self._take = take
        self._is_free = is_free

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._is_free.clear()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        # The socket itself is closed right behind this call, in the same turn of the event loop
        self._is_free.set()

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._take(data, addr[0])
