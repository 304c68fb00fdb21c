"""The ledger as a file, and an empty one to begin with. What is exported and brought back changes nothing."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from ...campuslink.model import Kind
from ...store.rules.sheet import csv_lines
from .asset import Asset
from .file_columns import HEADINGS, headings_in
from .file_rows import VALUES
from .words import KIND_WORDS, ROOM_WORDS, STATE_WORDS, word_of

COLUMNS: Final = tuple(HEADINGS)
FORMATS: Final = ("csv", "xlsx")

_EXAMPLES: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {
    "en": (
        {
            "asset_number": "A-2024-001",
            "name": "Energy meter floor 1",
            "kind": "Energy meter",
            "profile": "eastron-sdm630",
            "floor": "1F",
            "room": "Electrical room 1",
            "purchased_on": "2024-08-30",
            "warranty_until": "2027-08-29",
            "keeper": "Li Wei",
            "state": "In use",
            "host": "192.0.2.10",
            "port": "502",
            "address": "1",
        },
        {
            "asset_number": "C-2024-017",
            "name": "Lectern",
            "floor": "1F",
            "room": "101",
            "room_type": "Smart classroom",
            "state": "In use",
            "note": "no network: leave kind and connection empty",
        },
    ),
    "zh-Hans": (
        {
            "asset_number": "A-2024-001",
            "name": "一层总电表",
            "kind": "能耗表计",
            "profile": "eastron-sdm630",
            "floor": "1楼",
            "room": "一层配电间",
            "purchased_on": "2024-08-30",
            "warranty_until": "2027-08-29",
            "keeper": "李伟",
            "state": "在用",
            "host": "192.0.2.10",
            "port": "502",
            "address": "1",
        },
        {
            "asset_number": "C-2024-017",
            "name": "讲台",
            "floor": "1楼",
            "room": "101",
            "room_type": "智慧课室",
            "state": "在用",
            "note": "不联网的资产：类别和连接方式留空",
        },
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportRow:
    """An asset with the names of where it is and how its device is reached."""

    asset: Asset
    room: str = ""
    floor: str = ""
    room_type: str = ""
    connection: Mapping[str, str] = field(default_factory=dict)
    """Texts by column."""


def write_ledger(rows: Iterable[ExportRow], form: str, language: str) -> bytes:
    """Return the ledger as a file. Blocks. form: one of `FORMATS`."""
    return _write((_cells(row, language) for row in rows), form, language)


def write_template(form: str, language: str) -> bytes:
    """Return a file with the headings and two rows as examples. Blocks."""
    return _write(iter(_EXAMPLES[language]), form, language)


def _cells(row: ExportRow, language: str) -> dict[str, str]:
    asset = row.asset
    cells: dict[str, Any] = {key: getattr(asset, key) for key in VALUES}
    cells["state"] = word_of(STATE_WORDS, asset.state, language)
    if asset.kind:
        cells["kind"] = word_of(KIND_WORDS, Kind(asset.kind), language)
    cells |= {"room": row.room, "floor": row.floor, "ledger_id": asset.asset_id, **row.connection}
    if row.room_type:
        cells["room_type"] = word_of(ROOM_WORDS, row.room_type, language)
    return {key: str(value) for key, value in cells.items() if value}


def _write(rows: Iterator[Mapping[str, str]], form: str, language: str) -> bytes:
    headings = list(headings_in(language).values())
    lines = ([row.get(column, "") for column in COLUMNS] for row in rows)
    if form == "csv":
        return "".join(csv_lines(headings, lines)).encode()
    return _workbook(headings, lines)


def _workbook(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ledger")
    sheet.freeze_panes = "C2"
    heading = [_text_cell(sheet, text) for text in headings]
    for cell in heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True)
    sheet.append(heading)
    for line in lines:
        sheet.append([_text_cell(sheet, text) for text in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:  # noqa: ANN401 - openpyxl's own types of sheets are private
    """Return a cell that stays text whatever it begins with: no formula, no date, no number."""
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell
