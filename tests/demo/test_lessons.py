"""The demo's timetable: whenever it starts there is a lesson now, short ones first, as a registrar's table."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from custom_components.smart_campus.rooms.rules.import_plan import plan_import
from custom_components.smart_campus.rooms.rules.term_text import parse_clock
from demo.lessons import COURSES, ROOMS, class_periods, timetable

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
def test_every_room_has_its_own_lesson_in_every_period(language: str) -> None:
    rooms = {room: f"{room} {language}" for room in ROOMS}
    plan = plan_import(timetable(rooms, 3, language).encode(), (), replace=True)
    assert plan.fault_count == 0
    assert {meeting.room for meeting in plan.meetings} == set(rooms.values())
    assert {meeting.course for meeting in plan.meetings} == {course for course, _, _ in COURSES[language]}
    assert len(plan.meetings) == len(ROOMS) * 7 * 3
