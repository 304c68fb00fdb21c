"""Whether an exception was there before: "third week in a row" says more than "since Monday"."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .report import Recurrence


@dataclass(frozen=True, slots=True)
class PastInspection:
    """What an earlier report found."""

    day: date
    keys: frozenset[str]
    """Of its exceptions."""


def find_recurrences(keys: Iterable[str], today: date, past: Sequence[PastInspection]) -> Mapping[str, Recurrence]:
    """Return for each exception of today how often in a row it was found.

    Several inspections of a day count as one; the exception was there that day if any of them found it. Days and weeks
    without an inspection neither count nor break the row.
    """
    days = _grouped((inspection.day, inspection.keys) for inspection in past if inspection.day <= today)
    days[today] = days.get(today, frozenset()) | frozenset(keys)
    weeks = _grouped((_monday_number(day), found) for day, found in days.items())
    return {
        key: Recurrence(since=_row(days, key)[-1], days=len(_row(days, key)), weeks=len(_row(weeks, key)))
        for key in dict.fromkeys(keys)
    }


def _grouped[P](found: Iterable[tuple[P, Collection[str]]]) -> dict[P, frozenset[str]]:
    grouped: dict[P, frozenset[str]] = {}
    for period, keys in found:
        grouped[period] = grouped.get(period, frozenset()) | frozenset(keys)
    return grouped


def _monday_number(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _row[P: (date, int)](periods: Mapping[P, frozenset[str]], key: str) -> list[P]:
    """Return the latest periods in a row in which a key was found, the newest first."""
    row: list[P] = []
    for period in sorted(periods, reverse=True):
        if key not in periods[period]:
            break
        row.append(period)
    return row
