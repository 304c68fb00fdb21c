"""Recordings in a folder: whole under their name or not at all."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError, FaultCode
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets import folder as folder_module
from custom_components.smart_campus.archive.targets.folder import CHUNK, FolderTarget

from .conftest import Keeper, names_in, parcel_of, write_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "nas"
    folder.mkdir()
    return folder


@pytest.fixture
def target(root: Path, pace: Pace) -> FolderTarget:
    return FolderTarget(root, pace)


async def test_recording_is_there_whole_and_proven(
    target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 3 * CHUNK + 5), write_file(tmp_path / "screen.mp4", 10, 2))

    receipt = await target.send(parcel, {}, keeper)
    await target.verify(parcel, receipt)

    folder = root / "A101" / "2026-11-25"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "teacher.mp4": (tmp_path / "teacher.mp4").read_bytes(),
        "screen.mp4": (tmp_path / "screen.mp4").read_bytes(),
        "rec-1.json": parcel.side,
    }


async def test_recording_sent_twice_is_there_once_and_written_once(
    target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))
    await target.send(parcel, {}, keeper)
    stored = root / "A101" / "2026-11-25" / "teacher.mp4"
    before = stored.stat().st_ino

    await target.send(parcel, {}, keeper)

    assert stored.stat().st_ino == before
    assert len(list(stored.parent.iterdir())) == 2


async def test_copy_goes_on_behind_what_is_there_and_writes_over_what_is_wrong(
    target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    file = write_file(tmp_path / "teacher.mp4", 4 * CHUNK)
    folder = root / "A101" / "2026-11-25"
    folder.mkdir(parents=True)
    content = file.path.read_bytes()
    (folder / "teacher.mp4.part").write_bytes(content[: 2 * CHUNK] + bytes(CHUNK))
    taken = []

    class Counting(Pace):
        async def take(self, count: int) -> None:
            taken.append(count)

    parcel = parcel_of(file)
    progress = {"place": "A101/2026-11-25/teacher.mp4", "part": {"sha256": file.sha256}}
    receipt = await FolderTarget(root, Counting(None)).send(parcel, progress, keeper)

    await target.verify(parcel, receipt)
    assert sum(taken) == 2 * CHUNK


async def test_changed_copy_is_noticed(target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))
    receipt = await target.send(parcel, {}, keeper)
    stored = root / "A101" / "2026-11-25" / "teacher.mp4"
    stored.write_bytes(bytes(1000))

    with pytest.raises(ArchiveFaultError) as caught:
        await target.verify(parcel, receipt)

    assert caught.value.code is FaultCode.NOT_IDENTICAL
    await target.send(parcel, {}, keeper)
    await target.verify(parcel, receipt)


async def test_folder_that_is_not_there_is_not_made(root: Path, pace: Pace, tmp_path: Path, keeper: Keeper) -> None:
    target = FolderTarget(root / "unmounted", pace)

    with pytest.raises(ArchiveFaultError) as caught:
        await target.send(parcel_of(write_file(tmp_path / "teacher.mp4", 10)), {}, keeper)

    assert caught.value.code is FaultCode.NOT_WRITABLE
    assert not (root / "unmounted").exists()


async def test_full_disk_leaves_no_file_under_its_name(
    target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    folder = root / "A101" / "2026-11-25"
    folder.mkdir(parents=True)
    (folder / "teacher.mp4.part").symlink_to("/dev/full")
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))

    with pytest.raises(ArchiveFaultError) as caught:
        await target.send(parcel, {}, keeper)

    assert caught.value.code is FaultCode.NO_SPACE
    assert not (folder / "teacher.mp4").exists()


async def test_share_that_hangs_is_noticed(target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper) -> None:
    folder = root / "A101" / "2026-11-25"
    folder.mkdir(parents=True)
    # Whoever opens a pipe nobody reads from waits, as on a share whose server is gone
    pipe = folder / "teacher.mp4.part"
    os.mkfifo(pipe)
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))

    with patch.object(folder_module, "STALL_S", 0.2), pytest.raises(ArchiveFaultError) as caught:
        await target.send(parcel, {}, keeper)
    os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))

    assert caught.value.code is FaultCode.STALLED


async def test_probe_leaves_nothing_behind(target: FolderTarget, root: Path) -> None:
    await target.probe()

    assert names_in(root) == []


async def test_recording_can_be_read_from_the_middle_and_erased(
    target: FolderTarget, root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    file = write_file(tmp_path / "teacher.mp4", 1000)
    receipt = await target.send(parcel_of(file), {}, keeper)

    assert (
        b"".join([chunk async for chunk in target.read(receipt["files"][0], 100, 50)])
        == (file.path.read_bytes()[100:150])
    )
    assert await target.erase(receipt) == []
    assert list((root / "A101" / "2026-11-25").iterdir()) == []


@pytest.mark.parametrize("place", ["../secret", "/etc/passwd", "a/../../b", ""])
def test_nothing_outside_of_the_folder_is_reached(target: FolderTarget, place: str) -> None:
    with pytest.raises(ArchiveFaultError):
        target.path_of(place)
