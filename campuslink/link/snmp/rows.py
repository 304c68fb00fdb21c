"""What may come back from a walk: rows that increase, in their column, and an end."""

from collections.abc import Iterable, Mapping

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
        self._last: tuple[int, ...] = ()
        self._count = 0

    def __len__(self) -> int:
        """Return how many rows there are so far."""
        return self._count

    @property
    def cursor(self) -> str:
        """The OID to ask for the next one of."""
        return f"{self._prefix}{'.'.join(map(str, self._last))}" if self._last else self.column

    @property
    def values(self) -> Column:
        """What was read, in the agent's order."""
        return self._values

    def add(self, oid: str, value: SnmpValue | None) -> bool:
        """Take the next value and tell whether it belongs to the column; one that does not completes the column.

        value: None for one of a type that is not used; it counts as a row, but is left out.
        Raises GarbledAnswerError for an OID that does not come after the one before, and for an endless column.
        """
        if not oid.startswith(self._prefix):
            self.is_complete = True
            return False
        suffix = oid[len(self._prefix) :]
        index = tuple(map(int, suffix.split(".")))
        if index <= self._last:
            raise GarbledAnswerError(f"the agent went back from {self.cursor} to {oid}")
        if self._count >= MOST_ROWS:
            raise GarbledAnswerError(f"{self.column} has no end within {MOST_ROWS} rows")
        self._last = index
        self._count += 1
        if value is not None:
            self._values[suffix] = value
        return True

    def extend(self, values: Iterable[tuple[str, SnmpValue | None] | None]) -> None:
        """Take values up to the end of the column; None is the end. Raises what `add` raises."""
        for value in values:
            if value is None:
                self.is_complete = True
                return
            if not self.add(*value):
                return


def columns_of(rows: Mapping[str, Rows]) -> Mapping[str, Column]:
    """Return the values of finished columns."""
    return {column: found.values for column, found in rows.items()}
