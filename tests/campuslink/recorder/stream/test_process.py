"""ffmpeg's keeper: it ends what it keeps when we end, and says how that ended."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from campuslink.device.recorder.stream.process import KEEPER, Ffmpeg, find_ffmpeg
from campuslink.errors import LinkError

type Keep = Callable[[str], subprocess.Popen[bytes]]


@pytest.fixture
def keep() -> Keep:
    def start(script: str) -> subprocess.Popen[bytes]:
        command = ["/bin/sh", "-c", KEEPER, "sh", "/bin/sh", "-c", script]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)

    return start


def _close(process: subprocess.Popen[bytes]) -> int:
    assert process.stdin is not None
    process.stdin.close()
    return process.wait(timeout=20)


def test_child_ends_when_its_owner_is_gone(keep: Keep) -> None:
    process = keep("echo up; exec sleep 1000")
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    assert _close(process) == 128 + 15


def test_how_the_child_ended_is_passed_on(keep: Keep) -> None:
    process = keep("exit 7")
    assert process.stdout is not None
    assert process.stdout.read() == b""
    assert _close(process) == 7


@pytest.mark.slow
def test_child_that_will_not_end_is_killed(keep: Keep) -> None:
    process = keep("trap '' TERM; echo up; while :; do sleep 0.2; done")
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    assert _close(process) == 128 + 9


def test_missing_ffmpeg_is_told() -> None:
    with pytest.raises(LinkError, match="ffmpeg is not installed"):
        find_ffmpeg("/nowhere/ffmpeg")


async def test_program_that_cannot_run_is_an_error_code(tmp_path: Path) -> None:
    run = Ffmpeg(str(tmp_path / "none"))
    await run.start(())
    assert [data async for data in run.output()] == []
    assert await run.finish() == 127
