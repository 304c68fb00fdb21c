"""One UHPPOTE door controller on the network, over UDP or TCP, and the search for them.

Packets carry no transaction id. So there is one request in flight per controller, each from a socket of its own: what
comes late or twice meets a closed port, and what does not fit the request is passed over until the timeout.
"""

import asyncio
import socket
from collections.abc import Mapping
from contextlib import closing
from typing import override

from ..codec.uhppote import LENGTH, BoardInfo, BoardRequest, ask_info, is_answer, read_info, serial_of
from ..errors import CannotConnectError, GarbledAnswerError, NoAnswerError

DEFAULT_PORT = 60000
DEFAULT_TIMEOUT_S = 2.5
BROADCAST = "255.255.255.255"
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - every interface, which a broadcast needs
SERIALS = range(1, 2**32)

_MOST_FOUND = 500
"""Controllers one search reports; far beyond one broadcast domain, and an end to a flood."""
_SOCKET_ATTEMPTS = 5


class UhppoteLink:
    """Carries requests to one controller, serially. Raises CannotConnectError, NoAnswerError or GarbledAnswerError."""

    def __init__(
        self,
        host: str,
        port: int = DEFAULT_PORT,
        *,
        serial: int,
        is_tcp: bool = False,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        own_address: str = ANY_ADDRESS,
    ) -> None:
        """Make a link; serial: as printed on the controller, which answers to no other.

        own_address: which of this machine's IPv4 addresses to speak from; the system chooses without one.
        """
        self.host = host
        self.port = port
        self.serial = serial
        self.ignored = 0
        """Packets that came in and answered nothing that was asked."""
        self.sent = 0
        self._is_tcp = is_tcp
        self._timeout_s = timeout_s
        self._own_place = None if own_address == ANY_ADDRESS else (own_address, 0)
        self._lock = asyncio.Lock()
        self._is_closed = False

    @property
    def line(self) -> str:
        """Key of the controller's place on the network."""
        return f"uhppote:{self.host.lower()}:{self.port}:{self.serial}"

    async def read(self, request: BoardRequest) -> bytes:
        """Ask for something that changes nothing; asked once more when the first attempt meets silence."""
        try:
            return await self.command(request)
        except NoAnswerError:
            return await self.command(request)

    async def command(self, request: BoardRequest) -> bytes:
        """Ask once. After an error nothing is known about the effect of a request that changes something."""
        async with self._lock:
            if self._is_closed:
                raise CannotConnectError("the link is closed")
            self.sent += 1
            exchange = self._exchange_tcp if self._is_tcp else self._exchange_udp
            ignored = self.ignored
            try:
                async with asyncio.timeout(self._timeout_s):
                    return await exchange(request)
            except TimeoutError as err:
                raise self._silence(self.ignored - ignored) from err
            except OSError as err:
                raise CannotConnectError(f"{self.host}:{self.port}: {err}") from err

    async def find_serial(self) -> int:
        """Return the serial number of whoever is at this place."""
        return read_info(await self.read(ask_info(0))).serial

    async def close(self) -> None:
        """Refuse further requests."""
        self._is_closed = True

    async def find_own_address(self) -> str:
        """Return this machine's address as the controller sees it. Raises CannotConnectError."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                transport, _ = await loop.create_datagram_endpoint(
                    asyncio.DatagramProtocol,
                    local_addr=self._own_place,
                    remote_addr=(self.host, self.port),
                    family=socket.AF_INET,
                )
        except OSError as err:
            raise CannotConnectError(f"{self.host}:{self.port}: {err}") from err
        with closing(transport):
            return str(transport.get_extra_info("sockname")[0])

    def _silence(self, ignored: int) -> NoAnswerError | GarbledAnswerError:
        if ignored:
            return GarbledAnswerError(f"{ignored} packets came, none of them an answer of controller {self.serial}")
        return NoAnswerError(f"controller {self.serial} at {self.host}:{self.port} says nothing")

    async def _exchange_udp(self, request: BoardRequest) -> bytes:
        transport, conversation = await _open_udp(self.host, self.port, self._own_place)
        with closing(transport):
            transport.sendto(request.packet)
            while not is_answer(packet := await conversation.receive(), request):
                self.ignored += 1
            return packet

    async def _exchange_tcp(self, request: BoardRequest) -> bytes:
        reader, writer = await asyncio.open_connection(self.host, self.port, local_addr=self._own_place)
        with closing(writer):
            writer.write(request.packet)
            while True:
                try:
                    packet = await reader.readexactly(LENGTH)
                except asyncio.IncompleteReadError as err:
                    raise self._silence(bool(err.partial)) from err
                if is_answer(packet, request):
                    return packet
                self.ignored += 1


class _Conversation(asyncio.DatagramProtocol):
    """Holds what came in on one connected socket; the system passes only packets of the peer's address."""

    def __init__(self) -> None:
        self._arrivals: asyncio.Queue[bytes | OSError] = asyncio.Queue(maxsize=64)

    @override
    def datagram_received(self, data: bytes, addr: object) -> None:
        if not self._arrivals.full():
            self._arrivals.put_nowait(data)

    @override
    def error_received(self, exc: Exception) -> None:
        if isinstance(exc, OSError) and not self._arrivals.full():
            self._arrivals.put_nowait(exc)

    async def receive(self) -> bytes:
        """Return the next packet. Raises OSError when the network says that nobody is there."""
        arrival = await self._arrivals.get()
        if isinstance(arrival, OSError):
            raise arrival
        return arrival


async def _open_udp(
    host: str, port: int, own_place: tuple[str, int] | None
) -> tuple[asyncio.DatagramTransport, _Conversation]:
    """Return a socket connected to a controller, from any port but the controller's: such a packet is not answered."""
    loop = asyncio.get_running_loop()
    for _ in range(_SOCKET_ATTEMPTS):
        transport, conversation = await loop.create_datagram_endpoint(
            _Conversation, local_addr=own_place, remote_addr=(host, port), family=socket.AF_INET
        )
        if transport.get_extra_info("sockname")[1] != port:
            return transport, conversation
        transport.close()
    raise OSError(f"no local port but {port} is free")


class _Search(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.found: dict[int, tuple[BoardInfo, str]] = {}

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) != LENGTH or data[:2] != ask_info(0).packet[:2] or len(self.found) >= _MOST_FOUND:
            return
        if serial_of(data) in SERIALS:
            self.found.setdefault(serial_of(data), (read_info(data), addr[0]))


async def search_controllers(
    broadcast: str = BROADCAST,
    port: int = DEFAULT_PORT,
    *,
    timeout_s: float = DEFAULT_TIMEOUT_S,
    own_address: str = ANY_ADDRESS,
) -> Mapping[str, BoardInfo]:
    """Ask a broadcast address who is there; return what each controller says of itself by the address it wrote from.

    own_address: which of this machine's IPv4 addresses to ask from, and so in which of its networks.
    Raises CannotConnectError when this machine may not broadcast there.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout_s):
            places = await loop.getaddrinfo(broadcast, port, family=socket.AF_INET, type=socket.SOCK_DGRAM)
        transport, search = await loop.create_datagram_endpoint(
            _Search,
            local_addr=(own_address, 0),
            allow_broadcast=True,
            family=socket.AF_INET,
        )
    except OSError as err:
        raise CannotConnectError(f"no socket to search from: {err}") from err
    with closing(transport):
        transport.sendto(ask_info(0).packet, places[0][4])
        await asyncio.sleep(timeout_s)
    return {address: info for info, address in search.found.values()}
