"""Rows as a CSV file that a spreadsheet opens as text, whatever is in them."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells spreadsheets that the file is UTF-8; without it they show Chinese as noise."""
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard(cell: object) -> str | int | float:
    """Return a cell that no spreadsheet takes for a formula. Numbers stay numbers; None is empty.

    Source: OWASP, CSV Injection.
    """
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def unguard(text: str) -> str:
    """Return what `guard` was given."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(_FORMULA_STARTS) else text


def csv_lines(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180, each with CRLF), the headings first."""
    for number, cells in enumerate(chain((headings,), rows)):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([guard(cell) for cell in cells])
        yield buffer.getvalue() if number else BYTE_ORDER_MARK + buffer.getvalue()
