"""A class and its recording: the timetable keeps what is its own, and a person may end it with a reason."""

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant

from tests.integration.conftest import FakeCampus
from tests.integration.ledger.conftest import set_up_recorded
from tests.integration.ledger.days import Day
from tests.integration.ledger.recorders import Studio
from tests.integration.rooms.conftest import MATHS, friday, use_timetable

from .conftest import act


@pytest.fixture
async def day(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> Day:
    """Return a Friday with a lesson from 08:00 to 09:40, at seven."""
    freezer.move_to(friday(7))
    entry = await set_up_recorded(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    day = Day(hass, entry, freezer)
    await day.settle()
    await day.poll()
    return day


async def test_recording_is_left_to_the_timetable_before_a_lesson(
    hass: HomeAssistant, day: Day, studio: Studio, area_id: str
) -> None:
    told = await act(hass, "start_class", area_id)
    assert told == {"start_recording": ("skipped", "Recorder 1", "Lessons are recorded by timetable")}
    assert not studio["rec1"].is_recording
    told = await act(hass, "end_class", area_id)
    assert told == {"stop_recording": ("already", "Recorder 1", "Records nothing")}


async def test_recording_of_a_lesson_that_runs_goes_on_unless_it_is_to_be_stopped(
    hass: HomeAssistant, day: Day, studio: Studio, area_id: str
) -> None:
    await day.to(friday(8))
    await day.pass_to(friday(8, 1))
    assert (await act(hass, "start_class", area_id))["start_recording"][0] == "already"
    told = await act(hass, "end_class", area_id)
    assert told["stop_recording"] == (
        "skipped",
        "Recorder 1",
        "高等数学 is on until 09:40; its recording goes on",
    )
    assert studio["rec1"].is_recording

    told = await act(hass, "end_class", area_id, stop_recording=True, reason="Fire drill")
    assert told["stop_recording"][0] == "done"
    assert not studio["rec1"].is_recording
    await day.settle()
    recording = day.recording("高等数学")
    (stopped,) = [row for row in await day.rows(recording) if row.step == "stopped"]
    assert (stopped.cause, stopped.detail) == ("person", "Fire drill")

    await day.pass_to(friday(8, 3))
    assert not studio["rec1"].is_recording
    assert (await act(hass, "start_class", area_id))["start_recording"][0] == "done"
    await day.settle()
    assert day.recording("高等数学").is_recording


async def test_recording_started_by_hand_ends_with_the_class(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_recorded(hass, area_id, is_recorded=False)
    day = Day(hass, entry, freezer)
    await day.settle()
    await day.poll()
    assert (await act(hass, "start_class", area_id))["start_recording"][0] == "done"
    assert studio["rec1"].is_recording
    await day.poll()
    assert (await act(hass, "end_class", area_id))["stop_recording"][0] == "done"
    assert not studio["rec1"].is_recording
