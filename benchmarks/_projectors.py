"""Emulated projectors in a process of their own, so that their work is not counted as a client's."""

import asyncio
import contextlib
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection

from pjlink_advance.emulator import EmulatorState, PJLinkEmulator
from pjlink_advance.models import PowerState

PASSWORD = "benchmark"  # noqa: S105 - emulated projectors have no secrets
HOST = "127.0.0.1"
DEAD_BACKLOG = 64


class Projectors:
    """The other end of the pipe."""

    def __init__(self, pipe: Connection, live: list[int], dead: list[int]) -> None:
        """live, dead: ports."""
        self.live = live
        self.dead = dead
        self._pipe = pipe

    def counts(self) -> tuple[int, int]:
        """Return connections and commands the live ones have seen since the last call."""
        self._pipe.send("counts")
        connections, commands = self._pipe.recv()
        return connections, commands


@contextlib.contextmanager
def emulated(live: int, dead: int) -> Iterator[Projectors]:
    """Serve projectors that are on, and dead ones that take a connection and never say a word."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, live, dead), daemon=True)
    process.start()
    try:
        yield Projectors(ours, *ours.recv())
    finally:
        ours.send("stop")
        process.join(10)


def _serve(pipe: Connection, live: int, dead: int) -> None:
    asyncio.run(_run(pipe, live, dead))


async def _run(pipe: Connection, live: int, dead: int) -> None:
    emulators = [
        PJLinkEmulator(EmulatorState(power=PowerState.ON), password=PASSWORD, udp_port=None) for _ in range(live)
    ]
    for emulator in emulators:
        await emulator.start()
    silent = [await asyncio.start_server(_say_nothing, HOST, 0, backlog=DEAD_BACKLOG) for _ in range(dead)]
    pipe.send(([each.port for each in emulators], [each.sockets[0].getsockname()[1] for each in silent]))
    while await asyncio.to_thread(pipe.recv) == "counts":
        pipe.send((sum(each.connections for each in emulators), sum(len(each.received) for each in emulators)))
        for emulator in emulators:
            emulator.connections = 0
            emulator.received.clear()
    for server in silent:
        server.close()


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(1024):
        pass
    writer.close()
