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
    is_to_end: bool = False
    """Whether it must be taken away as soon as its gate answers."""

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
            "is_to_end": self.is_to_end,
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
            is_to_end=stored.get("is_to_end") is True,
        )

    def ending(self, doors: Iterable[int] | None) -> tuple[Self, ...]:
        """Return it in two: what concerns some doors and is to end, and the rest as it is. doors: None for all."""
        wanted = self.before.keys() if doors is None else self.before.keys() & set(doors)
        parts = (
            {door: self.before[door] for door in wanted},
            {d: r for d, r in self.before.items() if d not in wanted},
        )
        ends = replace(self, before=parts[0], is_to_end=True)
        rest = replace(self, before=parts[1], id=uuid.uuid7().hex)
        return tuple(part for part in (ends, rest) if part.before)
