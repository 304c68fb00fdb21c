"""What really goes wrong in a lesson: killed processes, lost cameras, full disks. The files tell the truth."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from campuslink.device.recorder.orders import RecordedFile, RecorderState
from campuslink.device.recorder.stream.device import StreamRecorder
from campuslink.device.recorder.stream.recording import Recording
from simulator.rtsp_process import CameraSource

from .conftest import ROOT, Cameras, Open, order, values_of
from .film import decode_errors, duration_of, eventually, flashes_in, kill, streams_of, ticks_in, writers_into

pytestmark = [pytest.mark.servers, pytest.mark.slow]

SYNC = CameraSource(picture="flash", sound="ticks")
SEGMENT_AND_KEYFRAME_S = 7.0
"""Segments of 5 s end at the next keyframe, 2 s apart."""


def _recording(recorder: StreamRecorder) -> Recording:
    assert recorder.recording is not None
    return recorder.recording


async def _stop(recorder: StreamRecorder) -> list[tuple[RecordedFile, Path]]:
    """Stop and return the files with their places, each decoded without an error and in step."""
    assert await recorder.stop() is RecorderState.IDLE
    found = []
    for file in await recorder.list_files(order()):
        path = recorder.local_path(file)
        assert path is not None, recorder.describe()
        assert await decode_errors(path) == ""
        assert file.duration_s == pytest.approx(await duration_of(path), abs=0.2)
        found.append((file, path))
    return found


async def _out_of_step(file: RecordedFile, path: Path) -> list[tuple[float, float]]:
    """Return flashes that no tick goes with, as (flash, nearest tick); next to a gap one of both may be missing."""
    ticks = await ticks_in(path)
    flashes = [
        flash
        for flash in (await flashes_in(path))[1:-1]
        if not any(begin_s - 1.5 < flash < end_s + 1.5 for begin_s, end_s in file.gaps)
    ]
    assert len(flashes) > 5
    nearest = [(flash, min(ticks, key=lambda tick, flash=flash: abs(flash - tick))) for flash in flashes]
    return [(flash, tick) for flash, tick in nearest if abs(flash - tick) >= 0.2]


async def test_killed_ffmpeg_costs_less_than_a_segment(cameras: Cameras, recorder_of: Open, tmp_path: Path) -> None:
    _, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    await recorder.start(order())
    recording = _recording(recorder)
    await eventually(lambda: recording.elapsed_s >= 9)
    before_s = recording.elapsed_s
    for pid in writers_into(tmp_path):
        kill(pid)
    await eventually(lambda: recording.gaps == 1 and recording.state is RecorderState.RECORDING)
    await eventually(lambda: recording.elapsed_s >= before_s + 9)
    elapsed_s = recording.elapsed_s
    ((file, path),) = await _stop(recorder)
    ((begin_s, end_s),) = file.gaps
    assert before_s - SEGMENT_AND_KEYFRAME_S <= begin_s + 1 <= before_s + 2
    assert end_s - begin_s < SEGMENT_AND_KEYFRAME_S + 4
    assert file.duration_s == pytest.approx(elapsed_s, abs=4)
    assert await _out_of_step(file, path) == []


async def test_killed_owner_takes_ffmpeg_along_and_the_next_one_goes_on(
    cameras: Cameras, recorder_of: Open, tmp_path: Path
) -> None:
    _, port = await cameras({"/live": SYNC})
    folder = tmp_path / "recordings"
    owner = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.campuslink.recorder.stream.owner", str(port), str(folder)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert owner.stdout is not None
    async with asyncio.timeout(60):
        assert await owner.stdout.readline() == b"recording\n"
    await eventually(lambda: len(list(folder.glob("lesson-1/*.ts"))) >= 2)
    owner.kill()
    await owner.wait()
    await eventually(lambda: not writers_into(tmp_path), 8)

    recorder = recorder_of(port)
    await recorder.prepare()
    recording = _recording(recorder)
    assert recording.order.id == "lesson-1"
    assert recording.gaps == 1
    assert await recorder.start(order()) is RecorderState.RECORDING
    began_s = recording.elapsed_s
    await eventually(lambda: recording.elapsed_s >= began_s + 9)
    ((file, path),) = await _stop(recorder)
    assert len(file.gaps) == 1
    assert file.duration_s is not None
    assert file.duration_s > began_s + 7
    assert await _out_of_step(file, path) == []


async def test_owner_that_comes_back_after_the_lesson_finishes_the_file(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC})
    first = recorder_of(port)
    await first.start(order(minutes=0.1))
    recording = _recording(first)
    await eventually(lambda: recording.elapsed_s >= 7)
    await first.close()
    assert recording.journal.phase.value == "recording"
    second = recorder_of(port)
    await second.prepare()
    assert second.recording is None
    ((file, _),) = await _stop(second)
    assert file.duration_s is not None
    assert file.duration_s >= 5


async def test_lost_camera_is_told_and_its_gap_is_kept_in_time(cameras: Cameras, recorder_of: Open) -> None:
    process, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    await recorder.start(order())
    recording = _recording(recorder)
    await eventually(lambda: recording.elapsed_s >= 7)
    await process.ask("camera", "unplug")
    await eventually(lambda: recording.state is RecorderState.ERROR)
    stood_s = recording.elapsed_s
    await eventually(lambda: values_of(recorder)["picture"] == values_of(recorder)["sound"] == "absent")
    assert recording.elapsed_s == stood_s
    await process.ask("camera", "plug")
    await eventually(lambda: recording.state is RecorderState.RECORDING)
    await eventually(lambda: values_of(recorder)["picture"] == "good")
    await eventually(lambda: recording.elapsed_s >= stood_s + 20)
    elapsed_s = recording.elapsed_s
    ((file, path),) = await _stop(recorder)
    ((begin_s, end_s),) = file.gaps
    assert begin_s == pytest.approx(stood_s, abs=3)
    assert end_s - begin_s > 10
    assert file.duration_s == pytest.approx(elapsed_s, abs=4)
    # A player keeps step by the sound, so the gap is filled with silence
    ticks = [tick for tick in await ticks_in(path) if begin_s + 1 < tick < end_s - 1]
    assert ticks == []
    assert await _out_of_step(file, path) == []


async def test_camera_that_stays_connected_and_sends_nothing_is_replaced(cameras: Cameras, recorder_of: Open) -> None:
    process, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    await recorder.start(order())
    recording = _recording(recorder)
    await process.ask("camera", "change", path="/live", stalled=True)
    await eventually(lambda: values_of(recorder)["picture"] == "absent")
    await process.ask("camera", "change", path="/live", stalled=False)
    await eventually(lambda: recording.state is RecorderState.RECORDING)
    assert recording.gaps >= 1
    await _stop(recorder)


async def test_other_resolution_begins_another_file(cameras: Cameras, recorder_of: Open) -> None:
    process, port = await cameras({"/live": CameraSource()})
    recorder = recorder_of(port)
    await recorder.start(order())
    recording = _recording(recorder)
    await eventually(lambda: recording.elapsed_s >= 6)
    await process.ask("camera", "change", path="/live", width=640, height=360)
    await eventually(lambda: recording.gaps == 1 and recording.state is RecorderState.RECORDING)
    before_s = recording.elapsed_s
    await eventually(lambda: recording.elapsed_s >= before_s + 6)
    found = await _stop(recorder)
    sizes = [[s["width"] for s in await streams_of(path) if s["codec_type"] == "video"] for _, path in found]
    assert sizes == [[320], [640]]
    first, second = (file for file, _ in found)
    assert first.start is not None
    assert second.start is not None
    assert first.duration_s is not None
    assert (second.start - first.start).total_seconds() >= first.duration_s


@pytest.mark.parametrize(
    ("change", "point", "state"),
    [
        ({"sound": "silent"}, "sound", "silent"),
        ({"sound": "clipped"}, "sound", "clipped"),
        ({"picture": "black"}, "picture", "black"),
        ({"picture": "frozen"}, "picture", "frozen"),
    ],
)
async def test_trouble_in_a_lesson_is_told_within_a_minute_and_forgotten_when_over(
    cameras: Cameras, recorder_of: Open, change: dict[str, str], point: str, state: str
) -> None:
    process, port = await cameras({"/live": CameraSource()})
    recorder = recorder_of(port)
    await recorder.start(order())
    await eventually(lambda: values_of(recorder)["sound_level"] is not None)
    assert (values_of(recorder)["picture"], values_of(recorder)["sound"]) == ("good", "good")
    await process.ask("camera", "change", path="/live", **change)
    # The poll that carries it is at most 10 s later
    await eventually(lambda: values_of(recorder)[point] == state, 50)
    await process.ask("camera", "change", path="/live", picture="good", sound="good")
    await eventually(lambda: values_of(recorder)[point] == "good", 50)


async def test_file_that_may_not_grow_is_told_and_what_was_written_is_kept(
    cameras: Cameras, recorder_of: Open, tmp_path: Path
) -> None:
    """The limit stands for a quota: it needs no rights, and ffmpeg's write fails as on a full disk."""
    _, port = await cameras({"/live": CameraSource()})
    limited = tmp_path / "ffmpeg"
    limited.write_text(
        '#!/bin/sh\ncase "$*" in *-segment_time*) trap "" XFSZ; ulimit -f 100;; esac\nexec ffmpeg "$@"\n'
    )
    limited.chmod(0o755)
    recorder = recorder_of(port, ffmpeg=str(limited))
    await recorder.start(order())
    recording = _recording(recorder)
    await eventually(lambda: "takes no more" in " ".join(recording.causes))
    found = await _stop(recorder)
    assert found


