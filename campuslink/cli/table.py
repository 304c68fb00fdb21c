"""Plain-text tables whose columns line up in Chinese too."""

import unicodedata
from collections.abc import Sequence

GAP = "  "


def text_width(text: str) -> int:
    """Return the columns a terminal needs for a text; wide characters take two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def render_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> str:
    """Return the table as lines. Every row has as many cells as there are headings.

    right: columns, counted from 0, that are aligned to the right.
    Control characters, which a device may send to play with a terminal, become ``?``.
    """
    lines = [[_printable(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(text_width(line[column]) for line in lines) for column in range(len(headings))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        GAP.join(_pad(cell, widths[column], is_right=column in right) for column, cell in enumerate(line)).rstrip()
        for line in lines
    )


def _pad(text: str, width: int, *, is_right: bool) -> str:
    space = " " * (width - text_width(text))
    return space + text if is_right else text + space


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)
