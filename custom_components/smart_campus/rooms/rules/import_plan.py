"""A timetable file against the timetable there is: what would change, and what cannot be read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ...sheets.rules.columns import Columns
from ...sheets.rules.faults import CellError, RowFault
from ...sheets.rules.table_file import TableRow, read_table
from .meeting import Meeting
from .periods import Periods, parse_periods
from .timetable_columns import find_columns
from .weekdays import parse_weekday
from .weeks import parse_weeks

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")

MOST_FAULTS: Final = 200
"""Faults that are listed; the count tells the rest."""

FLEXIBLE_ROOMS: Final = frozenset({"停课", "无", "待定"})
"""What stands in the room's column when there is no room: the class does not meet there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportPlan:
    """What an import would do. Nothing is done by making one."""

    added: tuple[Meeting, ...]
    changed: tuple[tuple[Meeting, Meeting], ...]
    """Of the same key: as it is, and as it would be."""
    removed: tuple[Meeting, ...]
    unchanged: tuple[Meeting, ...]
    faults: tuple[RowFault, ...]
    fault_count: int
    rows: int
    """Rows below the heading."""

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Return the timetable after the import."""
        return (*self.unchanged, *(new for _, new in self.changed), *self.added)


def plan_import(data: bytes, present: Iterable[Meeting], *, replace: bool) -> ImportPlan:
    """Return what a file would change.

    replace: meetings that are not in the file go; else they stay. Blocks; raises TableFileError for the file as a
    whole. A row that cannot be read changes nothing: while there are such rows, nothing that stands is removed, since
    it may be one of theirs.
    """
    table = read_table(data)
    columns = find_columns(table[0].cells)
    wanted, faults, fault_count = _read_rows(table[1:], columns)
    before = {_identity(meeting): meeting for meeting in present}
    after = {_identity(meeting): meeting for meeting in wanted}
    unchanged = [meeting for identity, meeting in after.items() if before.get(identity) == meeting]
    left = [meeting for identity, meeting in before.items() if identity not in after]
    fresh = [meeting for identity, meeting in after.items() if identity not in before]
    changed = _pair(left, fresh)
    gone = [meeting for meeting in left if meeting not in {old for old, _ in changed}]
    keeps = not replace or fault_count > 0
    return ImportPlan(
        added=tuple(meeting for meeting in fresh if meeting not in {new for _, new in changed}),
        changed=tuple(changed),
        removed=() if keeps else tuple(gone),
        unchanged=(*unchanged, *(gone if keeps else ())),
        faults=tuple(faults),
        fault_count=fault_count,
        rows=len(table) - 1,
    )


def _identity(meeting: Meeting) -> tuple[str, str, frozenset[int]]:
    return meeting.key, meeting.room, meeting.weeks


def _pair(left: Sequence[Meeting], fresh: Sequence[Meeting]) -> list[tuple[Meeting, Meeting]]:
    """Return old and new of each meeting that was moved to another room or other weeks, one for one."""
    waiting: dict[str, list[Meeting]] = {}
    for meeting in left:
        waiting.setdefault(meeting.key, []).append(meeting)
    return [(waiting[meeting.key].pop(0), meeting) for meeting in fresh if waiting.get(meeting.key)]


def _read_rows(rows: Sequence[TableRow], columns: Columns) -> tuple[list[Meeting], list[RowFault], int]:
    meetings: dict[Meeting, None] = {}
    faults: list[RowFault] = []
    count = 0
    for row in rows:
        try:
            if meeting := _read_row(row, columns):
                meetings[meeting] = None
        except _RowError as err:
            count += 1
            if len(faults) < MOST_FAULTS:
                faults.append(err.fault)
    return list(meetings), faults, count


class _RowError(Exception):
    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault.key)
        self.fault = fault


def _read_row(row: TableRow, columns: Columns) -> Meeting | None:
    """Return the meeting of a row; None for one that says that the class does not meet."""
    texts = {column: columns.cell(row.cells, column) for column in ("course", "teacher", "group", "room")}
    for column in ("course", "room"):
        if not texts[column]:
            raise _RowError(RowFault(row=row.number, column=column, key="cell_empty", raw=""))
    if texts["room"] in FLEXIBLE_ROOMS:
        return None
    weekday, weeks, periods = "weekday", "weeks", "periods"
    try:
        column = weekday
        day = parse_weekday(columns.cell(row.cells, weekday))
        column = weeks
        found = parse_weeks(_cell_of(row, columns, weeks))
        column = periods
        run = _read_periods(row, columns)
    except CellError as err:
        raise _RowError(RowFault(row=row.number, column=column, key=err.key, raw=err.raw)) from err
    return Meeting(weekday=day, weeks=found, periods=run, **texts)


def _cell_of(row: TableRow, columns: Columns, column: str) -> str:
    """Return a cell's text. Raises CellError when a spreadsheet program turned ``3-4`` into a date."""
    text = columns.cell(row.cells, column)
    if _DATE.match(text):
        raise CellError("cell_is_date", text)
    return text


def _read_periods(row: TableRow, columns: Columns) -> Periods:
    if text := _cell_of(row, columns, "periods"):
        return parse_periods(text)
    first, last = (columns.cell(row.cells, column) for column in ("first_period", "last_period"))
    return parse_periods(f"{first}-{last}")
