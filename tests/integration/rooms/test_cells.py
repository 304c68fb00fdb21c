"""Cells as registrar systems write them; the shapes are those their exports and the parsers of others show."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.rooms.rules.periods import Clock, ClockTable, Periods, parse_periods
from custom_components.smart_campus.rooms.rules.weekdays import parse_weekday
from custom_components.smart_campus.rooms.rules.weeks import format_weeks, parse_weeks
from custom_components.smart_campus.sheets.rules.faults import CellError


def run(first: int, last: int, step: int = 1) -> set[int]:
    return set(range(first, last + 1, step))


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("1-16周", run(1, 16)),
        ("1-8,10-16", run(1, 8) | run(10, 16)),
        ("4-6周,8-13周", run(4, 6) | run(8, 13)),
        ("1-8,11-18周", run(1, 8) | run(11, 18)),
        ("第2周", {2}),
        ("10周", {10}),
        ("1,3,5[周]", {1, 3, 5}),
        ("1-16周单周", run(1, 15, 2)),
        ("{第1-16周|双周}", run(2, 16, 2)),
        ("1-16周(单)", run(1, 15, 2)),
        ("{第1-4周，6-14周(双)，15-16周}", run(1, 4) | run(6, 14, 2) | run(15, 16)),
        ("1-5、7-11单、12-16双", run(1, 5) | run(7, 11, 2) | run(12, 16, 2)),
        ("[1-14]双周", run(2, 14, 2)),
        ("2-16单", run(3, 15, 2)),
        ("１－８", run(1, 8)),
        ("1~12[周]", run(1, 12)),
        ("1-1", {1}),
    ],
)
def test_weeks_of_a_cell(text: str, weeks: set[int]) -> None:
    assert parse_weeks(text) == weeks


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "weeks_unreadable"),
        ("单周", "weeks_unreadable"),
        ("整周", "weeks_unreadable"),
        ("1-8,,9", "weeks_unreadable"),
        ("1-8,10-16(周)[01-02节]", "weeks_unreadable"),
        ("1-8单双", "weeks_unreadable"),
        ("8-1", "weeks_out_of_range"),
        ("0-3", "weeks_out_of_range"),
        ("1-99", "weeks_out_of_range"),
        ("2双单", "weeks_unreadable"),
        ("2-2单", "weeks_empty"),
        ("=HYPERLINK(1)", "weeks_unreadable"),
    ],
)
def test_weeks_that_cannot_be_read_are_no_weeks(text: str, key: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_weeks(text)
    assert caught.value.key == key


@given(st.sets(st.integers(1, 30), min_size=1))
def test_written_weeks_read_back(weeks: set[int]) -> None:
    assert parse_weeks(format_weeks(frozenset(weeks))) == weeks


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    for parse in (parse_weeks, parse_periods, parse_weekday):
        with suppress(CellError):
            parse(text)


def test_fault_shows_a_bounded_part_of_the_cell() -> None:
    with pytest.raises(CellError) as caught:
        parse_weeks("周" * 1_000_000)
    assert len(caught.value.raw) == 80


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("3-4", (3, 4)),
        ("第3-4节", (3, 4)),
        ("第3,4节", (3, 4)),
        ("[03-04节]", (3, 4)),
        ("0304", (3, 4)),
        ("010203", (1, 3)),
        ("1~2节", (1, 2)),
        ("第3节", (3, 3)),
        ("5", (5, 5)),
        ("11-13", (11, 13)),
    ],
)
def test_periods_of_a_cell(text: str, periods: tuple[int, int]) -> None:
    assert parse_periods(text) == Periods(*periods)


@pytest.mark.parametrize("text", ["", "304", "1,3", "4-3", "0", "21", "上午", "1-2-3", "第节"])
def test_periods_that_cannot_be_read_are_no_periods(text: str) -> None:
    with pytest.raises(CellError):
        parse_periods(text)


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("周一", 1),
        ("星期三", 3),
        ("三", 3),
        ("星期日", 7),
        ("周天", 7),
        ("7", 7),
        ("Wed", 3),
        ("thursday", 4),
        ("Sat.", 6),
    ],
)
def test_weekday_of_a_cell(text: str, weekday: int) -> None:
    assert parse_weekday(text) == weekday


@pytest.mark.parametrize("text", ["", "0", "8", "周八", "T", "今天", "星期"])
def test_other_words_are_no_weekday(text: str) -> None:
    with pytest.raises(CellError):
        parse_weekday(text)


WINTER = ClockTable(since=(10, 1), periods=((time(8, 0), time(8, 45)), (time(8, 55), time(9, 40))))
SUMMER = ClockTable(since=(5, 1), periods=((time(7, 30), time(8, 15)), (time(8, 25), time(9, 10))))


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 4, 30), time(8, 0)),
        (date(2026, 5, 1), time(7, 30)),
        (date(2026, 9, 30), time(7, 30)),
        (date(2026, 10, 1), time(8, 0)),
        (date(2027, 1, 4), time(8, 0)),
    ],
)
def test_summer_and_winter_have_their_own_clock(day: date, start: time) -> None:
    """Winter from 1 October and summer from 1 May, as Chinese colleges announce it."""
    assert Clock((SUMMER, WINTER)).hours_of(day, Periods(1, 2)) == (
        start,
        time(9, 40) if start == time(8, 0) else time(9, 10),
    )


def test_period_the_clock_lacks_has_no_time() -> None:
    assert Clock((WINTER,)).hours_of(date(2026, 10, 9), Periods(2, 3)) is None
    assert Clock(()).hours_of(date(2026, 10, 9), Periods(1, 1)) is None
