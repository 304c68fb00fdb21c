"""What every simulated gateway can do: be plugged in, unplugged, and cut its connections."""

import asyncio
import random
from collections.abc import Sequence
from typing import Protocol

from .faults import NOISE_BYTES, FaultKind, GatewayFaultKind
from .meter import Meter

HOST = "127.0.0.1"
LOOP_TURNS_TO_CONNECT = 4


class Gateway(Protocol):
    """A box with one TCP port and meters behind it."""

    id: str
    meters: Sequence[Meter]
    fault: GatewayFaultKind

    @property
    def endpoint(self) -> dict[str, object]:
        """How a reader reaches it: transport, host and port."""

    @property
    def protocol_of(self) -> str:
        """What kind of gateway this is, for people."""

    @property
    def readers(self) -> int:
        """How many connections are open."""

    async def start(self) -> None:
        """Listen; the port stays the same over every later start."""

    async def stop(self) -> None:
        """Close the listening socket and cut every connection."""


async def set_gateway_fault(gateway: Gateway, fault: GatewayFaultKind) -> None:
    """Change what is wrong with a gateway, plugging it in or out as needed."""
    was_unplugged = gateway.fault is GatewayFaultKind.UNPLUGGED
    gateway.fault = fault
    if fault is GatewayFaultKind.UNPLUGGED and not was_unplugged:
        await gateway.stop()
    if fault is not GatewayFaultKind.UNPLUGGED and was_unplugged:
        await gateway.start()


def disturb(answer: bytes, fault: FaultKind, rng: random.Random) -> bytes:
    """Return what arrives of an answer, on a line with this fault."""
    if fault is FaultKind.GARBAGE:
        return rng.randbytes(len(answer))
    if fault is FaultKind.NOISE:
        return rng.randbytes(NOISE_BYTES) + answer + rng.randbytes(NOISE_BYTES)
    return answer


def portions(answer: bytes, fault: FaultKind) -> tuple[bytes, ...]:
    """Return the pieces in which an answer is sent."""
    return tuple(bytes([value]) for value in answer) if fault is FaultKind.SPLIT else (answer,)


async def stop_accepting(server: asyncio.Server) -> None:
    """Take no more connections, and let those just accepted come up: a server closed under them cannot cut them."""
    loop = asyncio.get_running_loop()
    for listener in server.sockets:
        loop.remove_reader(listener.fileno())
    for _ in range(LOOP_TURNS_TO_CONNECT):
        await asyncio.sleep(0)


class TaskSet:
    """Answers under way; cancelled together when the gateway goes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, task: asyncio.Task[None]) -> None:
        """Hold a task until it is done."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        """Cancel every task still running."""
        for task in self._tasks:
            task.cancel()
