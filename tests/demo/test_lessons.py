"""The demo's timetable: whenever it starts there is a lesson now, short ones first, as a registrar's table."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from custom_components.smart_campus.rooms.rules.import_plan import plan_import
from custom_components.smart_campus.rooms.rules.term_text import parse_clock
from demo.lessons import class_periods, timetable
from simulator.building.campus_of import campus_of
from simulator.building.courses import STORIED

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("hour", [0, 8, 12, 18, 22])
def test_a_lesson_begins_now_and_the_integration_reads_the_periods(hour: int) -> None:
    now = datetime(2026, 11, 25, hour, 17, 41, tzinfo=CHINA)
    periods = class_periods(now)
    assert periods[0] == f"{hour:02}:17-{hour:02}:20"
    table = parse_clock("\n".join(periods), (1, 1))
    assert len(table.periods) == len(periods) == 20


def test_late_in_the_evening_there_are_fewer_and_none_reaches_into_the_next_day() -> None:
    periods = class_periods(datetime(2026, 11, 25, 23, 49, 0, tzinfo=CHINA))
    assert periods == ["23:49-23:52", "23:53-23:56"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("rooms", [20, 60])
def test_the_integration_reads_every_row_of_the_term(language: str, rooms: int) -> None:
    building = campus_of(rooms=rooms)
    table = timetable(building, 20, language)
    plan = plan_import(table.encode(), (), replace=True)
    assert plan.fault_count == 0
    assert len(plan.meetings) == len(table.splitlines()) - 1
    assert {meeting.room for meeting in plan.meetings} == {room.name.to_json()[language] for room in building.rooms}


def test_rooms_with_a_story_have_a_lesson_in_every_period_and_the_others_in_many() -> None:
    building = campus_of(rooms=20)
    first_week = [
        meeting
        for meeting in plan_import(timetable(building, 10, "en").encode(), (), replace=True).meetings
        if 1 in meeting.weeks
    ]
    held = {room.name.en: 0 for room in building.rooms}
    for meeting in first_week:
        held[meeting.room] += meeting.periods.last - meeting.periods.first + 1
    storied = {building.room(number).name.en for number in STORIED}
    assert {held[name] for name in storied} == {7 * 10}
    assert all(0.4 * 70 < count < 0.95 * 70 for name, count in held.items() if name not in storied)


def test_no_room_has_two_lessons_at_once() -> None:
    plan = plan_import(timetable(campus_of(rooms=60), 10, "en").encode(), (), replace=True)
    taken = [
        (meeting.room, meeting.weekday, period, week)
        for meeting in plan.meetings
        for period in range(meeting.periods.first, meeting.periods.last + 1)
        for week in meeting.weeks
    ]
    assert len(taken) == len(set(taken))
