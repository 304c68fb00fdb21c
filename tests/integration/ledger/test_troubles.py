"""What goes wrong with recorders: told once, with its cause, while the lesson can still be saved."""

from datetime import datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Event, HomeAssistant, callback

from custom_components.smart_campus.campuslink.device.recorder.orders import Preflight
from custom_components.smart_campus.recordings.news import EVENT_STEP_MISSED
from tests.integration.conftest import FakeCampus

from .conftest import friday
from .recorders import Studio
from .test_lessons import begin

LESSON = "高等数学"


def listen(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return step and cause of each miss that is told."""
    heard: list[tuple[str, str]] = []

    @callback
    def hear(event: Event[dict[str, str]]) -> None:
        heard.append((event.data["step"], event.data["cause"]))

    hass.bus.async_listen(EVENT_STEP_MISSED, hear)
    return heard


async def test_recorder_that_is_back_after_three_minutes_records_the_rest(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    studio["rec1"].is_reachable = False
    await day.to(friday(7, 50))
    assert heard == [("armed", "unreachable")]

    await day.pass_to(friday(8, 3), step_s=30)
    assert day.recording(LESSON).state == "failed"
    studio["rec1"].is_reachable = True
    await day.pass_to(friday(8, 4))

    recording = day.recording(LESSON)
    assert recording.state == "recording"
    assert recording.started_at is not None
    assert friday(8, 3) <= recording.started_at <= friday(8, 3, 35)
    assert heard == [("armed", "unreachable")]
    chain = await day.chain(LESSON)
    assert chain[:3] == ["planned:timetable", "missed:armed:unreachable", "told"]
    assert "missed:started:unreachable" in chain
    assert chain[-2:] == ["started:retry", "signal_good"]


async def test_start_that_is_refused_is_told_at_once_and_tried_again(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    await day.to(friday(7, 50))
    studio["rec1"].is_willing = False
    await day.to(friday(8))
    assert heard == [("started", "refused")]

    await day.pass_to(friday(8, 0, 40), step_s=5)
    studio["rec1"].is_willing = True
    await day.pass_to(friday(8, 1, 20), step_s=5)
    assert day.recording(LESSON).state == "recording"
    assert heard == [("started", "refused")]
    # With pauses of 2, 5, 10, 20 and then 30 seconds no more attempts fit
    assert studio["rec1"].told.count(f"start {LESSON}") <= 7


async def test_lesson_that_never_could_be_recorded_has_failed_with_its_cause(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    studio["rec1"].is_reachable = False
    await day.pass_to(friday(9, 41), step_s=120)
    chain = await day.chain(LESSON)
    assert chain[-1] == "failed:unreachable"
    assert day.recording(LESSON).state == "failed"
    assert heard == [("armed", "unreachable")]


@pytest.mark.parametrize(
    ("knob", "value", "cause"),
    [
        ("sound", "silent", "sound_silent"),
        ("sound", "clipped", "sound_clipped"),
        ("picture", "black", "picture_black"),
        ("picture", "frozen", "picture_frozen"),
        ("picture", "absent", "picture_absent"),
        ("is_stuck", True, "not_advancing"),
    ],
)
async def test_trouble_of_the_signal_is_told_within_a_minute_and_ends(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    knob: str,
    value: object,
    cause: str,
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await day.pass_to(friday(8, 10), step_s=30)
    setattr(studio["rec1"], knob, value)
    await day.pass_to(friday(8, 11))
    assert list(day.recording(LESSON).troubles) == [cause]
    assert _until(day.recording(LESSON).troubles[cause].at, friday(8, 10)) <= timedelta(seconds=60)

    setattr(studio["rec1"], knob, False if value is True else "good")
    await day.pass_to(friday(8, 12))
    assert not day.recording(LESSON).troubles
    chain = await day.chain(LESSON)
    assert chain[-2:] == [f"trouble:{cause}", f"recovered:{cause}"]


async def test_microphone_that_is_silent_from_the_begin_misses_the_good_signal(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    studio["rec1"].sound = "silent"
    await day.to(friday(8))
    await day.pass_to(friday(8, 1, 10))
    assert heard == [("signal_good", "sound_silent")]
    assert list(day.recording(LESSON).troubles) == ["sound_silent"]


async def test_recorder_that_somebody_stopped_at_its_front_goes_on_at_once(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await day.pass_to(friday(8, 20), step_s=30)
    studio["rec1"].end()
    await day.pass_to(friday(8, 21))

    chain = await day.chain(LESSON)
    assert chain[-4:] == ["trouble:not_recording", "stopped:not_recording", "started:retry", "recovered:not_recording"]
    await day.pass_to(friday(9, 40), step_s=120)
    recording = day.recording(LESSON)
    assert (recording.state, len(recording.files)) == ("queued", 2)


async def test_recorder_that_falls_silent_during_a_lesson_is_told_and_comes_back(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await day.pass_to(friday(8, 20), step_s=30)
    studio["rec1"].is_reachable = False
    await day.pass_to(friday(8, 21))
    assert list(day.recording(LESSON).troubles) == ["unreachable"]
    assert day.recording(LESSON).state == "failed"

    studio["rec1"].is_reachable = True
    await day.pass_to(friday(8, 22))
    assert day.recording(LESSON).state == "recording"
    assert (await day.chain(LESSON))[-2:] == ["trouble:unreachable", "recovered:unreachable"]


async def test_checks_before_a_lesson_name_what_is_wrong_and_are_repeated(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    studio["rec1"].check = Preflight(has_source=True, has_space=False, notes={"disk": "3 GB left"})
    await day.to(friday(7, 50))
    assert heard == [("armed", "disk")]
    studio["rec1"].check = Preflight(has_source=True, has_space=True)
    await day.pass_to(friday(7, 52))
    assert day.recording(LESSON).state == "armed"
    (miss,) = [row for row in await day.rows(day.recording(LESSON)) if row.step == "missed"]
    assert miss.detail == "3 GB left"


def _until(at: datetime, since: datetime) -> timedelta:
    return at - since
