"""Rooms in a running Home Assistant: entities, lessons in time, restarts and changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Event
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.rooms import site_rooms
from custom_components.smart_campus.rooms.lesson_news import SIGNAL_LESSON, LessonNews
from custom_components.smart_campus.rooms.rules.import_plan import plan_import
from custom_components.smart_campus.rooms.rules.meeting import Meeting
from tests.integration.conftest import FakeCampus, fail, meter, set_up

from .conftest import HEADING, MATHS, PHYSICS, entity_of, friday, room, set_up_rooms, state_of, term, use_timetable


async def move_to(hass: HomeAssistant, freezer: FrozenDateTimeFactory, moment: datetime) -> None:
    freezer.move_to(moment)
    async_fire_time_changed(hass, moment)
    await hass.async_block_till_done()


def listen(hass: HomeAssistant) -> list[tuple[str, str, bool]]:
    heard: list[tuple[str, str, bool]] = []

    @callback
    def hear(news: LessonNews) -> None:
        heard.append((news.happening.value, news.lesson.course, news.is_late))

    async_dispatcher_connect(hass, SIGNAL_LESSON, hear)
    return heard


async def test_room_shows_the_lesson_that_runs_and_the_next_one(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    entry = await set_up_rooms(hass, area_id)
    assert state_of(hass, area_id, "binary_sensor", "in_lesson") == "off"
    assert state_of(hass, area_id, "sensor", "lesson_now") == "unknown"
    await use_timetable(hass, entry, MATHS + PHYSICS)
    assert state_of(hass, area_id, "binary_sensor", "in_lesson") == "on"
    assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"
    assert state_of(hass, area_id, "sensor", "lesson_next") == "物理"
    assert state_of(hass, area_id, "calendar", "timetable") == "on"


async def test_lessons_are_told_in_time_and_once(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS + PHYSICS)
    heard = listen(hass)
    for moment in (
        friday(7, 49, 59),
        friday(7, 50),
        friday(8),
        friday(8),
        friday(9, 40),
        friday(9, 50),
        friday(10),
        friday(11, 40),
    ):
        await move_to(hass, freezer, moment)
    assert heard == [
        ("lesson_starting", "高等数学", False),
        ("lesson_started", "高等数学", False),
        ("lesson_ended", "高等数学", False),
        ("lesson_starting", "物理", False),
        ("lesson_started", "物理", False),
        ("lesson_ended", "物理", False),
        ("last_lesson_ended", "物理", False),
    ]
    assert state_of(hass, area_id, "binary_sensor", "in_lesson") == "off"


async def test_start_missed_by_a_restart_is_told_while_the_lesson_runs(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7, 55))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    assert await hass.config_entries.async_unload(entry.entry_id)
    heard = listen(hass)
    freezer.move_to(friday(8, 20))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert heard == [("lesson_started", "高等数学", True)]
    assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"


async def test_second_restart_in_one_lesson_tells_nothing_again(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7, 55))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    await move_to(hass, freezer, friday(8))
    heard = listen(hass)
    for minute in (10, 20):
        await hass.config_entries.async_unload(entry.entry_id)
        freezer.move_to(friday(8, minute))
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
    assert heard == []


async def test_clock_set_back_an_hour_tells_nothing_twice(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7, 55))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    heard = listen(hass)
    await move_to(hass, freezer, friday(8))
    freezer.move_to(friday(7))
    for moment in (friday(7, 30), friday(7, 50), friday(8)):
        await move_to(hass, freezer, moment)
    assert heard == [("lesson_started", "高等数学", False)]
    await move_to(hass, freezer, friday(9, 40))
    assert heard[1:] == [("lesson_ended", "高等数学", False), ("last_lesson_ended", "高等数学", False)]


async def test_clock_that_was_a_year_ahead_does_not_silence_a_year(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7) + timedelta(days=365))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.move_to(friday(7, 55))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    heard = listen(hass)
    await move_to(hass, freezer, friday(8))
    assert heard == [("lesson_started", "高等数学", False)]


async def test_lesson_moved_away_just_before_its_start_does_not_start(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7, 59, 50))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    heard = listen(hass)
    await use_timetable(hass, entry, PHYSICS)
    await move_to(hass, freezer, friday(8))
    assert heard == []


async def test_swapped_saturday_has_the_lessons_of_the_holiday(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(datetime(2026, 10, 10, 8, 30, tzinfo=friday(8).tzinfo))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"
    freezer.move_to(datetime(2026, 10, 2, 8, 30, tzinfo=friday(8).tzinfo))
    assert entry.runtime_data.rooms.current(entry.runtime_data.rooms.rooms[f"room_{area_id}"]) is None


async def test_timetable_survives_a_restart(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory, hass_storage: dict[str, Any]
) -> None:
    freezer.move_to(friday(8, 30))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"
    assert hass_storage["smart_campus.timetable.site1"]["data"]["term1"][0]["course"] == "高等数学"


async def test_timetable_of_a_removed_term_goes(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    hass.config_entries.async_remove_subentry(entry, "term1")
    await hass.async_block_till_done()
    assert state_of(hass, area_id, "sensor", "lesson_now") == "unknown"
    assert entry.runtime_data.rooms.stored.meetings == {}


async def test_calendar_lists_the_lessons_of_a_week(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS + PHYSICS)
    response = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": entity_of(hass, area_id, "calendar", "timetable"),
            "start_date_time": friday(0).isoformat(),
            "end_date_time": (friday(0) + timedelta(days=7)).isoformat(),
        },
        blocking=True,
        return_response=True,
    )
    (events,) = response.values()
    assert [(event["summary"], event["start"]) for event in events["events"]] == [
        ("高等数学", "2026-09-11T08:00:00+08:00"),
        ("物理", "2026-09-11T10:00:00+08:00"),
    ]


async def test_room_is_ready_while_its_devices_answer(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id, meter(1, area_id=area_id, title="Room meter"))
    await move_to(hass, freezer, friday(7, 1))
    assert state_of(hass, area_id, "binary_sensor", "ready") == "on"
    campus.link(1).silence()
    await fail(hass, entry, "sub1")
    await move_to(hass, freezer, friday(7, 2))
    state = hass.states.get(entity_of(hass, area_id, "binary_sensor", "ready"))
    assert state
    assert (state.state, state.attributes["not_ready"]) == ("off", ["Room meter"])


async def test_room_without_devices_cannot_say_whether_it_is_ready(
    hass: HomeAssistant, campus: FakeCampus, area_id: str
) -> None:
    await set_up_rooms(hass, area_id)
    assert state_of(hass, area_id, "binary_sensor", "ready") == "unknown"


async def test_room_is_a_device_in_its_area_and_goes_with_its_subentry(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, device_registry: dr.DeviceRegistry
) -> None:
    entry = await set_up_rooms(hass, area_id)
    identifier = (DOMAIN, f"room:room_{area_id}")
    device = device_registry.async_get_device_by_identifier(identifier, entry.entry_id)
    assert device
    assert device.area_id == area_id
    hass.config_entries.async_remove_subentry(entry, f"room_{area_id}")
    await hass.async_block_till_done()
    assert device_registry.async_get_device_by_identifier(identifier, entry.entry_id) is None
    assert entry.runtime_data.rooms.rooms == {}


async def test_room_added_while_the_site_runs_has_its_lessons_at_once(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    entry: MockConfigEntry = await set_up(hass, term())
    await use_timetable(hass, entry, MATHS)
    described = room(area_id)
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType(described["data"]),
            subentry_id=described["subentry_id"],
            subentry_type="room",
            title="A301",
            unique_id=described["unique_id"],
        ),
    )
    await hass.async_block_till_done()
    assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"


async def test_damaged_term_is_left_out_and_said_once(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, caplog: Any
) -> None:
    entry = await set_up(hass, room(area_id), term(hours="nonsense"))
    assert entry.runtime_data.rooms.terms == {}
    assert caplog.text.count("cannot be read") == 1


async def test_removed_site_leaves_no_timetable_behind(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, hass_storage: dict[str, Any]
) -> None:
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    assert "smart_campus.timetable.site1" in hass_storage
    await hass.config_entries.async_remove(entry.entry_id)
    assert not [name for name in hass_storage if name.endswith(".site1")]


async def test_timetable_that_comes_while_another_one_is_laid_out_is_the_one_in_force(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    old, new = (plan_import((HEADING + row).encode(), (), replace=True).meetings for row in (MATHS, PHYSICS))
    lay_out = site_rooms.lay_out
    is_begun, is_new_one_in_force = Event(), Event()

    def lay_out_slowly(meetings: Iterable[Meeting], *others: Any) -> Any:
        if meetings == tuple(old):
            is_begun.set()
            is_new_one_in_force.wait(0.5)
        return lay_out(meetings, *others)

    rooms = entry.runtime_data.rooms
    with patch.object(site_rooms, "lay_out", lay_out_slowly):
        first = hass.async_create_task(rooms.async_use_timetable("term1", old))
        await hass.async_add_executor_job(is_begun.wait, 5)
        await rooms.async_use_timetable("term1", new)
        is_new_one_in_force.set()
        await first

    assert {lesson.course for lesson in rooms.table.between("A301", friday(0), friday(23))} == {"物理"}
