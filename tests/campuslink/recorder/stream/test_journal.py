"""What survives a crash: the recording's clock over jumps and reboots, and its file over half a write."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from campuslink.device.recorder.stream.journal import FILE_NAME, Journal, Phase, RecordingClock
from campuslink.errors import CodecError

from .conftest import order


@dataclass
class Machine:
    """Clocks of a machine that passes by hand."""

    wall: float = 1_790_000_000.0
    up: float = 1000.0
    boot: str = "boot-1"

    def clock(self) -> RecordingClock:
        return RecordingClock(monotonic=lambda: self.up, wall=lambda: self.wall, boot_id=lambda: self.boot)

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.up += seconds


@pytest.mark.parametrize("jump_s", [-3600.0, 3600.0])
def test_wall_clock_that_jumps_moves_nothing(jump_s: float) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.pass_(60)
    machine.wall += jump_s
    assert clock.elapsed_s == 60
    other = machine.clock()
    other.restore(json.loads(json.dumps(clock.to_json())))
    machine.pass_(5)
    assert (other.elapsed_s, other.began_at) == (65, 1_790_000_000.0)


def test_after_a_reboot_the_wall_clock_tells_how_long_it_took() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.pass_(60)
    kept = clock.to_json()
    machine.wall, machine.up, machine.boot = machine.wall + 90, 3.0, "boot-2"
    other = machine.clock()
    other.restore(kept)
    assert other.elapsed_s == 150


def test_wall_clock_set_back_over_a_reboot_never_makes_time_run_backwards() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.pass_(60)
    kept = clock.to_json()
    machine.wall, machine.up, machine.boot = machine.wall - 3600, 3.0, "boot-2"
    other = machine.clock()
    other.restore(kept)
    assert other.elapsed_s == 60


def test_pause_is_no_time() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.pass_(10)
    clock.pause()
    machine.pass_(100)
    other = machine.clock()
    other.restore(clock.to_json())
    other.resume()
    machine.pass_(5)
    assert other.elapsed_s == 15


def test_journal_is_read_as_it_was_saved(tmp_path: Path) -> None:
    journal = Journal(folder=tmp_path, order=order(), line="rtsp:x", clock=RecordingClock())
    run = journal.begin_run("teacher", "20261125T101500Z", is_sound_coded=True)
    journal.phase = Phase.STOPPED
    journal.save()
    found = Journal.load(tmp_path)
    assert (found.order, found.line, found.phase, found.runs) == (journal.order, "rtsp:x", Phase.STOPPED, [run])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"version": 1}', '{"version": 2}', '{"version": 1, "clock": {"elapsed_s": "x"}}']
)
def test_damaged_journal_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(CodecError):
        Journal.load(tmp_path)


def test_half_written_journal_leaves_the_old_one(tmp_path: Path) -> None:
    journal = Journal(folder=tmp_path, order=order(), line="rtsp:x", clock=RecordingClock())
    journal.save()
    (tmp_path / f".{FILE_NAME}.new").write_text('{"version": 1, "ord')
    assert Journal.load(tmp_path).order == journal.order
