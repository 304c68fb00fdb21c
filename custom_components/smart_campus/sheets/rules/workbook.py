"""The first sheet of a workbook as rows of values: merged cells filled, formulas without a result told apart."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import IO, Final

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string

MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_MEMBERS: Final = 500
MOST_MERGED: Final = 10_000
"""Merged ranges that are looked at; no table of people has more."""
_PORTION: Final = 1024 * 1024
_OVERLAP: Final = 200
"""Longest mark of a merged range that may lie across two portions."""
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')

_ATTRIBUTE: Final = re.compile(r'(?:\w+:)?(\w+)\s*=\s*"([^"]*)"')

type Merged = dict[tuple[int, int], tuple[int, int]]
"""(row, column) of a cell inside a merged range to that of its first cell, both counted from 0."""


class WorkbookError(ValueError):
    """The workbook cannot be read."""

    def __init__(self, key: str, detail: str) -> None:
        """key, detail: as `TableFileError`."""
        super().__init__(f"{key}: {detail}")
        self.key = key
        self.detail = detail


def read_workbook(data: bytes, *, most_rows: int, most_columns: int, uncomputed: object) -> Iterator[Sequence[object]]:
    """Yield the rows of the first sheet. Blocks; raises WorkbookError and nothing else.

    uncomputed: stands for a formula whose result is not in the file, since nothing here computes one.
    """
    _refuse_bombs(data)
    try:
        merged = _merged_cells(data, most_rows, most_columns)
        values = _rows(data, most_rows, most_columns, data_only=True)
        formulas = _rows(data, most_rows, most_columns, data_only=False)
        firsts = set(merged.values())
        kept: dict[tuple[int, int], object] = {}
        for number, (shown, typed) in enumerate(zip_longest(values, formulas, fillvalue=())):
            row = [
                uncomputed if value is None and _is_formula(source) else value
                for value, source in zip_longest(shown, typed)
            ]
            kept |= {(number, place): cell for place, cell in enumerate(row) if (number, place) in firsts}
            for place, cell in enumerate(row):
                if cell is None and (first := merged.get((number, place))) is not None:
                    row[place] = kept.get(first)
            yield row
    except WorkbookError:
        raise
    except Exception as err:
        raise WorkbookError("file_no_table", type(err).__name__) from err


def _rows(data: bytes, most_rows: int, most_columns: int, *, data_only: bool) -> Iterator[Sequence[object]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)


def _is_formula(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith("=")


def _merged_cells(data: bytes, most_rows: int, most_columns: int) -> Merged:
    """Return the cells that merged ranges cover, within the table's bounds."""
    found: Merged = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_first_sheet(archive)) as sheet:
        for left, top, right, bottom in islice(_merged_ranges(sheet), MOST_MERGED):
            cells = (
                (row, column)
                for row in range(top - 1, min(bottom, most_rows))
                for column in range(left - 1, min(right, most_columns))
            )
            found.update(dict.fromkeys(cells, (top - 1, left - 1)))
    return found


def _merged_ranges(sheet: IO[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right and bottom from 1. Read as text: a tree of a hostile sheet would not fit into memory."""
    rest = b""
    while portion := sheet.read(_PORTION):
        text = rest + portion
        end = 0
        for match in _MERGED.finditer(text):
            end = match.end()
            left, top, right, bottom = (each.decode() for each in match.groups())
            yield column_index_from_string(left), int(top), column_index_from_string(right), int(bottom)
        rest = text[max(end, len(text) - _OVERLAP) :]


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the name of the first sheet's part in the archive."""
    wanted = next(_tags(archive, "xl/workbook.xml", "sheet"))["id"]
    relations = _tags(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    target = next(each["Target"] for each in relations if each.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _tags(archive: zipfile.ZipFile, part: str, tag: str) -> Iterator[dict[str, str]]:
    """Yield the attributes, without their namespaces, of each element of a name in a small part of the archive."""
    with archive.open(part) as file:
        text = file.read(_PORTION).decode("utf-8", "replace")
    for match in re.finditer(rf"<(?:\w+:)?{tag}\s([^<>]*)>", text):
        yield dict(_ATTRIBUTE.findall(match[1]))


def _refuse_bombs(data: bytes) -> None:
    """Look at the archive's own list before anything is unpacked; Python stops each member at its declared size."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as err:
        raise WorkbookError("file_no_table", type(err).__name__) from err
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise WorkbookError("file_unpacks_too_large", str(MOST_UNPACKED // 1024 // 1024))
