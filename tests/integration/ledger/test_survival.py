"""Restarts, clocks that jump, lessons that move, and people: the ledger tells the truth, and nothing is lost."""

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_send

from custom_components.smart_campus.archive.news import SIGNAL_ARCHIVE, ArchiveNews, ArchiveStep
from custom_components.smart_campus.campuslink.device.recorder.orders import RecordingOrder
from custom_components.smart_campus.recordings.rules.actor import Actor
from custom_components.smart_campus.recordings.running import RecorderCommand, async_note_command
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, PHYSICS, room

from .conftest import friday, recorder, set_up_recorded, use_timetable
from .days import Day
from .recorders import Studio
from .test_lessons import begin
from .test_troubles import LESSON, listen


async def test_two_restarts_within_one_lesson_leave_one_recording(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await day.pass_to(friday(8, 5), step_s=30)
    for minute in (20, 40):
        await day.to(friday(8, minute))
        await day.restart()
    await day.pass_to(friday(9, 40), step_s=300)

    chain = await day.chain(LESSON)
    assert chain == [
        "planned:timetable", "started:timetable", "signal_good",
        "seen:restart", "seen:restart", "stopped:end", "stored", "queued",
    ]  # fmt: skip
    assert [round(each.duration_s or 0) for each in studio["rec1"].files] == [6000]


async def test_lesson_that_began_during_a_restart_is_caught_up(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await hass.config_entries.async_unload(day.entry.entry_id)
    freezer.move_to(friday(8, 7))
    await hass.config_entries.async_setup(day.entry.entry_id)
    await day.settle()
    assert studio["rec1"].is_recording
    assert (await day.chain(LESSON))[-1] == "started:timetable"


async def test_lesson_that_ended_while_home_assistant_was_down_is_stopped_late_and_archived(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await hass.config_entries.async_unload(day.entry.entry_id)
    freezer.move_to(friday(10))
    await hass.config_entries.async_setup(day.entry.entry_id)
    await day.settle()
    assert not studio["rec1"].is_recording
    assert (await day.chain(LESSON))[-4:] == ["seen:restart", "stopped:end", "stored", "queued"]


async def test_lesson_nobody_recorded_while_home_assistant_was_down_has_failed(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    await hass.config_entries.async_unload(day.entry.entry_id)
    freezer.move_to(friday(10))
    await hass.config_entries.async_setup(day.entry.entry_id)
    await day.settle()
    assert await day.chain(LESSON) == ["planned:timetable", "missed:started:away", "told", "failed:away"]
    assert heard == [("started", "away")]
    await day.restart()
    assert heard == [("started", "away")]


async def test_recorder_with_a_schedule_records_while_home_assistant_is_down(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    studio.can_schedule = True
    day = await begin(hass, freezer, area_id)
    assert await day.chain(LESSON) == ["planned:timetable", "scheduled"]
    (order,) = [each for each in studio["rec1"].held if each.start == friday(8)]
    assert order.end == friday(9, 40)
    assert {each.start for each in studio["rec1"].held} == {friday(8), friday(8) + timedelta(days=7)}

    await hass.config_entries.async_unload(day.entry.entry_id)
    freezer.move_to(friday(8))
    studio["rec1"].begin(order)
    freezer.move_to(friday(9, 40))
    studio["rec1"].end()
    freezer.move_to(friday(11))
    await hass.config_entries.async_setup(day.entry.entry_id)
    await day.settle()

    chain = await day.chain(LESSON)
    assert chain[2:] == ["started:own_schedule", "stopped:own_schedule", "stored", "queued"]
    recording = day.recording(LESSON)
    assert (recording.started_at, recording.duration_s) == (friday(8), 6000.0)


async def test_clock_set_back_an_hour_during_a_lesson_interrupts_nothing(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await day.pass_to(friday(8, 30), step_s=60)
    await day.set_back(friday(7, 30))
    assert studio["rec1"].is_recording
    await day.pass_to(friday(9, 40), step_s=60)

    chain = await day.chain(LESSON)
    assert [step for step in chain if step.startswith(("started", "stopped"))] == ["started:timetable", "stopped:end"]
    assert studio["rec1"].told.count("stop") == 1
    assert studio["rec1"].told.count(f"start {LESSON}") == 1


async def test_lesson_cut_short_by_a_clock_that_ran_ahead_goes_on(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    await day.pass_to(friday(8, 10), step_s=60)
    # What the recorder holds is ten minutes, whatever the clock says now
    studio["rec1"].since = friday(9, 35).timestamp()
    await day.to(friday(9, 45))
    assert (await day.chain(LESSON))[-3:] == ["stopped:end", "stored", "queued"]

    await day.set_back(friday(8, 11))
    await day.pass_to(friday(8, 12))
    assert studio["rec1"].is_recording
    await day.to(friday(9, 40))
    assert day.recording(LESSON).parts.keys() == {day.recording(LESSON).id, f"{day.recording(LESSON).id}-2"}


async def test_duplicate_lesson_is_recorded_once_and_says_as_what(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    twin = MATHS.replace("高等数学", "线性代数")
    day = await begin(hass, freezer, area_id, MATHS + twin)
    states = sorted(each.state.value for each in day.recordings())
    assert states == ["planned", "skipped"]
    (skipped,) = [each for each in day.recordings() if each.state == "skipped"]
    (kept,) = [each for each in day.recordings() if each.state == "planned"]
    assert skipped.skip is not None
    assert (skipped.skip.cause, skipped.skip.data["covered_by"]) == ("duplicate", kept.id)
    await day.to(friday(8))
    assert len([each for each in studio["rec1"].told if each.startswith("start")]) == 1

    await day.auto.rooms.async_cancel(day.lesson(kept.plan.course))
    await day.settle()
    assert day.recording(skipped.plan.course).state == "recording"


async def test_lesson_moved_to_another_room_while_it_runs_goes_on_there(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    other = ar.async_get(hass).async_create("B202").id
    freezer.move_to(friday(7))
    entry = await set_up_recorded(hass, area_id, room(other, registrar_name="B202"), recorder(2, other))
    await use_timetable(hass, entry, MATHS)
    day = Day(hass, entry, freezer)
    await day.to(friday(8))
    await day.pass_to(friday(8, 20), step_s=60)
    await use_timetable(hass, entry, MATHS.replace("A301", "B202"))
    await day.settle()

    assert not studio["rec1"].is_recording
    assert studio["rec2"].is_recording
    here, there = sorted(day.recordings(), key=lambda each: each.subject.room)
    assert (await day.history(here))[-4:] == ["skipped:moved", "stopped:moved", "stored", "queued"]
    assert (await day.history(there))[:2] == ["planned:timetable", "started:timetable"]


@pytest.mark.parametrize("moment", [friday(7, 40), friday(7, 55), friday(8, 20)])
async def test_cancelled_lesson_is_not_recorded_until_it_is_restored(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    moment: datetime,
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(moment)
    lesson = day.lesson(LESSON)
    await day.auto.rooms.async_cancel(lesson)
    await day.settle()
    assert not studio["rec1"].is_recording
    assert "skipped:cancelled" in await day.chain(LESSON)
    await day.to(friday(8, 30))
    assert not studio["rec1"].is_recording

    await day.auto.rooms.async_restore(lesson.id)
    await day.settle()
    assert studio["rec1"].is_recording
    assert "planned:restored" in await day.chain(LESSON)


async def test_person_who_stops_a_lesson_is_named_and_obeyed(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    coordinator = day.entry.runtime_data.coordinators["rec1"]
    await coordinator.device.stop()
    actor = Actor(name="Li Lei", user_id="u1")
    async_note_command(hass, coordinator, RecorderCommand.STOP, actor, reason="exam papers on the screen")
    await day.settle()
    await day.pass_to(friday(8, 10), step_s=60)

    assert not studio["rec1"].is_recording
    (stop,) = [row for row in await day.rows(day.recording(LESSON)) if row.step == "stopped"]
    assert (stop.cause, stop.actor, stop.detail) == ("person", actor, "exam papers on the screen")
    await day.restart()
    await day.pass_to(friday(8, 12), step_s=60)
    assert not studio["rec1"].is_recording


async def test_timetable_takes_the_recorder_from_a_recording_of_a_person(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    coordinator = day.entry.runtime_data.coordinators["rec1"]
    order = RecordingOrder(id="manual-1", title="Rehearsal", start=friday(7, 30), end=friday(12))
    await day.to(friday(7, 30))
    await coordinator.device.start(order)
    async_note_command(hass, coordinator, RecorderCommand.START, Actor(name="Li Lei"), order=order)
    await day.settle()
    assert [each.state for each in day.recordings()] == ["recording", "planned"]

    await day.to(friday(8))
    assert studio["rec1"].order is not None
    assert studio["rec1"].order.title == LESSON
    manual, lesson = day.recordings()
    assert (await day.history(manual))[-3:] == ["stopped:timetable", "stored", "queued"]
    assert lesson.state == "recording"


async def test_recording_nobody_knows_of_gives_way_to_the_lesson(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    studio["rec1"].begin(RecordingOrder(id="front", title="", start=friday(7), end=friday(7)))
    await day.to(friday(8))
    assert studio["rec1"].order is not None
    assert studio["rec1"].order.title == LESSON


async def test_recorder_that_is_added_during_a_lesson_records_the_rest(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8, 20))
    described = recorder(2, area_id)
    hass.config_entries.async_add_subentry(
        day.entry,
        ConfigSubentry(
            data=MappingProxyType(described["data"]),
            subentry_id="rec2",
            subentry_type=described["subentry_type"],
            title=described["title"],
            unique_id=described["unique_id"],
        ),
    )
    await day.settle()
    assert studio["rec2"].is_recording

    hass.config_entries.async_remove_subentry(day.entry, "rec1")
    await day.settle()
    gone = next(each for each in day.recordings() if each.subject.device_id == "rec1")
    assert (await day.history(gone))[-4:] == [
        "skipped:recorder_removed", "stopped:recorder_removed", "missed:stored:recorder_removed", "told",
    ]  # fmt: skip
    assert studio["rec2"].is_recording


async def test_recorder_that_is_carried_to_another_room_stops(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    registry_id = day.entry.runtime_data.coordinators["rec1"].registry_id
    dr.async_get(hass).async_update_device(registry_id, area_id=None)
    await day.settle()
    assert not studio["rec1"].is_recording
    assert "skipped:not_recorded" in await day.chain(LESSON)


async def test_archive_that_fails_is_told_and_then_confirms(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    heard = listen(hass)
    await day.to(friday(8))
    await day.to(friday(9, 40))
    recording = day.recording(LESSON)

    def tell(step: ArchiveStep, **fields: Any) -> None:
        news = ArchiveNews(recording_id=recording.id, step=step, at=friday(9, 50), **fields)
        async_dispatcher_send(hass, SIGNAL_ARCHIVE, news)

    for _ in range(3):
        tell("failed", cause="server_error: 500")
    await day.settle()
    assert heard == [("uploaded", "server_error")]
    assert day.recording(LESSON).state == "queued"
    steps: tuple[ArchiveStep, ...] = ("stored", "uploaded", "confirmed")
    for step in steps:
        tell(step, file="x.mp4", sha256="0" * 64, size=9)
        tell(step)
    await day.settle()
    assert day.recording(LESSON).state == "confirmed"
    assert heard == [("uploaded", "server_error")]
    assert {"stored", "uploaded", "confirmed"} <= set(await day.chain(LESSON))


async def test_day_is_planned_at_midnight_and_lessons_without_time_are_kept(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    saturday = PHYSICS.replace("5,3,4", "7,1,2")
    day = await begin(hass, freezer, area_id, MATHS + saturday)
    assert len(day.auto.ledger.recordings) == 1
    await day.to(friday(23, 59) + timedelta(minutes=2))
    assert {each.plan.course for each in day.auto.ledger.recordings.values()} == {LESSON, "物理"}
