"""A term as a person types it."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.rooms.rules.term import Swap, Term
from custom_components.smart_campus.rooms.rules.term_text import (
    parse_clock,
    parse_days_off,
    parse_month_day,
    parse_swaps,
)
from custom_components.smart_campus.sheets.rules.faults import CellError

TERM = Term(name="", first_day=date(2026, 8, 31), weeks=18)


def test_clock_is_one_period_a_line() -> None:
    table = parse_clock("08:30-09:15\n\n 9：25－10：10 \n", (10, 1))
    assert table.periods == ((time(8, 30), time(9, 15)), (time(9, 25), time(10, 10)))
    assert table.since == (10, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "hours_missing"),
        ("8 to 9", "hours_unreadable"),
        ("25:00-26:00", "hours_unreadable"),
        ("09:00-08:00", "hours_order"),
        ("08:00-08:45\n08:40-09:20", "hours_order"),
        ("08:00-08:01\n" * 21, "hours_order"),
    ],
)
def test_clock_that_cannot_be_is_refused(text: str, key: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_clock(text, (1, 1))
    assert caught.value.key == key


def test_days_off_are_days_and_stretches_with_remarks() -> None:
    text = "2026-10-01..2026-10-07 国庆节\n2026年9月25日 中秋节\n"
    assert parse_days_off(text) == {date(2026, 10, day) for day in range(1, 8)} | {date(2026, 9, 25)}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1 October", "day_unreadable"),
        ("2026-02-30", "day_unreadable"),
        ("2026-10-07..2026-10-01", "days_order"),
        ("2020-01-01..2026-10-01", "days_order"),
        ("2026-01-01\n" * 401, "lines_too_many"),
    ],
)
def test_days_off_that_cannot_be_are_refused(text: str, key: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_days_off(text)
    assert caught.value.key == key


def test_swap_to_a_date_follows_that_dates_week() -> None:
    """Saturday 10 October follows the plan of Thursday 8 October, in week 6 of a term from 31 August."""
    assert parse_swaps("2026-10-10 = 2026-10-08", TERM) == {date(2026, 10, 10): Swap(weekday=4, week=6)}


def test_swap_to_a_weekday_follows_its_own_week_or_the_one_named() -> None:
    assert parse_swaps("2026-10-10 = 周四\n2026-09-20 = Fri 5", TERM) == {
        date(2026, 10, 10): Swap(weekday=4),
        date(2026, 9, 20): Swap(weekday=5, week=5),
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-10-10", "swap_unreadable"),
        ("2026-10-10 = someday", "weekday_unreadable"),
        ("2026-10-10 = 2027-10-08", "swap_outside"),
        ("2026-10-10 = 周四 99", "swap_outside"),
        ("gestern = 周四", "day_unreadable"),
    ],
)
def test_swap_that_cannot_be_is_refused(text: str, key: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_swaps(text, TERM)
    assert caught.value.key == key


def test_month_and_day_of_a_season() -> None:
    assert parse_month_day("05-01") == (5, 1)
    assert parse_month_day("2-29") == (2, 29)
    with pytest.raises(CellError):
        parse_month_day("13-01")


@given(st.text(max_size=80))
def test_no_text_breaks_the_readers(text: str) -> None:
    readers = (
        parse_days_off,
        parse_month_day,
        lambda each: parse_clock(each, (1, 1)),
        lambda each: parse_swaps(each, TERM),
    )
    for parse in readers:
        with suppress(CellError):
            parse(text)
