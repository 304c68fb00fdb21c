"""What is due when, also after a time in which nobody looked."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from custom_components.smart_campus.rooms.rules.lessons import LessonTable, lay_out
from custom_components.smart_campus.rooms.rules.meeting import Meeting
from custom_components.smart_campus.rooms.rules.moments import Happening, missed_moments, moments_between, next_moment
from custom_components.smart_campus.rooms.rules.periods import Clock, ClockTable, Periods
from custom_components.smart_campus.rooms.rules.term import Term

ZONE = ZoneInfo("Europe/Berlin")
CLOCK = Clock((ClockTable(periods=((time(8), time(8, 45)), (time(8, 45), time(9, 30)), (time(10), time(11)))),))
LEADS = {"A": [timedelta(minutes=10)]}


def table(*periods: int, first_day: date = date(2026, 3, 23)) -> LessonTable:
    meetings = [
        Meeting(room="A", weekday=1, periods=Periods(each, each), weeks=frozenset({1, 2}), course=f"C{each}")
        for each in periods
    ]
    return LessonTable(lay_out(meetings, Term(name="", first_day=first_day, weeks=2), CLOCK, ZONE))


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def happenings(found: list) -> list[tuple[str, Happening]]:
    return [(moment.at.astimezone(ZONE).strftime("%H:%M"), moment.happening) for moment, _ in found]


def test_lessons_back_to_back_end_and_start_in_the_same_moment() -> None:
    found = moments_between(table(1, 2), LEADS, at(7), at(12))
    assert happenings(found) == [
        ("07:50", Happening.STARTING),
        ("08:00", Happening.STARTED),
        ("08:35", Happening.STARTING),
        ("08:45", Happening.ENDED),
        ("08:45", Happening.STARTED),
        ("09:30", Happening.ENDED),
        ("09:30", Happening.LAST_ENDED),
    ]


def test_moment_is_told_in_one_stretch_only() -> None:
    assert happenings(moments_between(table(1), LEADS, at(7, 50), at(8))) == [("08:00", Happening.STARTED)]
    assert moments_between(table(1), LEADS, at(8), at(8)) == []


def test_next_moment_is_the_lead_time_of_the_next_lesson() -> None:
    assert next_moment(table(3), LEADS, at(8)) == at(9, 50)
    assert next_moment(table(3), LEADS, at(12)) is None


def test_lesson_after_the_switch_to_summer_time_begins_by_the_clock_on_the_wall() -> None:
    """Germany's clocks go forward on 29 March 2026; the lesson of the 30th is 23 hours nearer in a week, not 24."""
    first, second = (lesson.start.astimezone(ZONE) for lesson in table(1).between("A", at(0), at(23, day=31)))
    assert (first.hour, second.hour) == (8, 8)
    assert second.timestamp() - first.timestamp() == 7 * 86_400 - 3600


def test_start_missed_while_the_lesson_runs_is_still_told() -> None:
    found = missed_moments(table(1), LEADS, at(7), at(8, 20))
    assert happenings(found) == [("08:00", Happening.STARTED)]


def test_start_of_a_lesson_that_is_over_is_not_told_any_more() -> None:
    assert missed_moments(table(1), LEADS, at(7), at(8, 45)) == []


def test_warning_of_a_lesson_to_come_is_still_told() -> None:
    assert happenings(missed_moments(table(1), LEADS, at(7), at(7, 55))) == [("07:50", Happening.STARTING)]


def test_what_was_told_before_the_silence_is_not_told_again() -> None:
    assert missed_moments(table(1), LEADS, at(8), at(8, 20)) == []
