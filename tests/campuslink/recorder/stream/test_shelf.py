"""Files of a recorder: listed, fetched from any byte, deleted; and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campuslink.device.recorder.orders import RecordedFile, RecordingOrder
from campuslink.device.recorder.stream.device import StreamRecorder
from campuslink.device.recorder.stream.journal import FILE_NAME, JoinedFile, Journal, Phase, RecordingClock
from campuslink.device.recorder.stream.shelf import FolderLock
from campuslink.errors import NotWritableError, RefusalReason, RefusedError

from .conftest import Open, order

CONTENT = bytes(range(256)) * 2000


def _store(recorder: StreamRecorder, made: RecordingOrder, *, line: str = "", phase: Phase = Phase.JOINED) -> Journal:
    """Lay out a recording as it is left behind."""
    folder = recorder._settings.folder / made.id
    folder.mkdir(parents=True)
    journal = Journal(folder=folder, order=made, line=line or recorder.line, clock=RecordingClock(), phase=phase)
    if phase is Phase.JOINED:
        for number, source in enumerate(("teacher", "screen")):
            name = f"{made.id}.{source}.20261125T101500Z.mp4"
            (folder / name).write_bytes(CONTENT)
            file = JoinedFile(name=name, source=source, offset_s=1.5 * number, duration_s=60.0, size=len(CONTENT))
            journal.files.append(file)
    journal.save()
    return journal


@pytest.fixture
def recorder(recorder_of: Open) -> StreamRecorder:
    return recorder_of(554)


async def _read(recorder: StreamRecorder, file: RecordedFile, offset: int = 0) -> bytes:
    return b"".join([data async for data in recorder.fetch(file, offset=offset)])


async def test_finished_files_are_listed_with_their_places_in_time(recorder: StreamRecorder) -> None:
    journal = _store(recorder, order())
    teacher, screen = await recorder.list_files(order())
    assert (teacher.source, screen.source, teacher.is_growing) == ("teacher", "screen", False)
    assert teacher.start == datetime.fromtimestamp(journal.clock.began_at, UTC)
    assert screen.start is not None
    assert teacher.start is not None
    assert (screen.start - teacher.start).total_seconds() == 1.5
    assert recorder.local_path(teacher) == journal.folder / teacher.name


@pytest.mark.parametrize("offset", [0, 1, 300_000, len(CONTENT)])
async def test_file_is_fetched_from_any_byte(recorder: StreamRecorder, offset: int) -> None:
    _store(recorder, order())
    file = (await recorder.list_files(order()))[0]
    assert await _read(recorder, file, offset) == CONTENT[offset:]


@pytest.mark.parametrize("offset", [-1, len(CONTENT) + 1])
async def test_byte_that_is_not_there_is_refused(recorder: StreamRecorder, offset: int) -> None:
    _store(recorder, order())
    file = (await recorder.list_files(order()))[0]
    with pytest.raises(RefusedError):
        await _read(recorder, file, offset)


@pytest.mark.parametrize("file_id", ["../secret.mp4", "lesson-1/../../secret", "/etc/passwd", "lesson-1/.lock", ""])
async def test_path_outside_of_the_folder_is_refused(recorder: StreamRecorder, file_id: str) -> None:
    file = RecordedFile(id=file_id, name="x.mp4")
    with pytest.raises(RefusedError):
        recorder.local_path(file)
    with pytest.raises(RefusedError):
        await _read(recorder, file)
    with pytest.raises(RefusedError):
        await recorder.discard(file)


@pytest.mark.parametrize("order_id", ["../x", "a/b", "", ".", "x" * 200])
async def test_order_that_cannot_name_a_folder_is_refused(recorder: StreamRecorder, order_id: str) -> None:
    with pytest.raises(RefusedError):
        await recorder.start(replace(order(), id=order_id))


async def test_folder_goes_with_its_last_file(recorder: StreamRecorder) -> None:
    journal = _store(recorder, order())
    teacher, screen = await recorder.list_files(order())
    await recorder.discard(teacher)
    assert [file.source for file in await recorder.list_files(order())] == ["screen"]
    await recorder.discard(screen)
    assert not journal.folder.exists()
    assert await recorder.list_files(order()) == ()


async def test_file_that_grows_is_not_deleted(recorder: StreamRecorder) -> None:
    file = RecordedFile(id="lesson-1/teacher", name="x.mp4", is_growing=True)
    with pytest.raises(NotWritableError):
        await recorder.discard(file)


async def test_recordings_of_another_recorder_are_left_alone(recorder: StreamRecorder) -> None:
    journal = _store(recorder, order(), line="rtsp:10.9.9.9:554:teacher", phase=Phase.RECORDING)
    await recorder.prepare()
    assert recorder.recording is None
    assert Journal.load(journal.folder).phase is Phase.RECORDING


async def test_damaged_recording_stops_nothing(recorder: StreamRecorder) -> None:
    journal = _store(recorder, order())
    (journal.folder / FILE_NAME).write_text("{")
    await recorder.prepare()
    assert await recorder.list_files(order()) == ()


async def test_two_processes_do_not_record_into_one_folder(recorder: StreamRecorder) -> None:
    recorder._settings.folder.mkdir(parents=True)
    other = FolderLock(recorder._settings.folder, recorder.line)
    assert other.take()
    with pytest.raises(RefusedError) as caught:
        await recorder.start(order())
    assert caught.value.reason is RefusalReason.BUSY
    other.release()
    mine = FolderLock(recorder._settings.folder, recorder.line)
    assert mine.take()
    mine.release()


def test_recorders_of_one_process_share_a_folder(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path, "rtsp:192.0.2.1:554/101"), FolderLock(tmp_path, "rtsp:192.0.2.1:554/201")
    assert one.take()
    assert other.take()
    one.release()
    other.release()
