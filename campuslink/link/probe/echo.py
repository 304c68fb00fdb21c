"""Pings to any number of hosts over one socket a family.

Answers are told apart by sequence number, and count only when they come from the address that was asked and bring back
the payload that was sent. The kernel stamps them on arrival, so that a busy event loop does not look like a slow
network.
"""

import asyncio
import contextlib
import itertools
import secrets
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ...codec.icmp_echo import IPV4, IPV6, decode_echo_reply, encode_echo_request, strip_ipv4_header
from .addresses import Address
from .measurement import ProbeError, Reason

SEQUENCES = 1 << 16
MOST_IN_FLIGHT = SEQUENCES // 2

_PROTOCOLS = {IPV4: socket.IPPROTO_ICMP, IPV6: socket.IPPROTO_ICMPV6}
_FAMILIES = {IPV4: socket.AF_INET, IPV6: socket.AF_INET6}
_PAYLOAD = struct.Struct("!16sQ")
_FILL = bytes(range(32))
"""Brings the payload to the 56 bytes of the system's ping, so that both load the network alike."""
_LONGEST_PACKET = 2048
_PACKETS_A_TURN = 128
_RECEIVE_BUFFER = 1 << 20

_SO_TIMESTAMPNS = 35
_TIMESPEC = struct.Struct("@qq")
_ANCILLARY_BYTES = 64
_ICMP_FILTER = 1
_SOL_RAW = 255
_ONLY_ECHO_REPLIES_V4 = struct.pack("@I", ~1 & 0xFFFFFFFF)
_ICMP6_FILTER = 1
_ONLY_ECHO_REPLIES_V6 = struct.pack("@8I", *(0xFFFFFFFF ^ (1 << 1 if word == 4 else 0) for word in range(8)))


@dataclass(frozen=True, slots=True)
class Burst:
    """Pings to one host and what came back."""

    sent: int
    times_ms: tuple[float, ...]
    """Of those that came back, in the order sent."""


@dataclass(slots=True)
class _Flight:
    """A burst on its way."""

    address: bytes
    packets: int
    timeout_s: float
    sequences: list[int] = field(default_factory=list)
    times_ms: dict[int, float] = field(default_factory=dict)
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class _Ping:
    flight: _Flight
    number: int
    payload: bytes
    sent_ns: int


