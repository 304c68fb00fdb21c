"""The whole chain with a real archive: it fails at first, and confirms in the end."""

import time
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant

from tests.integration.archive.conftest import archive
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS

from .conftest import friday, set_up_recorded, use_timetable
from .days import Day
from .recorders import Studio
from .test_troubles import LESSON, listen

LOOKS = 20
"""How often to look whether an attempt begins."""


async def until(day: Day, state: str, missed: int = 0) -> None:
    """Let the archive work until a lesson stands so: it works in threads, for which time is not frozen."""
    for _ in range(1_000):
        recording = day.recording(LESSON)
        if recording.state == state and len(recording.missed) >= missed:
            break
        await day.hass.async_add_executor_job(time.sleep, 0.01)
        await day.settle()
    await day.settle()


async def finish(day: Day) -> None:
    """Let an attempt that began come to its end: a clock that jumps in the middle would tell it that its time is up."""
    for tries in range(1_000):
        await day.settle()
        if tries >= LOOKS and day.recording(LESSON).state != "uploading":
            break
        await day.hass.async_add_executor_job(time.sleep, 0.01)


async def test_lesson_is_archived_once_the_archive_is_back(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    tmp_path: Path,
) -> None:
    nas = tmp_path / "nas"
    freezer.move_to(friday(7))
    entry = await set_up_recorded(hass, area_id, archive(target={"path": str(nas)}))
    await use_timetable(hass, entry, MATHS)
    day = Day(hass, entry, freezer)
    heard = listen(hass)
    await day.to(friday(7, 50))
    await day.to(friday(8))
    await day.pass_to(friday(8, 1))
    await day.to(friday(9, 40))
    await until(day, "queued", missed=1)
    assert heard == [("uploaded", "not_writable")]

    nas.mkdir()
    for minutes in range(41, 60):
        await day.to(friday(9, minutes))
        await finish(day)
    recording = day.recording(LESSON)
    assert recording.state == "confirmed"
    (facts,) = recording.files.values()
    assert len(facts.sha256) == 64
    assert heard == [("uploaded", "not_writable")]
    assert [path.stat().st_size for path in nas.rglob("*.mp4")] == [facts.size]
