"""Real ffmpeg records real RTSP; the files are judged by ffprobe and ffmpeg, called directly."""

import asyncio
import json
from itertools import pairwise
from pathlib import Path

import pytest

from campuslink.device.recorder.orders import RecorderState
from campuslink.device.recorder.stream.device import StreamRecorder
from campuslink.errors import CannotConnectError, CredentialsError, LinkError, NoAnswerError, RefusedError
from simulator.rtsp_process import CameraSource

from .conftest import PASSWORD, Cameras, Open, order
from .film import (
    command_lines,
    decode_errors,
    duration_of,
    eventually,
    flashes_in,
    is_faststart,
    streams_of,
    ticks_in,
    times_of,
    writers_into,
)

pytestmark = pytest.mark.servers

SYNC = CameraSource(picture="flash", sound="ticks")
IN_STEP_S = 0.15
"""A picture lasts 0.1 s, and AAC delays sound by its first frame."""


async def _record(recorder: StreamRecorder, seconds: float, order_id: str = "lesson-1") -> list[Path]:
    """Record for about so many seconds and return the files."""
    await recorder.start(order(order_id))
    recording = recorder.recording
    assert recording is not None
    await eventually(lambda: recording.elapsed_s >= seconds)
    assert await recorder.stop() is RecorderState.IDLE
    files = await recorder.list_files(order(order_id))
    assert not any(file.is_growing for file in files)
    return [path for file in files if (path := recorder.local_path(file))]


async def test_recording_becomes_one_playable_file_in_step(cameras: Cameras, recorder_of: Open, tmp_path: Path) -> None:
    _, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    (path,) = await _record(recorder, 12)
    (file,) = await recorder.list_files(order())
    assert [stream["codec_name"] for stream in await streams_of(path)] == ["h264", "aac"]
    assert await decode_errors(path) == ""
    assert await is_faststart(path)
    assert file.duration_s == pytest.approx(await duration_of(path), abs=0.2)
    assert file.gaps == ()
    flashes, ticks = (await flashes_in(path))[1:], await ticks_in(path)
    assert len(flashes) >= 10
    assert all(min(abs(flash - tick) for tick in ticks) < IN_STEP_S for flash in flashes)
    assert all(later - earlier == pytest.approx(1, abs=0.02) for earlier, later in pairwise(flashes))
    assert list(path.parent.glob("*.ts")) == []
    assert writers_into(tmp_path) == []


async def test_first_packets_without_times_make_neither_a_jump_nor_a_stumble(
    cameras: Cameras, recorder_of: Open
) -> None:
    _, port = await cameras({"/live": SYNC})
    (path,) = await _record(recorder_of(port), 8)
    steps = [later - earlier for earlier, later in pairwise(await times_of(path, "v:0"))]
    assert all(step == pytest.approx(0.1, abs=0.02) for step in steps)


async def test_two_sources_of_one_picture_are_aligned(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC})
    sources = [{"name": "teacher", "path": "/live"}, {"name": "class", "path": "/live", "has_sound": False}]
    recorder = recorder_of(port, sources=sources)
    paths = await _record(recorder, 12)
    side = json.loads((paths[0].parent / "recording.json").read_text())
    assert [file["source"] for file in side["files"]] == ["teacher", "class"]
    shown = [
        [file["offset_s"] + at for at in (await flashes_in(path))[2:]]
        for file, path in zip(side["files"], paths, strict=True)
    ]
    apart = [min(abs(one - other) for other in shown[1]) for one in shown[0][:6]]
    assert max(apart) < 0.5


