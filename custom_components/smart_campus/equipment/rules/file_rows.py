"""The rows of a ledger's file: every cell read, every fault found, nothing guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ...sheets.rules.columns import Columns
from ...sheets.rules.faults import CellError, RowFault
from ...sheets.rules.table_file import TableRow, read_table
from .asset import MOST_NAME, MOST_NOTE, MOST_NUMBER, MOST_TEXT, number_key
from .fields import read_field, read_text
from .file_columns import CONNECTION, find_columns
from .words import ROOM_WORDS, find_word

CELL_LIMIT: Final = MOST_NOTE + 1
"""One more than any field takes, so that a longer text is told instead of cut."""

CLEARED: Final = frozenset({"-", "—", "－", "–"})
"""What empties a field; an empty cell leaves it as it is."""

VALUES: Final = (
    "asset_number",
    "name",
    "kind",
    "manufacturer",
    "model",
    "serial",
    "firmware",
    "purchased_on",
    "warranty_until",
    "keeper",
    "state",
    "next_inspection_on",
    "note",
)
"""Columns that are fields of the asset itself."""

_TEXTS: Final = (*CONNECTION, "profile", "login_like")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRow:
    """One row, read."""

    number: int
    """As a person counts in the file."""
    ledger_id: str = ""
    asset_number: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Fields with something in their cell; None or an empty text for one that is cleared."""
    room: str = ""
    floor: str = ""
    room_type: str = ""
    """Value of a room type; empty where none is said."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What the row says of how the device is reached, cells with something in them only."""


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file, read."""

    rows: Sequence[FileRow]
    faults: Sequence[RowFault]
    count: int
    """Rows below the heading."""


def read_file(data: bytes) -> FileRows:
    """Return the rows of a file. Blocks; raises TableFileError for the file as a whole and nothing else."""
    table = read_table(data, cell_limit=CELL_LIMIT)
    columns = find_columns(table[0].cells)
    rows: list[FileRow] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for each in table[1:]:
        row, found = _read_row(each, columns)
        found += _doubles(row, seen)
        faults += found
        if not found:
            rows.append(row)
    return FileRows(rows, faults, len(table) - 1)


def _doubles(row: FileRow, seen: dict[str, int]) -> list[RowFault]:
    """Return a fault for a number or id that stood in an earlier row; the first one counts."""
    found = []
    keys = {"asset_number": f"number {number_key(row.asset_number)}", "ledger_id": f"id {row.ledger_id}"}
    for column, key in keys.items():
        text = str(getattr(row, column))
        if text and seen.setdefault(key, row.number) != row.number:
            found.append(RowFault(row=row.number, column=column, key="cell_twice", raw=text, detail=str(seen[key])))
    return found


def _read_row(row: TableRow, columns: Columns) -> tuple[FileRow, list[RowFault]]:
    faults: list[RowFault] = []
    read: dict[str, Any] = {}
    for column, place in columns.places.items():
        try:
            if text := _text_of(row, columns, column, place):
                read[column] = _read_cell(column, text)
        except CellError as err:
            faults.append(RowFault(row=row.number, column=column, key=err.key, raw=err.raw, detail=err.detail))
    if not faults and not (read.get("asset_number") or read.get("ledger_id")):
        faults.append(RowFault(row=row.number, column="asset_number", key="asset_number_missing", raw=""))
    found = FileRow(
        number=row.number,
        ledger_id=read.get("ledger_id", ""),
        asset_number=read.get("asset_number", ""),
        values={key: read[key] for key in VALUES if key in read},
        room=read.get("room", ""),
        floor=read.get("floor", ""),
        room_type=read.get("room_type", ""),
        texts={key: read[key] for key in _TEXTS if read.get(key)},
    )
    return found, faults


def _text_of(row: TableRow, columns: Columns, column: str, place: int) -> str:
    if place in row.uncomputed:
        raise CellError("cell_is_formula", "")
    return columns.cell(row.cells, column)


def _read_cell(column: str, text: str) -> Any:  # noqa: ANN401 - what a field of an asset holds
    if column in VALUES:
        if text in CLEARED and column not in ("asset_number", "state"):
            return read_field(column, "")
        return read_field(column, text)
    if column == "room_type":
        if (found := find_word(ROOM_WORDS, text)) is None:
            raise CellError("cell_no_room_type", text)
        return found
    if column == "ledger_id":
        return read_text(text, MOST_NUMBER)
    return read_text(text, MOST_NAME if column in ("room", "floor") else 2 * MOST_TEXT)
