"""Processes that never outlive the one that started them."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOP_TIMEOUT_S = 5.0

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """Between fork and exec: ask the kernel to end this process when its parent ends."""
    if _LIBC:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


async def start_child(
    arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None
) -> asyncio.subprocess.Process:
    """Start a process in a group of its own; its output is read by us."""
    return await asyncio.create_subprocess_exec(
        *arguments,
        cwd=cwd,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


async def end_child(process: asyncio.subprocess.Process) -> None:
    """End it: first asked, then forced, with everything it started."""
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(TimeoutError):
        async with asyncio.timeout(STOP_TIMEOUT_S):
            await process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