async def test_pause_is_left_out_and_no_gap(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    await recorder.start(order())
    recording = recorder.recording
    assert recording is not None
    await eventually(lambda: recording.elapsed_s >= 5)
    assert await recorder.pause() is RecorderState.PAUSED
    before_s = recording.elapsed_s
    await asyncio.sleep(4)
    assert recording.elapsed_s == before_s
    assert await recorder.resume() is RecorderState.RECORDING
    await eventually(lambda: recording.elapsed_s >= before_s + 4)
    assert recording.gaps == 0
    await recorder.stop()
    (file,) = await recorder.list_files(order())
    path = recorder.local_path(file)
    assert path is not None
    assert await decode_errors(path) == ""
    assert not [gap for gap in file.gaps if gap[1] - gap[0] > 3]
    assert file.duration_s == pytest.approx(recording.elapsed_s, abs=3)


async def test_source_without_sound_is_recorded(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": CameraSource(sound="none")})
    (path,) = await _record(recorder_of(port), 7)
    assert [stream["codec_type"] for stream in await streams_of(path)] == ["video"]
    assert await decode_errors(path) == ""


async def test_sound_that_browsers_do_not_play_is_coded_anew_and_stays_in_step(
    cameras: Cameras, recorder_of: Open
) -> None:
    _, port = await cameras({"/live": CameraSource(picture="flash", sound="ticks", codec="g711")})
    recorder = recorder_of(port)
    await recorder.start(order())
    recording = recorder.recording
    assert recording is not None
    await eventually(lambda: any(run.is_sound_coded for run in recording.journal.runs))
    await eventually(lambda: recording.elapsed_s >= 12)
    await recorder.stop()
    (file,) = await recorder.list_files(order())
    path = recorder.local_path(file)
    assert path is not None
    assert [stream["codec_name"] for stream in await streams_of(path)] == ["h264", "aac"]
    assert await decode_errors(path) == ""
    flashes, ticks = (await flashes_in(path))[1:-1], await ticks_in(path)
    assert len(flashes) >= 3
    assert all(min(abs(flash - tick) for tick in ticks) < IN_STEP_S for flash in flashes)


async def test_stopped_lesson_can_be_gone_on_with(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    first = await _record(recorder, 4)
    both = await _record(recorder, 4)
    assert both[0] == first[0]
    assert len(both) == 2
    assert [await decode_errors(path) for path in both] == ["", ""]


async def test_second_order_is_refused_while_one_runs(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC})
    recorder = recorder_of(port)
    await recorder.start(order("first"))
    with pytest.raises(RefusedError, match="first"):
        await recorder.start(order("second"))
    assert await recorder.start(order("first")) is RecorderState.RECORDING


@pytest.mark.parametrize("login", ["basic", "digest"])
async def test_login_works_and_nobody_on_this_machine_sees_it(
    cameras: Cameras, recorder_of: Open, login: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, port = await cameras({"/live": SYNC}, username="admin", password=PASSWORD, login=login)
    recorder = recorder_of(port, {"username": "admin", "password": PASSWORD})
    assert await recorder.start(order()) is RecorderState.RECORDING
    # The simulated camera is told its own password on its command line
    seen = b"\n".join(line for line in command_lines().split(b"\n") if b"rtsp_streamer" not in line)
    for spelling in (PASSWORD, "p%40ss%3A%2Fw%27ord"):
        assert spelling.encode() not in seen
        assert spelling not in caplog.text + repr(recorder.describe()) + repr(recorder._settings)
    await recorder.stop()


async def test_wrong_password_is_named_without_repeating_it(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC}, username="admin", password=PASSWORD)
    recorder = recorder_of(port, {"username": "admin", "password": "wrong-secret"})
    with pytest.raises(CredentialsError) as caught:
        await recorder.identify()
    assert "wrong-secret" not in str(caught.value)
    with pytest.raises(CredentialsError):
        await recorder.preflight(order())
    with pytest.raises(RefusedError, match="user or password") as refused:
        await recorder.start(order())
    assert "wrong-secret" not in str(refused.value)


async def test_port_that_nobody_listens_on_cannot_be_reached(recorder_of: Open, unused_tcp_port: int) -> None:
    recorder = recorder_of(unused_tcp_port)
    with pytest.raises(CannotConnectError):
        await recorder.poll(recorder.points)
    with pytest.raises(CannotConnectError):
        await recorder.preflight(order())


async def test_server_that_never_answers_is_given_up(recorder_of: Open) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        recorder = recorder_of(server.sockets[0].getsockname()[1])
        with pytest.raises(NoAnswerError):
            await recorder.poll(recorder.points)
        with pytest.raises(NoAnswerError):
            await recorder.preflight(order())


async def test_path_that_is_not_there_is_told(cameras: Cameras, recorder_of: Open) -> None:
    _, port = await cameras({"/live": SYNC})
    with pytest.raises(LinkError, match="path"):
        await recorder_of(port, path="/other").preflight(order())


@pytest.mark.parametrize(
    ("sound", "has_sound"), [("good", True), ("silent", False), ("clipped", False), ("none", False)]
)
async def test_preflight_hears_the_microphone(cameras: Cameras, recorder_of: Open, sound: str, has_sound: bool) -> None:
    _, port = await cameras({"/live": CameraSource(sound=sound)})
    found = await recorder_of(port).preflight(order())
    assert (found.has_source, found.has_space, found.is_clock_right, found.has_sound) == (True, True, True, has_sound)
    assert ("sound" in found.notes) is not has_sound


async def test_preview_is_a_jpeg_and_takes_no_connection_while_recording(cameras: Cameras, recorder_of: Open) -> None:
    process, port = await cameras({"/live": CameraSource()})
    recorder = recorder_of(port)
    idle = await recorder.preview()
    assert idle is not None
    assert idle.startswith(b"\xff\xd8\xff")
    await recorder.start(order())
    recording = recorder.recording
    assert recording is not None
    await eventually(lambda: recording.elapsed_s >= 8)
    before = (await process.ask("camera", "change", path="/live"))["connections"]
    recorder._preview = (-1000.0, None)
    shown = await recorder.preview()
    assert shown is not None
    assert shown.startswith(b"\xff\xd8\xff")
    assert (await process.ask("camera", "change", path="/live"))["connections"] == before
