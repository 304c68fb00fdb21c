"""The one UDP socket on which a process hears the news of all its UHPPOTE controllers.

News is a hint and never a truth: anybody may send such a packet, and the network may lose, double or delay it.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass

from ..codec.uhppote import LENGTH, is_push, serial_of
from ..errors import CannotConnectError
from .datagram_port import DatagramPort
from .uhppote import ANY_ADDRESS

DEFAULT_LISTEN_PORT = 60001


@dataclass(frozen=True, slots=True)
class _Subscription:
    addresses: frozenset[str]
    on_push: Callable[[], None]


class PushListener:
    """Opens with the first subscription and closes behind the last."""

    def __init__(self, port: int = DEFAULT_LISTEN_PORT, *, address: str = ANY_ADDRESS) -> None:
        """port: 0 takes a free one, known while somebody subscribes."""
        self.port = port
        self.ignored = 0
        """Packets of strangers, of controllers nobody subscribed to, or of another shape."""
        self._address = address
        self._subscriptions: dict[int, list[_Subscription]] = {}
        self._datagrams = DatagramPort(self.take)
        self._lock = asyncio.Lock()

    async def subscribe(self, serial: int, host: str, on_push: Callable[[], None]) -> None:
        """Call on_push for every packet of this controller that comes from its own address; others may be called too.

        Raises CannotConnectError when the port is taken or the host has no address.
        """
        async with self._lock:
            addresses = await _addresses_of(host)
            await self._open()
            self._drop(serial, on_push)
            self._subscriptions.setdefault(serial, []).append(_Subscription(addresses, on_push))

    def unsubscribe(self, serial: int, on_push: Callable[[], None]) -> None:
        """Call this one no more for this controller."""
        self._drop(serial, on_push)
        if not self._subscriptions:
            self._datagrams.close()

    def take(self, packet: bytes, address: str) -> None:
        """Judge one packet."""
        subscriptions = self._subscriptions.get(serial_of(packet), ()) if len(packet) == LENGTH else ()
        told = [each for each in subscriptions if address in each.addresses]
        if not told or not is_push(packet):
            self.ignored += 1
            return
        for each in told:
            each.on_push()

    def _drop(self, serial: int, on_push: Callable[[], None]) -> None:
        kept = [each for each in self._subscriptions.pop(serial, []) if each.on_push != on_push]
        if kept:
            self._subscriptions[serial] = kept

    async def _open(self) -> None:
        try:
            await self._datagrams.open((self._address, self.port))
        except OSError as err:
            raise CannotConnectError(f"UDP port {self.port} is taken: {err}") from err
        self.port = self._datagrams.number or self.port


async def _addresses_of(host: str) -> frozenset[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, family=socket.AF_INET, type=socket.SOCK_DGRAM)
    except OSError as err:
        raise CannotConnectError(f"{host} has no address: {err}") from err
    return frozenset(str(entry[4][0]) for entry in found)
