"""The sheet of a day as a CSV file: one line a recording."""

from collections.abc import Iterator

from ...store.rules.sheet import csv_lines
from .sheet import DaySheet
from .sheet_cells import COLUMNS, cells_of
from .sheet_words import word


def list_sheet(sheet: DaySheet, language: str) -> Iterator[str]:
    """Yield the lines of the file. What looks like a formula is text."""
    headings = [word(key, language) for key in ("site", "day", *COLUMNS, "checksum", "recording_id")]
    zone = sheet.made_at.tzinfo
    rows = (
        (
            sheet.site,
            sheet.day.isoformat(),
            *cells_of(each, language, zone).values(),
            " ".join(facts.sha256 for facts in each.files.values() if facts.sha256),
            each.id,
        )
        for each in sheet.recordings
    )
    return csv_lines(headings, rows)
