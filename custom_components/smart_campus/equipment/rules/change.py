"""What happened to an asset, when, and who did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from ...store.rules.times import from_ms, to_ms
from .asset import Change

MOST_REASON: Final = 500


class Source(StrEnum):
    """What a change came from."""

    PERSON = "person"
    IMPORT = "import"
    DEVICE = "device"
    APPROVAL = "approval"
    AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class By:
    """Who changed something."""

    source: Source
    user_id: str = ""
    name: str = ""
    """Of the person; empty where nobody did it."""


DEVICE: Final = By(Source.DEVICE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of an asset's history."""

    id: str
    asset_id: str
    at: datetime
    by: By
    change: Change
    note: str = ""

    def describe(self) -> dict[str, Any]:
        """Return it as JSON for a person's page."""
        return {
            "at": self.at.isoformat(),
            "by": self.by.name,
            "source": self.by.source.value,
            "change": {key: list(pair) for key, pair in self.change.items()},
            "note": self.note,
        }

    def to_row(self) -> dict[str, Any]:
        """Return it as a row that may wait on a disk."""
        return {
            "id": self.id,
            "asset_id": self.asset_id,
            "at_ms": to_ms(self.at),
            "source": self.by.source.value,
            "user_id": self.by.user_id,
            "user_name": self.by.name,
            "data": {key: list(pair) for key, pair in self.change.items()},
            "note": self.note,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any], data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_row` returned. data: of the row, parsed."""
        return cls(
            id=row["id"],
            asset_id=row["asset_id"],
            at=from_ms(row["at_ms"]),
            by=By(Source(row["source"]), row["user_id"], row["user_name"]),
            change={key: (pair[0], pair[1]) for key, pair in data.items()},
            note=row["note"],
        )
