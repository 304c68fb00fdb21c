"""A recording's way from its recorder to the archive, told step by step."""

from homeassistant.core import HomeAssistant

from .conftest import DiskRecorder, Start, sha256
from .items import item


async def test_recording_is_stored_queued_uploaded_and_confirmed(start: Start) -> None:
    campus = await start()
    content = campus.recorder.write_file("teacher.mp4")

    await campus.enqueue(item())
    await campus.confirmed()

    assert [step for _, step in campus.steps] == ["stored", "queued", "uploaded", "confirmed"]
    last = campus.news[-1]
    assert (last.size, last.sha256) == (3000, sha256(content))
    assert list(campus.archived.values()) == [content]


async def test_every_file_is_told_and_the_whole_once(start: Start) -> None:
    campus = await start()
    campus.recorder.write_file("teacher.mp4", 3000, 1)
    screen = campus.recorder.write_file("screen.mp4", 500, 2)

    await campus.enqueue(item("rec-1", "teacher.mp4", "screen.mp4"))
    await campus.confirmed()

    confirmed = [news for news in campus.news if news.step == "confirmed"]
    assert [(news.file, news.size) for news in confirmed] == [("teacher.mp4", 3000), ("screen.mp4", 500), ("", 3500)]
    assert (confirmed[1].sha256, confirmed[2].sha256) == (sha256(screen), None)


async def test_local_file_stays_after_it_is_confirmed(start: Start) -> None:
    campus = await start()
    campus.recorder.write_file("teacher.mp4")

    await campus.enqueue(item())
    await campus.confirmed()

    assert (campus.recorder.folder / "teacher.mp4").exists()


async def test_file_behind_a_wire_is_fetched_from_where_it_broke(start: Start, recorder: DiskRecorder) -> None:
    recorder.is_local, recorder.holds_files = False, True
    content = recorder.write_file("teacher.mp4", 5000)
    recorder.break_after = 3000
    campus = await start()

    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))
    recorder.break_after = None
    campus.archive.async_retry()
    await campus.confirmed()

    assert recorder.offsets == [0, 3000]
    assert campus.causes[0].startswith("not_fetched")
    assert list(campus.archived.values()) == [content]


async def test_recording_waits_for_its_recorder(hass: HomeAssistant, start: Start) -> None:
    campus = await start()
    campus.recorder.write_file("teacher.mp4")
    recorder = campus.plugged.pop("recorder1")

    await campus.enqueue(item())
    await campus.until(lambda: campus.causes == ["no_recorder"])
    campus.plugged["recorder1"] = recorder
    campus.archive.async_retry()
    await campus.confirmed()


async def test_recording_goes_on_after_a_restart(hass: HomeAssistant, start: Start) -> None:
    campus = await start()
    campus.unmount()
    campus.recorder.write_file("teacher.mp4")
    await campus.enqueue(item())
    await campus.until(lambda: campus.causes == ["not_writable: the folder is not there"])
    campus.mount()

    await hass.config_entries.async_reload(campus.entry.entry_id)
    await campus.confirmed()

    assert len(campus.archived) == 1


async def test_without_an_archive_a_recording_is_stored_and_waits(start: Start) -> None:
    campus = await start()
    hass, entry = campus.hass, campus.entry
    hass.config_entries.async_remove_subentry(entry, "archive1")
    await hass.async_block_till_done()
    campus.recorder.write_file("teacher.mp4")

    await campus.enqueue(item())
    await campus.until(lambda: ("rec-1", "queued") in campus.steps)

    assert campus.archive.state().waiting == 1
    assert [step for _, step in campus.steps] == ["stored", "queued"]


async def test_copy_that_vanished_is_fetched_once_more(start: Start, recorder: DiskRecorder) -> None:
    recorder.is_local, recorder.holds_files = False, True
    content = recorder.write_file("teacher.mp4", 5000)
    campus = await start()
    campus.unmount()
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))
    campus.lose_copies()

    campus.mount()
    campus.archive.async_retry()
    await campus.until(lambda: len(campus.causes) == 2)
    campus.archive.async_retry()
    await campus.confirmed()

    assert campus.causes[1].startswith("not_fetched")
    assert recorder.offsets == [0, 0]
    assert list(campus.archived.values()) == [content]


async def test_only_copy_that_vanished_waits_for_a_person(start: Start) -> None:
    campus = await start()
    campus.unmount()
    campus.recorder.write_file("teacher.mp4")
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))
    (campus.recorder.folder / "teacher.mp4").unlink()

    campus.mount()
    campus.archive.async_retry()
    await campus.until(lambda: len(campus.causes) == 2)
    campus.archive.async_retry()
    await campus.until(lambda: campus.archive.state().decisions == 1)

    assert campus.causes[2] == "file_gone: teacher.mp4"
    assert campus.archived == {}