def _phase_of(path: Path) -> object:
    return json.loads((path.parent / "recording.json").read_text())["phase"]


def _mount(folder: Path, size: str, *more: str) -> bool:
    command = ["/bin/mount", "-t", "tmpfs", "-o", ",".join([*more, f"size={size}"]), "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "recordings"
    folder.mkdir()
    if os.geteuid() or not _mount(folder, "300k"):
        pytest.skip("only root can mount a small disk; the limit on files above is tried instead")
    yield folder
    subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


async def test_full_disk_ends_nothing_that_was_recorded(cameras: Cameras, recorder_of: Open, small_disk: Path) -> None:
    _, port = await cameras({"/live": CameraSource()})
    recorder = recorder_of(port, mbit_s=0.01)
    await recorder.start(order(minutes=0.5))
    recording = _recording(recorder)
    await eventually(lambda: "takes no more" in " ".join(recording.causes))
    recorded_s = recording.elapsed_s
    assert await recorder.stop() is RecorderState.IDLE
    (growing,) = await recorder.list_files(order())
    assert growing.is_growing
    assert recorder.local_path(growing) is None
    assert growing.size
    assert recorder.describe()["trouble"]

    assert _mount(small_disk, "50m", "remount")
    (file,) = await recorder.list_files(order())
    path = recorder.local_path(file)
    assert path is not None
    assert await decode_errors(path) == ""
    assert file.duration_s == pytest.approx(recorded_s, abs=SEGMENT_AND_KEYFRAME_S)
    assert await asyncio.to_thread(_phase_of, path) == "joined"


async def test_recording_ends_before_it_takes_the_room_of_others(cameras: Cameras, recorder_of: Open) -> None:
    """The disk is pretended here: how full a real one is, is nobody's to say in a test."""
    _, port = await cameras({"/live": CameraSource()})
    recorder = recorder_of(port, reserve_bytes=10_000_000)
    free, asked = [10_000_000_000], []

    async def make_room(wanted: int) -> int:
        asked.append(wanted)
        return 0

    recorder._guard._usage = lambda _: (20_000_000_000, free[0])
    recorder.set_room_maker(make_room)
    await recorder.start(order(minutes=1))
    recording = _recording(recorder)
    await eventually(lambda: recording.elapsed_s >= 5)
    assert asked == []
    free[0] = 7_000_000
    await eventually(lambda: asked)
    assert recording.state is RecorderState.RECORDING
    free[0] = 4_000_000
    await eventually(lambda: recording.is_ended_by_disk and values_of(recorder)["state"] == "error")
    assert await recorder.stop() is RecorderState.IDLE
    ((file, _),) = await _stop(recorder)
    assert file.duration_s is not None
    assert file.duration_s >= 5
