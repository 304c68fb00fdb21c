"""What is new between two looks, so that a page is told no more than that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that are other than before, and keys that are gone."""

    changed: tuple[Row, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone)


def changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> Changes:
    """Compare rows by key; a row that is the same object is not looked into."""
    changed = tuple(row for key, row in after.items() if (old := before.get(key)) is not row and old != row)
    return Changes(changed, tuple(key for key in before if key not in after))
