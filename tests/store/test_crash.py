"""A process that dies, and a disk that is full: nothing acknowledged is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .notes import WAIT_S, keys_in, open_file

ROOT = Path(__file__).parents[2]


def appending(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.store.appending", str(folder), *arguments]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": ""})


def acknowledged(process: subprocess.Popen[str], count: int) -> set[str]:
    assert process.stdout
    numbers = [process.stdout.readline().strip() for _ in range(count)]
    return {f"{number}-{row}" for number in numbers for row in range(5)}


@pytest.mark.parametrize("is_out", [False, True], ids=["database", "spool"])
def test_process_killed_while_it_writes_loses_nothing_acknowledged(tmp_path: Path, is_out: bool) -> None:
    place = tmp_path / "store.db"
    if is_out:
        place.mkdir()
    with appending(tmp_path) as process:
        promised = acknowledged(process, 60)
        process.send_signal(signal.SIGKILL)
        assert process.stdout
        promised |= {f"{line.strip()}-{row}" for line in process.stdout if len(line) == 9 for row in range(5)}
    if is_out:
        place.rmdir()

    engine = open_file(tmp_path)
    kept = set(engine.read(keys_in).result(WAIT_S))
    engine.stop()

    assert promised - kept == set()


def test_full_disk_is_said_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """A limit on the size of a file makes the system refuse writes as a full disk does."""
    with appending(tmp_path, "--limit", "400000") as process:
        assert process.stdout
        lines = [line.strip() for line in process.stdout]
        assert process.wait(WAIT_S) == 0
    promised = {f"{line}-{row}" for line in lines[:-1] for row in range(5)}

    engine = open_file(tmp_path)
    kept = set(engine.read(keys_in).result(WAIT_S))
    engine.stop()

    assert lines[-1].startswith("full: the spool takes no more")
    assert len(promised) > 100
    assert promised - kept == set()
