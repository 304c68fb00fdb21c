"""Which column of a table means what, whatever its order and language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .marks import plain_marks
from .table_file import TableFileError

type Headings = Mapping[str, tuple[str, ...]]
"""Headings by column id: English first, then every other name in use."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column is."""

    places: Mapping[str, int]

    def cell(self, cells: Sequence[str], column: str) -> str:
        """Return the text of a column; empty where the file or the row has none."""
        place = self.places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""


def place_columns(heading: Sequence[str], headings: Headings) -> Columns:
    """Return where the known columns of a heading are; the first of two alike counts."""
    names = {plain_heading(alias): column for column, aliases in headings.items() for alias in aliases}
    places: dict[str, int] = {}
    for place, text in enumerate(heading):
        column = names.get(plain_heading(text))
        if column is not None:
            places.setdefault(column, place)
    return Columns(places)


def require_columns(missing: Sequence[str], headings: Headings) -> None:
    """Raise TableFileError naming columns that are missing; none is no error."""
    if missing:
        raise TableFileError("columns_missing", ", ".join(heading_of(column, headings) for column in missing))


def heading_of(column: str, headings: Headings) -> str:
    """Return a column's heading in both languages."""
    english, *others = headings[column]
    return f"{english} ({next(name for name in others if not name.isascii())})"


def plain_heading(text: str) -> str:
    """Return a heading without what does not tell it apart: case, spaces, underscores, full-width marks."""
    return plain_marks(text).lower().replace("_", "")
