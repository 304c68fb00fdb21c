"""What is wrong with one cell of a table, as a key with a sentence in every language."""

from dataclasses import dataclass
from typing import Final

TEXT_LIMIT: Final = 80


class CellError(ValueError):
    """A cell cannot be read. Never replaced by a guess: a guess would schedule the wrong room."""

    def __init__(self, key: str, raw: object, detail: str = "") -> None:
        """key: translation key of the sentence. raw: what stood in the cell, shortened for a person.

        detail: as `RowFault.detail`.
        """
        self.key = key
        self.detail = detail
        self.raw = str(raw)[:TEXT_LIMIT]
        super().__init__(f"{key}: {self.raw!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class RowFault:
    """One fault of one row."""

    row: int
    """As a person counts in the file: the heading is row 1."""
    column: str
    """Id of the column; empty for the whole row."""
    key: str
    raw: str
    detail: str = ""
    """What helps to mend it: names that come near, who has the number already."""
