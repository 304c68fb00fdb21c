"""Trouble of a lesson is told with its cause while the lesson can still be saved."""

from time import monotonic
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.campuslink.model import PollClass
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.recordings.problems import LOOK_EVERY

from ..conftest import fail, poll
from .conftest import KEY, SUBENTRY, shown, start_lesson, start_site, until
from .memory_recorder import Lecture


async def show(hass: HomeAssistant, entry: MockConfigEntry, lecture: Lecture, **values: Any) -> None:
    """Have the recorder be like this, and be asked."""
    lecture.values.update(values)
    await poll(hass, entry, SUBENTRY)


@pytest.mark.parametrize(
    ("point", "bad"),
    [("picture", "black"), ("picture", "frozen"), ("picture", "absent"), ("sound", "silent"), ("sound", "clipped")],
)
async def test_bad_signal_of_a_recording_is_told_with_its_cause(
    hass: HomeAssistant, lecture: Lecture, point: str, bad: str
) -> None:
    entry = await start_site(hass)
    await show(hass, entry, lecture, state="recording", **{point: bad})
    state, attributes = shown(hass, "binary_sensor", f"{point}_problem")
    assert (state, attributes["cause"], attributes["device_class"]) == ("on", bad, "problem")
    assert attributes["since"]
    await show(hass, entry, lecture, **{point: "good"})
    state, attributes = shown(hass, "binary_sensor", f"{point}_problem")
    assert (state, attributes["cause"], attributes["since"]) == ("off", None, None)


async def test_dark_room_between_lessons_is_no_problem(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_site(hass)
    await show(hass, entry, lecture, state="idle", picture="black", sound="silent")
    assert shown(hass, "binary_sensor", "picture_problem")[0] == "off"
    assert shown(hass, "binary_sensor", "sound_problem")[0] == "off"


async def test_signal_nobody_can_tell_is_unknown(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_site(hass)
    await show(hass, entry, lecture, state="recording", picture=None)
    assert shown(hass, "binary_sensor", "picture_problem")[0] == "unknown"


async def test_sound_is_not_watched_where_there_is_no_microphone(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass, options={"watch_sound": False})
    assert hass.states.get("binary_sensor.a301_a301_recorder_sound_problem") is None


async def test_recorder_in_error_is_a_problem(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_site(hass)
    await show(hass, entry, lecture, state="error")
    state, attributes = shown(hass, "binary_sensor", "recording_problem")
    assert (state, attributes["cause"]) == ("on", "error")
    assert shown(hass, "switch", "recording")[0] == "unknown"


async def test_silent_recorder_is_a_problem_during_a_lesson_only(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_lesson(hass)
    await until(hass, lambda: bool(lecture.orders))
    await show(hass, entry, lecture, state="recording")
    lecture.is_silent = True
    await fail(hass, entry, SUBENTRY)
    state, attributes = shown(hass, "binary_sensor", "recording_problem")
    assert (state, attributes["cause"]) == ("on", "unreachable")
    lecture.is_silent = False
    await poll(hass, entry, SUBENTRY)
    assert shown(hass, "binary_sensor", "recording_problem")[0] == "off"


async def test_silent_recorder_without_a_lesson_is_unavailable(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_site(hass)
    lecture.is_silent = True
    await fail(hass, entry, SUBENTRY)
    assert shown(hass, "binary_sensor", "recording_problem")[0] == "unavailable"


async def test_too_little_storage_for_the_rest_of_the_lesson_is_told(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_lesson(hass)
    await until(hass, lambda: bool(lecture.orders))
    await show(hass, entry, lecture, state="recording", time_left=-1)
    state, attributes = shown(hass, "binary_sensor", "recording_problem")
    assert (state, attributes["cause"]) == ("on", "storage")


async def test_lesson_that_is_not_recorded_is_told_without_a_report(
    hass: HomeAssistant, lecture: Lecture, monkeypatch: pytest.MonkeyPatch
) -> None:
    lecture.obeys = False
    entry = await start_lesson(hass)
    await until(hass, lambda: bool(lecture.orders))
    await poll(hass, entry, SUBENTRY)
    assert shown(hass, "binary_sensor", "recording_problem")[0] == "off"
    later = monotonic() + 31
    monkeypatch.setattr("custom_components.smart_campus.recordings.problems.monotonic", lambda: later)
    async_fire_time_changed(hass, dt_util.utcnow() + 2 * LOOK_EVERY)
    await hass.async_block_till_done()
    state, attributes = shown(hass, "binary_sensor", "recording_problem")
    assert (state, attributes["cause"]) == ("on", "not_recording")


@pytest.mark.parametrize(("intervals", "expected"), [({"fast_s": 3600, "normal_s": 3600}, 15.0), ({"fast_s": 5}, 5.0)])
async def test_recorder_is_asked_often_enough_whatever_the_site_says(
    hass: HomeAssistant, lecture: Lecture, intervals: dict[str, int], expected: float
) -> None:
    entry = await start_site(hass, intervals=intervals)
    assert entry.runtime_data.coordinators[SUBENTRY].periods_s[PollClass.FAST] == expected


async def test_refused_login_is_a_repair_until_it_is_mended(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_site(hass)
    issues = ir.async_get(hass)
    issue_id = f"recorder_password_refused_{KEY}"
    lecture.is_shut_out = True
    await poll(hass, entry, SUBENTRY)
    issue = issues.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.is_fixable
    assert issue.data == {"entry_id": entry.entry_id, "subentry_ids": SUBENTRY}
    lecture.is_shut_out = False
    await poll(hass, entry, SUBENTRY)
    assert issues.async_get_issue(DOMAIN, issue_id) is None
