"""How long a person's choice of light is respected."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self


@dataclass(slots=True)
class Hand:
    """The last choice a person made in one room."""

    hold: timedelta
    """How long it is respected; zero not at all."""
    chosen_at: datetime | None = None
    """None when nobody chose, or the choice was released."""

    @property
    def until(self) -> datetime | None:
        """When the choice ends; None without one."""
        return None if self.chosen_at is None else self.chosen_at + self.hold

    def choose(self, now: datetime) -> None:
        """Respect what is lit now, from now on."""
        self.chosen_at = now

    def release(self) -> None:
        """Respect nothing any more."""
        self.chosen_at = None

    def is_held(self, now: datetime) -> bool:
        """Return whether the choice counts. One made in the future, by a clock set back since, counts from now."""
        if self.chosen_at is None:
            return False
        self.chosen_at = min(self.chosen_at, now)
        return now < self.chosen_at + self.hold

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {"chosen_at": self.chosen_at.isoformat() if self.chosen_at else None}

    @classmethod
    def from_json(cls, data: object, hold: timedelta) -> Self:
        """Rebuild what `to_json` returned; what is damaged means that nobody chose."""
        given = data.get("chosen_at") if isinstance(data, dict) else None
        try:
            chosen_at = datetime.fromisoformat(given) if isinstance(given, str) else None
        except ValueError:
            chosen_at = None
        return cls(hold, chosen_at if chosen_at and chosen_at.tzinfo else None)
