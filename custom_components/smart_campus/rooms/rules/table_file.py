"""A table out of an uploaded file: CSV in any encoding in use, or XLSX. Hostile until proven plain."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 40
CELL_LIMIT: Final = 300
"""Characters of a cell that are kept; no name is longer."""

MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_MEMBERS: Final = 500
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_DELIMITERS: Final = (",", "\t", ";")
_CSV_FIELD_LIMIT: Final = 131_072


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


def read_table(data: bytes) -> list[TableRow]:
    """Return the rows that are not empty, the heading first. Blocks; raises TableFileError and nothing else."""
    if len(data) > MOST_BYTES:
        raise TableFileError("file_too_large", str(MOST_BYTES // 1024 // 1024))
    rows = _read_xlsx(data) if data.startswith(b"PK\x03\x04") else _read_csv(data)
    found: list[TableRow] = []
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TableFileError("file_too_many_rows", str(MOST_ROWS))
        plain = [_plain_cell(cell) for cell in cells[:MOST_COLUMNS]]
        if any(plain):
            found.append(TableRow(number, plain))
    if not found:
        raise TableFileError("file_empty")
    return found


def _read_csv(data: bytes) -> Iterator[Sequence[Any]]:
    if data.startswith((b"<", b"\xef\xbb\xbf<")) or b"\x00" in data:
        raise TableFileError("file_no_table")
    text = _decode(data)
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as err:
        raise TableFileError("file_no_table", str(err)[:CELL_LIMIT]) from err


def _decode(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableFileError("file_encoding")


def _read_xlsx(data: bytes) -> Iterator[Sequence[Any]]:
    _refuse_bombs(data)
    # Imported here: most installations never read a workbook.
    from openpyxl import load_workbook  # noqa: PLC0415 - see above

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    except TableFileError:
        raise
    except Exception as err:
        raise TableFileError("file_no_table", type(err).__name__) from err


def _refuse_bombs(data: bytes) -> None:
    """Look at the archive's own list before anything is unpacked; Python stops each member at its declared size."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as err:
        raise TableFileError("file_no_table", type(err).__name__) from err
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise TableFileError("file_unpacks_too_large", str(MOST_UNPACKED // 1024 // 1024))


def _plain_cell(cell: object) -> str:
    """Return a cell's text on one line without control characters; a whole number as it was typed."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "".join(char if char.isprintable() else " " for char in str(cell))
    return " ".join(text.split())[:CELL_LIMIT]
