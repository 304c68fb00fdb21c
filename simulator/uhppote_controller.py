"""A simulated door controller on real sockets: UDP and TCP, with faults, and a push to its listener."""

import asyncio
import contextlib
import struct
from ipaddress import IPv4Address
from typing import Self, cast, override

from .faults import NO_FAULT, Fault, FaultKind
from .port_pair import open_pair, port_of
from .uhppote_board import Board
from .uhppote_wire import LENGTH, answer, status_packet

HOST = "127.0.0.1"


class UhppoteController:
    """Use as ``async with UhppoteController(board) as controller``; UDP and TCP share one port."""

    def __init__(self, board: Board, *, host: str = HOST, port: int = 0) -> None:
        """Make one of a board. host: an address of the loopback network. port: 0 takes a free one and keeps it."""
        self.board = board
        self.host = host
        self.port = port
        self.fault: Fault = NO_FAULT
        self.requests = 0
        self.pushes = 0
        """Packets sent to the listener."""
        self.is_off = False
        """Whether the power is cut: nothing is answered and nothing pushed."""
        self.reboots_on: int | None = None
        """A function code whose next request is carried out but not answered, because the power fails right then."""
        self._earlier: dict[int, bytes] = {}
        self._udp: asyncio.DatagramTransport | None = None
        self._tcp: asyncio.Server | None = None
        self._late: set[asyncio.TimerHandle] = set()
        board.on_event = self._push

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def is_listening(self) -> bool:
        """Whether its sockets are open."""
        return self._udp is not None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        loop = asyncio.get_running_loop()
        self._tcp, self._udp = await open_pair(
            lambda port: loop.create_server(lambda: _Tcp(self), self.host, port), self._open_udp, self.port
        )
        self.port = port_of(self._tcp)

    async def _open_udp(self, port: int) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Udp(self), local_addr=(self.host, port)
        )
        return transport

    async def stop(self) -> None:
        """Close every socket."""
        for timer in self._late:
            timer.cancel()
        if self._udp:
            self._udp.close()
        if self._tcp:
            self._tcp.close()
            self._tcp.close_clients()
        self._udp = self._tcp = None

    def answers(self, packet: bytes) -> list[bytes]:
        """Return the packets sent back for one that came in, a fault's included."""
        if self.is_off:
            return []
        self.requests += 1
        reply = answer(self.board, IPv4Address(self.host), packet)
        if reply is None:
            return []
        if self.reboots_on == packet[1]:
            self.reboots_on = None
            self.board.reboot()
            return []
        earlier = self._earlier.get(packet[1], reply)
        self._earlier[packet[1]] = reply
        return _spoil(self.fault, reply, earlier)

    def delay_s(self) -> float:
        """Return how long an answer takes."""
        return self.fault.delay_s if self.fault.kind in {FaultKind.SLOW, FaultKind.LATE} else 0.0

    def later(self, delay_s: float, packets: list[bytes], peer: tuple[str, int]) -> None:
        """Send packets to a peer after a while."""
        loop = asyncio.get_running_loop()

        def send() -> None:
            self._late.discard(timer)
            self.send(packets, peer)

        timer = loop.call_later(delay_s, send)
        self._late.add(timer)

    def send(self, packets: list[bytes], peer: tuple[str, int]) -> None:
        """Send packets to a peer now."""
        if self._udp and not self._udp.is_closing():
            for packet in packets:
                self._udp.sendto(packet, peer)

    def _push(self) -> None:
        host, port, _ = self.board.listener
        if port and not self.is_off and self.fault.kind is not FaultKind.SILENT:
            self.pushes += 1
            self.send([status_packet(self.board)], (host, port))


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, controller: UhppoteController) -> None:
        self._controller = controller

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        packets = self._controller.answers(data)
        if delay_s := self._controller.delay_s():
            self._controller.later(delay_s, packets, addr)
        else:
            self._controller.send(packets, addr)


class _Tcp(asyncio.Protocol):
    def __init__(self, controller: UhppoteController) -> None:
        self._controller = controller
        self._buffer = b""
        self._transport: asyncio.WriteTransport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) < LENGTH or self._transport is None:
            return
        packets = self._controller.answers(self._buffer[:LENGTH])
        self._buffer = b""
        with contextlib.suppress(OSError):
            for packet in packets:
                self._transport.write(packet)
        if not packets and self._controller.is_off:
            self._transport.abort()


def _spoil(fault: Fault, reply: bytes, earlier: bytes) -> list[bytes]:
    """Return what a fault makes of a reply. earlier: the reply before it to the same function."""
    spoiled = {
        FaultKind.SILENT: [],
        FaultKind.WRONG_LENGTH: [reply[:60], reply + b"\0" * 8],
        FaultKind.WRONG_UNIT: [_with_serial(reply)],
        FaultKind.WRONG_TRANSACTION: [earlier, reply, reply],
        FaultKind.GARBAGE: [b"\x17" + bytes(63), bytes(range(64)), b"\xff" * 64],
        FaultKind.NOISE: [b"\xff" * 64, _with_serial(reply), reply[:12], reply],
    }
    return spoiled.get(fault.kind, [reply])


def _with_serial(reply: bytes) -> bytes:
    serial = struct.unpack_from("<L", reply, 4)[0]
    return reply[:4] + struct.pack("<L", serial ^ 1) + reply[8:]
