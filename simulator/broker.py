"""A real MQTT broker on the loopback address: mosquitto where it is installed, else a broker in Python (amqtt)."""

import asyncio
import logging
import shutil
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from .child import end_child, start_child
from .gateway import HOST

START_LIMIT_S = 10.0
_LOOK_PAUSE_S = 0.05


class Broker(Protocol):
    """A broker that can be stopped and started again on its port; what it kept is forgotten then."""

    port: int
    """Valid after the first start."""

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken, or when it does not listen in time."""

    async def stop(self) -> None:
        """Cut every connection and end."""


def find_mosquitto() -> str | None:
    """Return the path of mosquitto, or None where it is not installed."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin")


def make_broker(port: int = 0) -> Broker:
    """Return a broker that is not started yet. port: 0 takes a free one."""
    program = find_mosquitto()
    return EmbeddedBroker(port) if program is None else MosquittoBroker(program, port)


class MosquittoBroker:
    """A process of Debian's mosquitto. Anybody may connect, nothing is written to a disk but its configuration."""

    def __init__(self, program: str, port: int = 0) -> None:
        """program: as `find_mosquitto` returns it."""
        self.port = port
        self._program = program
        self._process: asyncio.subprocess.Process | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    async def start(self) -> None:
        """Start the process and wait until it listens."""
        self.port = await asyncio.to_thread(_require_free, self.port)
        self._folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="smart-campus-broker-")
        folder = Path(self._folder.name)
        lines = (
            f"listener {self.port} {HOST}",
            "allow_anonymous true",
            "persistence false",
            # What is kept of hundreds of nodes is told at once to whoever asks; the usual limit would drop a part of it
            "max_queued_messages 0",
            "max_inflight_messages 0",
            "log_dest none",
            "user root",
        )
        await asyncio.to_thread(folder.joinpath("broker.conf").write_text, "\n".join(lines) + "\n")
        self._process = await start_child([self._program, "-c", "broker.conf"], cwd=folder)
        try:
            await _await_listening(self.port)
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        folder, self._folder = self._folder, None
        if process is not None:
            await end_child(process)
        if folder is not None:
            await asyncio.to_thread(folder.cleanup)


class EmbeddedBroker:
    """amqtt in this process."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self._broker: Any = None

    async def start(self) -> None:
        """Start it and wait until it listens."""
        # Imported here because it is slow to load, and not needed where mosquitto is installed
        from amqtt.broker import Broker as AmqttBroker  # noqa: PLC0415 - see above

        for name in ("amqtt", "transitions"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self.port = await asyncio.to_thread(_require_free, self.port)
        self._broker = AmqttBroker(
            {
                "listeners": {"default": {"type": "tcp", "bind": f"{HOST}:{self.port}", "max_connections": 500}},
                "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
            }
        )
        await self._broker.start()

    async def stop(self) -> None:
        """End it."""
        broker, self._broker = self._broker, None
        if broker is not None:
            await broker.shutdown()


def _require_free(port: int) -> int:
    """Return the port, or a free one for 0. Raises OSError when somebody listens there."""
    with socket.create_server((HOST, port)) as server:
        return int(server.getsockname()[1])


async def _await_listening(port: int) -> None:
    async with asyncio.timeout(START_LIMIT_S):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(HOST, port)
                writer.close()
                await writer.wait_closed()
                return
            await asyncio.sleep(_LOOK_PAUSE_S)
