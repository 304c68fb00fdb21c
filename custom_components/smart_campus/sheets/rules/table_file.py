"""A table out of an uploaded file: CSV in any encoding in use, or XLSX. Hostile until proven plain."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ...store.rules.sheet import unguard

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 40
CELL_LIMIT: Final = 300
"""Characters of a cell that are kept where nobody asks for more; no name is longer."""

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = (",", "\t", ";")
_QUOTED: Final = re.compile(r'="([^"]*)"')
"""A number that spreadsheet programs are told to leave as it is: ``="0012"``."""


class TableFileError(ValueError):
    """The file as a whole cannot be read."""

    def __init__(self, key: str, detail: str = "") -> None:
        """key: translation key of the sentence. detail: a number or name for it."""
        self.key = key
        self.detail = detail
        super().__init__(f"{key}: {detail}" if detail else key)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with its number, as a person counts in the file."""

    number: int
    cells: Sequence[str]
    uncomputed: frozenset[int] = frozenset()
    """Places of formulas whose result is not in the file; their cells are empty."""


class Uncomputed:
    """Stands for a formula whose result is not in the file."""


UNCOMPUTED: Final = Uncomputed()


def read_table(data: bytes, *, cell_limit: int = CELL_LIMIT) -> list[TableRow]:
    """Return the rows that are not empty, the heading first. Blocks; raises TableFileError and nothing else.

    cell_limit: characters of a cell that are kept.
    """
    if len(data) > MOST_BYTES:
        raise TableFileError("file_too_large", str(MOST_BYTES // 1024 // 1024))
    rows = _read_xlsx(data) if data.startswith(b"PK\x03\x04") else _read_csv(data)
    found: list[TableRow] = []
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TableFileError("file_too_many_rows", str(MOST_ROWS))
        plain = [_plain_cell(cell, cell_limit) for cell in cells[:MOST_COLUMNS]]
        uncomputed = frozenset(place for place, cell in enumerate(cells[:MOST_COLUMNS]) if cell is UNCOMPUTED)
        if uncomputed or any(plain):
            found.append(TableRow(number, _without_tail(plain), uncomputed))
    if not found:
        raise TableFileError("file_empty")
    return found


def _without_tail(cells: list[str]) -> list[str]:
    """Return the cells without the empty ones behind the last text; a sheet is as wide as its widest row."""
    width = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:width]


def _read_csv(data: bytes) -> Iterator[Sequence[object]]:
    is_utf16 = data.startswith(_UTF16_MARKS)
    if data.startswith((b"<", b"\xef\xbb\xbf<")) or (b"\x00" in data and not is_utf16):
        raise TableFileError("file_no_table")
    text = _decode(data, ("utf-16",) if is_utf16 else _ENCODINGS)
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield [_typed_cell(cell) for cell in cells]
    except csv.Error as err:
        if "field limit" in str(err):
            raise TableFileError("file_cell_too_long", str(reader.line_num)) from err
        raise TableFileError("file_no_table", str(err)[:CELL_LIMIT]) from err


def _typed_cell(text: str) -> object:
    """Return what was typed where a program wrote a formula, or an apostrophe so that it is none."""
    if match := _QUOTED.fullmatch(text):
        return match[1]
    return UNCOMPUTED if text.startswith("=") else unguard(text)


def _decode(data: bytes, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableFileError("file_encoding")


def _read_xlsx(data: bytes) -> Iterator[Sequence[object]]:
    # Imported here: most installations never read a workbook.
    from .workbook import WorkbookError, read_workbook  # noqa: PLC0415 - see above

    try:
        yield from read_workbook(data, most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS, uncomputed=UNCOMPUTED)
    except WorkbookError as err:
        raise TableFileError(err.key, err.detail) from err


def _plain_cell(cell: object, limit: int) -> str:
    """Return a cell's text on one line without control characters; a whole number as it was typed."""
    if cell is None or cell is UNCOMPUTED or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "".join(char if char.isprintable() else " " for char in str(cell)[: 4 * limit])
    return " ".join(text.split())[:limit]