class EchoSocket:
    """One ICMP socket on the running event loop. Open it with `open_echo_socket`."""

    def __init__(self, version: int, sock: socket.socket, *, is_raw: bool, clock_ns: Callable[[], int]) -> None:
        """sock: not blocking; belongs to this object from now on. clock_ns: what the kernel stamps packets with."""
        self.version = version
        self.is_raw = is_raw
        self.dropped = 0
        """Echo replies that answered nothing we are waiting for: strangers, forgeries, late ones."""
        self._sock = sock
        self._clock_ns = clock_ns
        self._identifier = secrets.randbelow(SEQUENCES)
        self._token = secrets.token_bytes(16)
        self._numbers = itertools.count(1)
        self._next_sequence = secrets.randbelow(SEQUENCES)
        self._pings: dict[int, _Ping] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(sock.fileno(), self._receive)

    async def burst(self, address: Address, *, packets: int, interval_s: float, timeout_s: float) -> Burst:
        """Send pings at an interval, wait for each at most timeout_s, and return what came back.

        Those the system would not send do not count as sent. Raises ProbeError when the system would send none of them.
        """
        flight = _Flight(socket.inet_pton(_FAMILIES[self.version], address.host), packets, timeout_s)
        errors: list[ProbeError] = []
        try:
            for number in range(packets):
                if number:
                    await asyncio.sleep(interval_s)
                try:
                    self._send(address, flight, number)
                except ProbeError as err:
                    errors.append(err)
            if len(errors) == packets:
                raise errors[0]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await flight.done.wait()
        finally:
            for sequence in flight.sequences:
                self._pings.pop(sequence, None)
        return Burst(packets - len(errors), tuple(flight.times_ms[number] for number in sorted(flight.times_ms)))

    def close(self) -> None:
        """Close the socket; bursts on their way lose what has not come back."""
        if self._sock.fileno() >= 0:
            self._loop.remove_reader(self._sock.fileno())
            self._sock.close()

    def _send(self, address: Address, flight: _Flight, number: int) -> None:
        sequence = self._take_sequence()
        payload = _PAYLOAD.pack(self._token, next(self._numbers)) + _FILL
        message = encode_echo_request(self.version, self._identifier, sequence, payload)
        flight.sequences.append(sequence)
        self._pings[sequence] = _Ping(flight, number, payload, self._clock_ns())
        try:
            self._sock.sendto(message, address.at(0))
        except OSError as err:
            raise ProbeError.from_system(err) from err

    def _take_sequence(self) -> int:
        if len(self._pings) >= MOST_IN_FLIGHT:
            raise ProbeError(Reason.LOCAL_FAULT, "too many pings on the way")
        while self._next_sequence in self._pings:
            self._next_sequence = (self._next_sequence + 1) % SEQUENCES
        taken = self._next_sequence
        self._next_sequence = (taken + 1) % SEQUENCES
        return taken

    def _receive(self) -> None:
        for _ in range(_PACKETS_A_TURN):
            try:
                packet, ancillary, _, sender = self._sock.recvmsg(_LONGEST_PACKET, _ANCILLARY_BYTES)
            except BlockingIOError, InterruptedError:
                return
            except OSError:
                # An ICMP error for an earlier ping, reported once; that ping counts as lost.
                continue
            self._accept(packet, str(sender[0]), _stamp(ancillary) or self._clock_ns())

    def _accept(self, packet: bytes, sender: str, arrived_ns: int) -> None:
        is_with_header = self.version == IPV4 and self.is_raw
        reply = decode_echo_reply(self.version, strip_ipv4_header(packet) if is_with_header else packet)
        if reply is None or (self.is_raw and reply.identifier != self._identifier):
            return
        ping = self._pings.get(reply.sequence)
        if ping is None or reply.payload != ping.payload or not self._is_from(sender, ping.flight.address):
            self.dropped += 1
            return
        del self._pings[reply.sequence]
        elapsed_ms = (arrived_ns - ping.sent_ns) / 1e6
        if 0 <= elapsed_ms <= ping.flight.timeout_s * 1000:
            ping.flight.times_ms[ping.number] = elapsed_ms
        if len(ping.flight.times_ms) == ping.flight.packets:
            ping.flight.done.set()

    def _is_from(self, sender: str, address: bytes) -> bool:
        return socket.inet_pton(_FAMILIES[self.version], sender.partition("%")[0]) == address


def open_echo_socket(version: int, *, clock_ns: Callable[[], int] = time.time_ns) -> EchoSocket:
    """Open an ICMP socket on the running loop: an unprivileged one where the system allows it, else a raw one.

    Raises ProbeError (not_permitted) when the system allows neither.
    """
    try:
        sock, is_raw = _open(version, socket.SOCK_DGRAM), False
    except OSError:
        sock, is_raw = _open_raw(version), True
    return EchoSocket(version, sock, is_raw=is_raw, clock_ns=clock_ns)


def _open_raw(version: int) -> socket.socket:
    try:
        sock = _open(version, socket.SOCK_RAW)
    except OSError as err:
        raise ProbeError(Reason.NOT_PERMITTED, f"no ICMP socket: {err.strerror}") from err
    with contextlib.suppress(OSError):
        # Spares this process the ICMP of the whole machine; where it cannot be set, the codec sorts it out.
        if version == IPV4:
            sock.setsockopt(_SOL_RAW, _ICMP_FILTER, _ONLY_ECHO_REPLIES_V4)
        else:
            sock.setsockopt(_PROTOCOLS[IPV6], _ICMP6_FILTER, _ONLY_ECHO_REPLIES_V6)
    return sock


def _open(version: int, kind: socket.SocketKind) -> socket.socket:
    sock = socket.socket(_FAMILIES[version], kind | socket.SOCK_NONBLOCK, _PROTOCOLS[version])
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
    return sock


def _stamp(ancillary: list[tuple[int, int, bytes]]) -> int | None:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    return None
