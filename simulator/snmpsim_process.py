"""snmpsim as a process: one for any number of agents, each on a UDP port of its own."""

import asyncio
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .child import end_child, start_child
from .gateway import HOST

CHECKOUT = Path(__file__).parent.parent
VARIATION = Path(__file__).parent / "snmp_variation"
START_TIMEOUT_S = 60.0
LISTENING = b"Listening at"
LINES_KEPT = 20
ENGINE_ID = "80004fb8050000{:06x}"
"""Enterprise 20408, which snmpsim uses, and text of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A user of SNMP version 3, with protocols by snmpsim's names."""

    name: str
    auth_protocol: str
    auth_key: str
    priv_protocol: str
    priv_key: str

    @property
    def options(self) -> Sequence[str]:
        """Return snmpsim's options."""
        return [
            f"--v3-user={self.name}",
            f"--v3-auth-proto={self.auth_protocol}",
            f"--v3-auth-key={self.auth_key}",
            f"--v3-priv-proto={self.priv_protocol}",
            f"--v3-priv-key={self.priv_key}",
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Agent:
    """One agent: ``<folder>/NAME.snmprec`` answers on its port, to the community or the context NAME."""

    folder: Path
    port: int
    user: User | None = None


class SnmpsimProcess:
    """Serves agents until it is stopped; nothing but the loopback address is listened on."""

    def __init__(self, agents: Sequence[Agent], *, work_folder: Path, variation_options: Mapping[str, str]) -> None:
        """work_folder: for indexes of recordings. variation_options: by variation module."""
        self._agents = agents
        self._work_folder = work_folder
        self._variation_options = variation_options
        self._process: asyncio.subprocess.Process | None = None
        self._drain: asyncio.Task[None] | None = None
        self._said: deque[str] = deque(maxlen=LINES_KEPT)

    async def start(self) -> None:
        """Return when every agent listens. Raises RuntimeError with what snmpsim said when it does not start."""
        # snmpsim refuses to run as root unless it may become somebody else, who could not read an environment in /root
        env = {"SNMPSIM_ALLOW_ROOT": "true", "PYTHONPATH": str(CHECKOUT)}
        self._process = await start_child(self._command(), cwd=self._work_folder, env=env)
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                await self._wait_until_listening()
        except BaseException:
            await self.stop()
            raise
        self._drain = asyncio.create_task(self._keep_reading())

    async def stop(self) -> None:
        """End the process."""
        if self._drain:
            self._drain.cancel()
        if self._process:
            await end_child(self._process)
            self._process = None

    def _command(self) -> Sequence[str]:
        command = [
            *(sys.executable, "-m", "snmpsim.commands.responder", "--logging-method=stdout", "--log-level=error"),
            *(f"--cache-dir={self._work_folder / 'cache'}", f"--variation-modules-dir={VARIATION}"),
            *(f"--variation-module-options={name}:{given}" for name, given in self._variation_options.items()),
        ]
        for number, agent in enumerate(self._agents, 1):
            command += ["--v3-engine-id", ENGINE_ID.format(number), "--data-dir", str(agent.folder)]
            command += [*(agent.user.options if agent.user else ()), "--agent-udpv4-endpoint", f"{HOST}:{agent.port}"]
        return command

    async def _wait_until_listening(self) -> None:
        waiting = len(self._agents)
        while waiting:
            line = await self._read_line()
            if not line:
                raise RuntimeError("snmpsim did not start: " + " / ".join(self._said))
            waiting -= LISTENING in line

    async def _keep_reading(self) -> None:
        while await self._read_line():
            pass

    async def _read_line(self) -> bytes:
        assert self._process is not None  # noqa: S101 - called while it runs
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        line = await self._process.stdout.readline()
        self._said.append(line.decode(errors="replace").strip())
        return line
