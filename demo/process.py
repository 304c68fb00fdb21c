"""Processes the demo starts, each in a group of its own; none outlives the demo, even when it is killed."""

import asyncio
import os
import re
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from simulator.child import end_with_parent

STOP_TIMEOUT_S = 30.0
LONGEST_LINE = 16 * 1024 * 1024
"""A large campus tells of all its devices in one line."""


class ProcessError(Exception):
    """A process of the demo did not start or ended by itself."""


class Child:
    """A running process. Use as ``async with Child(...)``; leaving ends its whole group."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        log: Path,
        cwd: Path,
        is_talking: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """log: takes what it prints. is_talking: its standard output is read by us, through `first_line`.

        environment: variables besides our own.
        """
        self._name = name
        self._arguments = arguments
        self._log = log
        self._cwd = cwd
        self._is_talking = is_talking
        self._environment = {"PYTHONUNBUFFERED": "1", **(environment or {})}
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = await self._start(log)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _start(self, log: IO[bytes]) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._arguments,
            cwd=self._cwd,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE if self._is_talking else log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
            limit=LONGEST_LINE,
            env=os.environ | self._environment,
        )

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The process. Raises ProcessError before the start."""
        if self._process is None:
            raise ProcessError(f"{self._name} is not started")
        return self._process

    def check(self) -> None:
        """Raise ProcessError when the process has ended by itself."""
        if self.process.returncode is not None:
            raise ProcessError(f"{self._name} ended with code {self.process.returncode}; see {self._log}")

    async def first_line(self) -> str:
        """Return the first line it prints. Raises ProcessError when it ends without one."""
        assert self.process.stdout is not None  # noqa: S101 - a pipe, because is_talking
        line = await self.process.stdout.readline()
        if not line:
            raise ProcessError(f"{self._name} did not start; see {self._log}")
        return line.decode()

    def peak_memory_mib(self) -> float:
        """Return the most memory it held so far, 0 where the system does not tell."""
        with suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
            if found := re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE):
                return round(int(found[1]) / 1024, 1)
        return 0.0

    async def stop(self) -> None:
        """End it: first asked, then forced, with everything it started."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await self._process.wait()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
