"""Windows that were given to credentials, as they are remembered: no clear card number is in them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldGrant:
    """One window on one controller."""

    id: str = field(default_factory=lambda: uuid.uuid7().hex)
    gate: str
    """Key of the gate."""
    credential: str
    """The card's pseudonym."""
    sealed: str
    """The card's number, encrypted; only for taking the window away again."""
    before: Mapping[int, int]
    """The rights the card had to each door before."""
    start: datetime
    end: datetime

    def to_json(self) -> dict[str, Any]:
        """Return it for a private file."""
        return {
            "id": self.id,
            "gate": self.gate,
            "credential": self.credential,
            "sealed": self.sealed,
            "before": {str(door): right for door, right in self.before.items()},
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave."""
        return cls(
            id=stored["id"],
            gate=stored["gate"],
            credential=stored["credential"],
            sealed=stored["sealed"],
            before={int(door): int(right) for door, right in stored["before"].items()},
            start=datetime.fromisoformat(stored["start"]),
            end=datetime.fromisoformat(stored["end"]),
        )

    def part(self, doors: Iterable[int] | None) -> Self | None:
        """Return the part that concerns some doors, None for nothing; doors: None takes all."""
        kept = {door: right for door, right in self.before.items() if doors is None or door in set(doors)}
        return replace(self, before=kept) if kept else None

    def without(self, part: Self) -> Self | None:
        """Return what is left when a part was taken away, None for nothing."""
        left = {door: right for door, right in self.before.items() if door not in part.before}
        return replace(self, before=left) if left else None
