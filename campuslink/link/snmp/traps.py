"""Receives traps and informs over UDP from agents that are known, and drops everything else before it costs anything.

Importing this module loads pysnmp: see `backend.preload`.
"""

import asyncio
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from ...errors import CannotConnectError, CodecError
from ..credentials import Credentials
from .account import account_from
from .notices import Notice, notice_from
from .trap_reader import OurEngine, TrapReader
from .usm import prepare_keys

DEFAULT_PORT = 1162
LONGEST_DATAGRAM = 8_192

type Listener = Callable[[Notice], None]


@dataclass(kw_only=True, slots=True)
class TrapStatistics:
    """What arrived; counts only grow."""

    notices: int = 0
    unknown_sender: int = 0
    too_many: int = 0
    """Dropped because the sender, or all together, sent more than is worth reading."""
    not_believed: int = 0
    """Garbled, or without the credentials of their sender."""


class Allowance:
    """So many at once, then so many a second."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float]) -> None:
        """clock: seconds."""
        self._burst = float(burst)
        self._per_second = per_second
        self._clock = clock
        self._left = self._burst
        self._at = clock()

    def take(self) -> bool:
        """Take one and return whether there was one."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class _Sender:
    """One registration: whose traps they are, and how many of them."""

    def __init__(self, reader: TrapReader, listener: Listener) -> None:
        self.reader = reader
        self.listener = listener
        self.is_ready = reader.account.auth is None


class TrapReceiver(asyncio.DatagramProtocol):
    """One UDP port for the traps of all agents."""

    def __init__(
        self,
        bind: str = "0.0.0.0",  # noqa: S104 - switches are on other machines
        port: int = DEFAULT_PORT,
        *,
        burst: int = 50,
        per_second: float = 10.0,
        all_per_second: float = 100.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """burst, per_second: what one sender may send. all_per_second: what all may; more is dropped unread."""
        self.statistics = TrapStatistics()
        self._bind = (bind, port)
        self._clock = clock
        self._burst, self._per_second = burst, per_second
        self._all = Allowance(10 * burst, all_per_second, clock)
        self._ours = OurEngine(clock)
        self._senders: dict[str, list[_Sender]] = {}
        self._allowances: dict[str, Allowance] = {}
        self._preparing: set[asyncio.Task[None]] = set()
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def port(self) -> int:
        """The port that is listened on, also where 0 was asked for."""
        return self._bind[1] if self._transport is None else int(self._transport.get_extra_info("sockname")[1])

    async def start(self) -> None:
        """Listen. Raises CannotConnectError when the port is taken or not allowed."""
        loop = asyncio.get_running_loop()
        try:
            self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=self._bind)
        except OSError as err:
            raise CannotConnectError(f"traps cannot be received on port {self._bind[1]}: {err}") from err

    async def stop(self) -> None:
        """Let go of the port; registrations stay."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
        for task in self._preparing:
            task.cancel()
        await asyncio.gather(*self._preparing, return_exceptions=True)

    def register(self, address: str, credentials: Credentials, listener: Listener) -> Callable[[], None]:
        """Hand what an address sends with these credentials to the listener, on the event loop; return how to end it.

        address: IPv4 or IPv6, not a name. Raises CodecError for another text, CredentialsError for incomplete ones.
        """
        key = _address_key(address)
        sender = _Sender(TrapReader(account_from(credentials), self._ours), listener)
        self._senders.setdefault(key, []).append(sender)
        self._allowances.setdefault(key, Allowance(self._burst, self._per_second, self._clock))

        def unregister() -> None:
            senders = self._senders.get(key, [])
            if sender in senders:
                senders.remove(sender)
            if not senders and key in self._senders:
                del self._senders[key], self._allowances[key]

        return unregister

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int] | tuple[str, int, int, int]) -> None:
        allowance = self._allowances.get(addr[0])
        if allowance is None:
            # Only an address written in another way needs a second look.
            key = _plain_key(addr[0])
            if (allowance := self._allowances.get(key)) is None:
                self.statistics.unknown_sender += 1
                return
        else:
            key = addr[0]
        if not (allowance.take() and self._all.take()):
            self.statistics.too_many += 1
        elif len(data) > LONGEST_DATAGRAM:
            self.statistics.not_believed += 1
        else:
            self._deliver(data, key, addr)

    def _deliver(self, data: bytes, key: str, addr: tuple[str, int] | tuple[str, int, int, int]) -> None:
        senders = self._senders[key]
        if all(sender.is_ready for sender in senders):
            self._read(data, key, addr)
            return
        task = asyncio.ensure_future(self._prepare_and_read(data, key, addr))
        self._preparing.add(task)
        task.add_done_callback(self._preparing.discard)

    async def _prepare_and_read(self, data: bytes, key: str, addr: tuple[str, int] | tuple[str, int, int, int]) -> None:
        """Hash the passphrases in a thread; it takes milliseconds."""
        for sender in tuple(self._senders.get(key, ())):
            await asyncio.to_thread(prepare_keys, sender.reader.account)
            sender.is_ready = True
        self._read(data, key, addr)

    def _read(self, data: bytes, key: str, addr: tuple[str, int] | tuple[str, int, int, int]) -> None:
        for sender in tuple(self._senders.get(key, ())):
            try:
                told = sender.reader.read(data)
            except CodecError:
                continue
            if told.reply is not None and self._transport is not None:
                self._transport.sendto(told.reply, addr)
            if told.trap:
                self.statistics.notices += 1
                sender.listener(notice_from(key, told.trap, told.values))
            return
        self.statistics.not_believed += 1


def _address_key(address: str) -> str:
    try:
        return _plain(ipaddress.ip_address(address))
    except ValueError as err:
        raise CodecError("traps come from addresses, not from names") from err


def _plain_key(address: str) -> str:
    try:
        return _plain(ipaddress.ip_address(address))
    except ValueError:
        return address


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Return an address in its only spelling; what IPv6 sockets say of IPv4 peers becomes IPv4 again."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)
