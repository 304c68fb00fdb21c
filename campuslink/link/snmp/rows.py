"""What may come back from a walk: rows that increase, in their column, and an end."""

from collections.abc import Iterable, Mapping
from sys import intern
from typing import Any

from ...errors import GarbledAnswerError
from .base import Column, SnmpValue

MOST_ROWS = 65_536
"""Rows of one column after which an agent counts as endless; the largest MAC tables stay below it."""


class Rows:
    """One column while it is being read."""

    def __init__(self, column: str) -> None:
        """column: OID without an index."""
        self.column = column
        self.is_complete = False
        self._prefix = f"{column}."
        self._values: dict[str, SnmpValue] = {}
        self._last_suffix = ""
        self._last: Any = ()
        """The index of the last row: a number, or a tuple of several."""
        self._count = 0

    def __len__(self) -> int:
        """Return how many rows there are so far."""
        return self._count

    @property
    def cursor(self) -> str:
        """The OID to ask for the next one of."""
        return f"{self._prefix}{self._last_suffix}" if self._count else self.column

    @property
    def values(self) -> Column:
        """What was read, in the agent's order."""
        return self._values

    def add(self, oid: str, value: SnmpValue | None) -> None:
        """Take the next value; one that does not belong to the column completes it.

        value: None for one of a type that is not used; it counts as a row, but is left out.
        Raises GarbledAnswerError for an OID that does not come after the one before, and for an endless column.
        """
        self.extend(((oid, value),))

    def extend(self, values: Iterable[tuple[str, SnmpValue | None] | None]) -> None:
        """Take values up to the end of the column; None is the end. Raises what `add` raises."""
        prefix, start, last, found = self._prefix, len(self._prefix), self._last, self._values
        for row in values:
            if row is None or not row[0].startswith(prefix):
                self.is_complete = True
                return
            # Interned, because the columns of all agents share their indexes.
            suffix = intern(row[0][start:])
            # Most tables have one number for an index; comparing it as such halves the work.
            index: Any = tuple(map(int, suffix.split("."))) if "." in suffix else int(suffix)
            if not (index > last if type(index) is type(last) else _comes_after(index, last)):
                raise GarbledAnswerError(f"the agent went back from {self.cursor} to {row[0]}")
            if self._count >= MOST_ROWS:
                raise GarbledAnswerError(f"{self.column} has no end within {MOST_ROWS} rows")
            self._last = last = index
            self._last_suffix = suffix
            self._count += 1
            if row[1] is not None:
                found[suffix] = row[1]


def _comes_after(index: int | tuple[int, ...], last: int | tuple[int, ...]) -> bool:
    """Compare indexes of which one is a number alone."""
    return (index if isinstance(index, tuple) else (index,)) > (last if isinstance(last, tuple) else (last,))


def columns_of(rows: Mapping[str, Rows]) -> Mapping[str, Column]:
    """Return the values of finished columns."""
    return {column: found.values for column, found in rows.items()}
