"""No process outlives the demo."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from demo.ports import find_ports
from demo.process import Child, ProcessError

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
)
PARENT = f"""
import asyncio, sys
from pathlib import Path
from demo.process import Child
async def main():
    child = Child("child", [sys.executable, "-c", {SLEEPER!r}], log=Path(sys.argv[1]), cwd=Path.cwd(), is_talking=True)
    async with child:
        await child.first_line()
        print(child.process.pid, flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def _child(tmp_path: Path, code: str) -> Child:
    return Child("child", [sys.executable, "-c", code], log=tmp_path / "log", cwd=tmp_path, is_talking=True)


async def test_child_ends_with_its_context(tmp_path: Path) -> None:
    async with _child(tmp_path, SLEEPER) as child:
        assert await child.first_line() == "up\n"
    assert child.process.returncode == -signal.SIGTERM


async def test_child_that_ignores_the_request_is_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.process.STOP_TIMEOUT_S", 0.05)
    async with _child(tmp_path, STUBBORN) as child:
        await child.first_line()
    assert child.process.returncode == -signal.SIGKILL


async def test_child_that_ends_by_itself_is_noticed(tmp_path: Path) -> None:
    async with _child(tmp_path, "raise SystemExit(3)") as child:
        with pytest.raises(ProcessError, match="did not start"):
            await child.first_line()
        await child.process.wait()
        with pytest.raises(ProcessError, match="code 3"):
            child.check()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal")
async def test_child_ends_when_the_demo_is_killed(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, str(tmp_path / "log"), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    watch = os.pidfd_open(pid)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(watch, ended.set)
    parent.kill()
    await parent.wait()
    async with asyncio.timeout(10):
        await ended.wait()
    asyncio.get_running_loop().remove_reader(watch)
    os.close(watch)


@pytest.mark.usefixtures("socket_enabled")
def test_ports_in_use_are_passed_over() -> None:
    base = find_ports(18200, 3)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", base + 1))
        taken.listen()
        assert find_ports(base, 3) > base
