"""What a person may set for the health of a site's network."""

from dataclasses import dataclass, field
from typing import Any, Self

from .rules.port_limits import PortLimits
from .rules.text import finite, mapping_of

GRACE_S = 120.0
HOLD_S = 60.0
MOST_S = 86_400.0


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthSettings:
    """Equal for the whole site."""

    root: str | None = None
    """Key of the switch the monitor hangs on."""
    grace_s: float = GRACE_S
    """How long after a start nothing new is told."""
    hold_s: float = HOLD_S
    """How long a device must be unreachable before it is told."""
    limits: PortLimits = field(default_factory=PortLimits)
    stored: Any = None
    """The limits as they were given."""

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Return the defaults with what `data` changes; what is damaged is left out."""
        given = mapping_of(data)
        root = given.get("root")
        return cls(
            root=root if isinstance(root, str) else None,
            grace_s=_seconds(given.get("grace_s"), GRACE_S),
            hold_s=_seconds(given.get("hold_s"), HOLD_S),
            limits=PortLimits.from_json(given.get("limits")),
            stored=given.get("limits"),
        )

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {"root": self.root, "grace_s": self.grace_s, "hold_s": self.hold_s, "limits": self.stored}


def _seconds(value: object, default: float) -> float:
    number = finite(value)
    return default if number is None else min(max(number, 0.0), MOST_S)
