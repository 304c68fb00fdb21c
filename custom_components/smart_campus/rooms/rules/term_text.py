"""A term as a person types it: one line a day off, a swapped workday or a class period."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from ...sheets.rules.faults import CellError
from ...sheets.rules.marks import plain_marks
from .periods import MOST_PERIODS, ClockTable
from .term import Swap, Term
from .weekdays import parse_weekday

MOST_DAYS_OFF: Final = 200
MOST_SWAPS: Final = 60
MOST_WEEKS: Final = 30
MOST_LINES: Final = 400

_HOURS: Final = re.compile(r"(\d{1,2}:\d\d)-(\d{1,2}:\d\d)")
_DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_WEEK: Final = re.compile(r"第?(\d{1,2})周?")


def parse_clock(text: str, since: tuple[int, int]) -> ClockTable:
    """Return the periods of a day, one ``08:00-08:45`` a line, from period 1 on.

    Raises CellError for a line that is none, one that ends before it begins, or one that begins before the one above
    it ends.
    """
    periods: list[tuple[time, time]] = []
    for line in _lines(text):
        match = _HOURS.fullmatch(plain_marks(line))
        if match is None:
            raise CellError("hours_unreadable", line)
        start, end = _time(match[1], line), _time(match[2], line)
        if start >= end or (periods and start < periods[-1][1]):
            raise CellError("hours_order", line)
        periods.append((start, end))
    if not 1 <= len(periods) <= MOST_PERIODS:
        raise CellError("hours_missing", text)
    return ClockTable(periods=tuple(periods), since=since)


def parse_month_day(text: str) -> tuple[int, int]:
    """Return month and day of ``05-01``. Raises CellError for a day no year has."""
    parts = plain_marks(text).replace("/", "-").split("-")
    try:
        month, day = (int(part) for part in parts)
        # A leap year, so that 29 February can be named.
        found = date(2024, month, day)
    except ValueError as err:
        raise CellError("day_unreadable", text) from err
    return found.month, found.day


def parse_days_off(text: str) -> frozenset[date]:
    """Return the days of lines like ``2026-10-01`` or ``2026-10-01..2026-10-07``; words behind a day are a remark."""
    days: set[date] = set()
    for line in _lines(text):
        first, _, last = _without_remark(line).partition("..")
        start = _date(first, line)
        end = _date(last, line) if last else start
        if not start <= end or (end - start).days > MOST_DAYS_OFF:
            raise CellError("days_order", line)
        days |= {start + timedelta(days=offset) for offset in range((end - start).days + 1)}
    if len(days) > MOST_DAYS_OFF:
        raise CellError("days_too_many", text)
    return frozenset(days)


def parse_swaps(text: str, term: Term) -> dict[date, Swap]:
    """Return the swapped workdays of a term, one a line.

    ``2026-10-10 = 2026-10-08`` follows the plan of that date, its week included; ``2026-10-10 = 周四`` or ``= Thu``
    that weekday of its own week; ``2026-10-10 = 周四 6`` that of week 6.
    """
    swaps: dict[date, Swap] = {}
    for line in _lines(text):
        left, equals, right = line.partition("=")
        if not equals:
            raise CellError("swap_unreadable", line)
        swaps[_date(left.strip(), line)] = _swap(right.strip(), term, line)
    if len(swaps) > MOST_SWAPS:
        raise CellError("swaps_too_many", text)
    return swaps


def _swap(text: str, term: Term, line: str) -> Swap:
    if _DAY.fullmatch(text):
        copied = _date(text, line)
        week = (copied - term.monday).days // 7 + 1
        if not 1 <= week <= term.weeks:
            raise CellError("swap_outside", line)
        return Swap(weekday=copied.isoweekday(), week=week)
    name, _, week_text = text.partition(" ")
    weekday = parse_weekday(name)
    if not week_text:
        return Swap(weekday=weekday)
    match = _WEEK.fullmatch(plain_marks(week_text))
    if match is None or not 1 <= int(match[1]) <= term.weeks:
        raise CellError("swap_outside", line)
    return Swap(weekday=weekday, week=int(match[1]))


def _lines(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) > MOST_LINES:
        raise CellError("lines_too_many", text)
    return (line for line in lines if line)


def _without_remark(line: str) -> str:
    return line.split(maxsplit=1)[0]


def _date(text: str, line: str) -> date:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise CellError("day_unreadable", line)
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as err:
        raise CellError("day_unreadable", line) from err


def _time(text: str, line: str) -> time:
    hours, minutes = text.split(":")
    try:
        return time(int(hours), int(minutes))
    except ValueError as err:
        raise CellError("hours_unreadable", line) from err
