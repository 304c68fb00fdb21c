"""The demo as its user starts it: a process of its own, read through what it prints."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parent.parent.parent
END_TIMEOUT_S = 90


@dataclass(frozen=True)
class RunningDemo:
    process: subprocess.Popen[str]
    url: str
    password: str


def _start(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demo", *options]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, start_new_session=True)


def check_demo(*options: str) -> dict[str, Any]:
    """Run the demo with --check and return the JSON object it printed."""
    process = _start("--check", *options)
    printed, _ = process.communicate()
    return {**json.loads(printed.splitlines()[-1]), "exit_code": process.returncode}


@contextmanager
def running_demo(*options: str) -> Iterator[RunningDemo]:
    """Yield a demo that is ready; end it as Ctrl-C does."""
    process = _start(*options)
    try:
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert ready.startswith("READY "), ready
        _, url, _, password = ready.split()
        yield RunningDemo(process, url, password.removeprefix("password="))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(END_TIMEOUT_S)


def processes_of(folder: Path) -> list[int]:
    """Return the ids of the processes whose command line names a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = entry.joinpath("cmdline").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in command:
                found.append(int(entry.name))
    return found
