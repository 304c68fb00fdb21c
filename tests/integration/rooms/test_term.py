"""Which plan a date follows, and the lessons that come of it. Dates are those of published school notices."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from custom_components.smart_campus.rooms.rules.lessons import LessonTable, lay_out
from custom_components.smart_campus.rooms.rules.meeting import Meeting
from custom_components.smart_campus.rooms.rules.periods import Clock, ClockTable, Periods
from custom_components.smart_campus.rooms.rules.term import Swap, TeachingDay, Term

CHINA = ZoneInfo("Asia/Shanghai")
HOURS = tuple((time(7 + number, 0), time(7 + number, 45)) for number in range(1, 11))
CLOCK = Clock((ClockTable(periods=HOURS),))

AUTUMN_2019 = Term(
    name="2019-1",
    first_day=date(2019, 9, 2),
    weeks=18,
    days_off=frozenset(date(2019, 10, day) for day in range(1, 8)),
    swaps={date(2019, 9, 29): Swap(weekday=5, week=5), date(2019, 10, 12): Swap(weekday=1, week=6)},
)
"""9 月 29 日（星期日）补上 10 月 4 日（第 5 周星期五）的课: a college's notice on the National Day of 2019."""


def meeting(**changes: object) -> Meeting:
    values = {
        "room": "A301",
        "weekday": 5,
        "periods": Periods(3, 4),
        "weeks": frozenset(range(1, 19)),
        "course": "高等数学",
    }
    return Meeting(**{**values, **changes})  # type: ignore[arg-type]


def test_date_follows_its_own_week_and_weekday() -> None:
    assert AUTUMN_2019.teaching_day(date(2019, 9, 2)) == TeachingDay(1, 1)
    assert AUTUMN_2019.teaching_day(date(2019, 9, 15)) == TeachingDay(2, 7)


def test_swapped_sunday_follows_the_announced_friday() -> None:
    assert AUTUMN_2019.teaching_day(date(2019, 9, 29)) == TeachingDay(5, 5)


def test_day_off_has_no_lessons() -> None:
    assert AUTUMN_2019.teaching_day(date(2019, 10, 4)) is None


def test_days_outside_the_term_have_no_lessons() -> None:
    assert AUTUMN_2019.teaching_day(date(2019, 9, 1)) is None
    assert AUTUMN_2019.teaching_day(date(2020, 1, 5)) == TeachingDay(18, 7)
    assert AUTUMN_2019.teaching_day(date(2020, 1, 6)) is None


def test_term_that_begins_in_mid_week_counts_from_its_monday() -> None:
    term = Term(name="", first_day=date(2026, 9, 3), weeks=16)
    assert term.teaching_day(date(2026, 9, 7)) == TeachingDay(2, 1)


def test_swap_without_a_week_follows_its_own_weeks_parity() -> None:
    term = Term(name="", first_day=date(2026, 8, 31), weeks=16, swaps={date(2026, 10, 10): Swap(weekday=4)})
    assert term.teaching_day(date(2026, 10, 10)) == TeachingDay(6, 4)


def lessons(*meetings: Meeting, term: Term = AUTUMN_2019) -> LessonTable:
    return LessonTable(lay_out(meetings, term, CLOCK, CHINA))


def test_class_of_a_holiday_is_held_on_the_swapped_day() -> None:
    table = lessons(meeting())
    starts = [
        lesson.day
        for lesson in table.between("A301", datetime(2019, 9, 24, tzinfo=CHINA), datetime(2019, 10, 12, tzinfo=CHINA))
    ]
    assert starts == [date(2019, 9, 27), date(2019, 9, 29), date(2019, 10, 11)]


def test_odd_week_class_follows_the_copied_weeks_parity() -> None:
    """The swapped day copies week 5, an odd one, though it lies in week 4."""
    table = lessons(meeting(weeks=frozenset(range(1, 19, 2))))
    found = table.between("A301", datetime(2019, 9, 29, tzinfo=CHINA), datetime(2019, 9, 30, tzinfo=CHINA))
    assert [lesson.week for lesson in found] == [5]


def test_lesson_runs_from_the_first_period_to_the_end_of_the_last() -> None:
    lesson = lessons(meeting()).following("A301", datetime(2019, 9, 2, tzinfo=CHINA))
    assert lesson is not None
    assert (lesson.start, lesson.end) == (
        datetime(2019, 9, 6, 10, 0, tzinfo=CHINA),
        datetime(2019, 9, 6, 11, 45, tzinfo=CHINA),
    )


def test_current_and_following_lesson() -> None:
    table = lessons(meeting(), meeting(periods=Periods(5, 6), course="物理"))
    noon = datetime(2019, 9, 6, 10, 30, tzinfo=CHINA)
    current, following = table.current("A301", noon), table.following("A301", noon)
    assert current
    assert current.course == "高等数学"
    assert following
    assert following.course == "物理"
    assert table.current("A301", datetime(2019, 9, 6, 11, 50, tzinfo=CHINA)) is None
    assert not table.is_last_of_day(current)
    assert table.is_last_of_day(following)


def test_lesson_ends_at_its_end_exactly() -> None:
    table = lessons(meeting())
    end = datetime(2019, 9, 6, 11, 45, tzinfo=CHINA)
    assert table.current("A301", end) is None
    assert table.current("A301", end - timedelta(microseconds=1)) is not None


def test_of_two_lessons_at_once_the_one_begun_last_runs() -> None:
    table = lessons(meeting(periods=Periods(1, 8)), meeting(course="讲座"))
    current = table.current("A301", datetime(2019, 9, 6, 10, 30, tzinfo=CHINA))
    assert current
    assert current.course == "讲座"
    later = table.current("A301", datetime(2019, 9, 6, 13, 0, tzinfo=CHINA))
    assert later
    assert later.course == "高等数学"


def test_room_nobody_knows_is_free() -> None:
    table = lessons(meeting())
    now = datetime(2019, 9, 6, 10, 30, tzinfo=CHINA)
    assert (table.current("B1", now), table.following("B1", now), table.between("B1", now, now)) == (None, None, ())


def test_lesson_keeps_its_id_from_run_to_run() -> None:
    first, second = (lessons(meeting()).following("A301", datetime(2019, 9, 2, tzinfo=CHINA)) for _ in range(2))
    assert first
    assert second
    assert first.id == second.id


def test_class_in_periods_the_clock_lacks_is_not_laid_out() -> None:
    assert len(lessons(meeting(periods=Periods(9, 12)))) == 0


def test_sixteen_weeks_make_sixteen_lessons_in_each_room() -> None:
    term = Term(name="", first_day=date(2026, 8, 31), weeks=16)
    found = lay_out([meeting(), meeting(room="B1", weeks=frozenset({1, 20}))], term, CLOCK, CHINA)
    assert Counter(lesson.room for lesson in found) == {"A301": 16, "B1": 1}
