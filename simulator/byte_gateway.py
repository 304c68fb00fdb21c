"""A transparent serial server: raw bytes over TCP to DL/T 645 and CJ/T 188 meters on one bus."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from typing import Protocol, override

from .faults import FaultKind, GatewayFaultKind
from .gateway import HOST, TaskSet, disturb, portions, stop_accepting
from .meter import Meter

MAX_BUFFER = 4096


class BusMeter(Protocol):
    """A meter that hears every frame on its bus and answers those meant for it."""

    meter: Meter

    def hears(self, frame: bytes) -> bool:
        """Return whether the frame is addressed to this meter, directly or as a wildcard."""

    def answer(self, frame: bytes) -> bytes | None:
        """Return the answer with the meter's fault in it, None for no answer."""


class ByteGateway:
    """A gateway with byte-oriented meters."""

    def __init__(
        self, gateway_id: str, bus: Sequence[BusMeter], *, port: int = 0, rng: random.Random | None = None
    ) -> None:
        """port: 0 takes a free one at the first start. rng: where garbage comes from."""
        self.id = gateway_id
        self.bus = bus
        self.meters: Sequence[Meter] = [member.meter for member in bus]
        self.fault = GatewayFaultKind.NONE
        self.rng = rng or random.Random(gateway_id)
        self.tasks = TaskSet()
        self.connections: set[_Connection] = set()
        self._port = port
        self._server: asyncio.Server | None = None

    @property
    def endpoint(self) -> dict[str, object]:
        """How a reader reaches it."""
        return {"transport": "tcp", "host": HOST, "port": self._port}

    @property
    def protocol_of(self) -> str:
        """What kind of gateway this is."""
        return "bytes"

    @property
    def readers(self) -> int:
        """How many connections are open."""
        return len(self.connections)

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), HOST, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the listening socket and cut every connection."""
        self.tasks.cancel()
        if self._server:
            await stop_accepting(self._server)
            self._server.close()
        for connection in tuple(self.connections):
            connection.transport.abort()
        if self._server:
            await self._server.wait_closed()
            self._server = None

    async def answer(self, frame: bytes, connection: _Connection) -> None:
        """Let every meter on the bus hear a frame, and pass on what comes back."""
        if self.fault is GatewayFaultKind.DROP:
            connection.transport.close()
            return
        for member in self.bus:
            fault = member.meter.fault
            if not member.hears(frame):
                continue
            member.meter.requests += 1
            if fault.kind is FaultKind.SILENT:
                continue
            if fault.kind in (FaultKind.SLOW, FaultKind.LATE):
                await asyncio.sleep(fault.delay_s)
            answer = member.answer(frame)
            if answer is None:
                continue
            for portion in portions(disturb(answer, fault.kind, self.rng), fault.kind):
                self._send(portion, connection)
                await asyncio.sleep(0)

    def _send(self, answer: bytes, connection: _Connection) -> None:
        if self.fault is GatewayFaultKind.DROP_MID_FRAME:
            connection.transport.write(answer[: len(answer) // 2])
            connection.transport.close()
        elif not connection.transport.is_closing():
            connection.transport.write(answer)


class _Connection(asyncio.Protocol):
    """One reader's connection; frames may come split or several in a segment."""

    transport: asyncio.Transport

    def __init__(self, gateway: ByteGateway) -> None:
        self._gateway = gateway
        self._buffer = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP always gives one
        self.transport = transport
        self._gateway.connections.add(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._gateway.connections.discard(self)

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer = (self._buffer + data)[-MAX_BUFFER:]
        frames, self._buffer = split_frames(self._buffer)
        for frame in frames:
            self._gateway.tasks.add(asyncio.get_running_loop().create_task(self._gateway.answer(frame, self)))


def split_frames(data: bytes) -> tuple[list[bytes], bytes]:
    """Return the whole DL/T 645 and CJ/T 188 frames in a stream, and what may still become one."""
    frames: list[bytes] = []
    at = 0
    while (at := data.find(b"\x68", at)) >= 0:
        rest = data[at:]
        lengths = list(_possible_lengths(rest))
        whole = next((length for length in lengths if length and _is_frame(rest[:length])), None)
        if whole:
            frames.append(rest[:whole])
            at += whole
        elif any(length is None or length > len(rest) for length in lengths):
            return frames, rest
        else:
            at += 1
    return frames, b""


def _possible_lengths(data: bytes) -> Iterator[int | None]:
    """Yield the lengths the frame could have as either protocol, None while too little is known."""
    if len(data) <= 7 or data[7] == 0x68:
        yield 12 + data[9] if len(data) > 9 else None
    yield 13 + data[10] if len(data) > 10 else None


def _is_frame(data: bytes) -> bool:
    return len(data) >= 12 and data[-1] == 0x16 and data[-2] == sum(data[:-2]) & 0xFF
