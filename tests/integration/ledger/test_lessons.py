"""Lessons recorded by timetable, from plan to archive, and what the ledger says of each."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant

from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, PHYSICS

from .conftest import friday, set_up_recorded, use_timetable
from .days import Day
from .recorders import Studio


async def begin(hass: HomeAssistant, freezer: FrozenDateTimeFactory, area: str, rows: str = MATHS) -> Day:
    freezer.move_to(friday(7))
    entry = await set_up_recorded(hass, area)
    await use_timetable(hass, entry, rows)
    day = Day(hass, entry, freezer)
    await day.settle()
    return day


async def test_lesson_is_recorded_from_its_begin_to_its_end(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    assert await day.chain("高等数学") == ["planned:timetable"]

    await day.to(friday(7, 50))
    assert await day.chain("高等数学") == ["planned:timetable", "armed"]

    await day.to(friday(8))
    assert studio["rec1"].order is not None
    await day.pass_to(friday(8, 1))
    assert await day.chain("高等数学") == ["planned:timetable", "armed", "started:timetable", "signal_good"]

    await day.to(friday(9, 40))
    assert not studio["rec1"].is_recording
    chain = await day.chain("高等数学")
    assert chain[4:] == ["stopped:end", "stored", "queued"]
    recording = day.recording("高等数学")
    assert (recording.state, recording.duration_s) == ("queued", 6000.0)


async def test_of_two_lessons_that_overlap_the_one_begun_last_has_the_recorder(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id, MATHS + PHYSICS.replace("5,3,4", "5,2,3").replace("物理", "实验"))
    await day.to(friday(8))
    studio["rec1"].told.clear()
    await day.to(friday(8, 55))

    assert studio["rec1"].told == ["stop", "start 实验"]
    assert [each.state for each in day.recordings()] == ["stopped", "recording"]
