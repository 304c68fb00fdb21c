"""How often in a row something was found, by days and calendar weeks of inspection."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.network.inspection.rules.building import build_report
from custom_components.smart_campus.network.inspection.rules.recurrence import PastInspection, find_recurrences
from custom_components.smart_campus.network.inspection.rules.report import Recurrence

from .facts import WORST

TODAY = date(2026, 11, 25)
"""Wednesday of calendar week 48."""


def past(*found: tuple[str, str]) -> list[PastInspection]:
    return [PastInspection(date.fromisoformat(day), frozenset(keys)) for day, keys in found]


def recur(key: str, *found: tuple[str, str]) -> tuple[str, int, int]:
    recurrence = find_recurrences([key], TODAY, past(*found))[key]
    return recurrence.since.isoformat(), recurrence.days, recurrence.weeks


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param((), ("2026-11-25", 1, 1), id="first time"),
        pytest.param((("2026-11-24", "a"),), ("2026-11-24", 2, 1), id="second day"),
        pytest.param((("2026-11-24", "b"),), ("2026-11-25", 1, 1), id="only another was found yesterday"),
        pytest.param((("2026-11-23", "a"), ("2026-11-24", "")), ("2026-11-25", 1, 1), id="gone for a day"),
        pytest.param((("2026-11-20", "a"),), ("2026-11-20", 2, 2), id="Friday of last week"),
        pytest.param((("2026-11-22", "a"),), ("2026-11-22", 2, 2), id="Sunday ends a week"),
        pytest.param((("2026-11-11", "a"), ("2026-11-18", "a")), ("2026-11-11", 3, 3), id="third week"),
        pytest.param((("2026-11-11", "a"), ("2026-11-18", "")), ("2026-11-25", 1, 1), id="a week without it"),
        pytest.param((("2026-10-28", "a"),), ("2026-10-28", 2, 2), id="weeks without inspection do not break"),
        pytest.param(
            (("2026-11-17", "a"), ("2026-11-18", "")), ("2026-11-25", 1, 2), id="found in that week, not each day"
        ),
        pytest.param((("2026-11-25", ""), ("2026-11-25", "b")), ("2026-11-25", 1, 1), id="twice on one day"),
        pytest.param((("2026-12-01", "a"),), ("2026-11-25", 1, 1), id="a report from a clock that was ahead"),
    ],
)
def test_row_is_counted_over_days_and_weeks_of_inspection(
    found: tuple[tuple[str, str], ...], expected: tuple[str, int, int]
) -> None:
    assert recur("a", *found) == expected


@given(st.dictionaries(st.integers(1, 100), st.booleans(), max_size=60))
def test_row_is_as_long_as_one_counts_by_hand(found: dict[int, bool]) -> None:
    inspections = [PastInspection(TODAY - timedelta(ago), frozenset("a" if was else "")) for ago, was in found.items()]
    days = 1
    for ago in sorted(found):
        if not found[ago]:
            break
        days += 1

    assert find_recurrences(["a"], TODAY, inspections)["a"].days == days


def test_exceptions_that_come_back_carry_their_row() -> None:
    first = build_report(WORST, ())
    keys = frozenset(entry.key for entry in first.exceptions)

    again = build_report(WORST, [PastInspection(date(2026, 11, 18), keys), PastInspection(date(2026, 11, 11), keys)])

    assert {entry.recurrence for entry in again.exceptions} == {Recurrence(since=date(2026, 11, 11), days=3, weeks=3)}
    assert len(again.exceptions) == 10


def test_longest_row_comes_first_among_equals() -> None:
    keys = frozenset(entry.key for entry in build_report(WORST, ()).exceptions if entry.subject.key == "p5")

    report = build_report(WORST, [PastInspection(date(2026, 11, 24), keys)])

    warnings = [entry.subject.key for entry in report.exceptions if entry.check.level == "warning"]
    # What others hang on still comes before it.
    assert warnings[:2] == ["sw1", "p5"]
