"""From when on a port is in trouble, and from when on no longer."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Self

from .text import finite, mapping_of


class PortFault(StrEnum):
    """What can be wrong with a port."""

    FLAPPING = "flapping"
    ERRORS = "errors"
    DISCARDS = "discards"
    SPEED_DROPPED = "speed_dropped"
    HALF_DUPLEX = "half_duplex"
    HIGH_UTILISATION = "high_utilisation"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """Thresholds of one fault. Between the two nothing changes."""

    raise_at: float
    """A value this high or higher is bad."""
    clear_at: float
    """A value this low or lower is good."""
    raise_after_s: float = 0.0
    """How long it must be bad, without a good value in between, before the fault is raised."""
    clear_after_s: float = 0.0
    """How long it must be good, without a bad value in between, before the fault is cleared."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PortLimits:
    """The limits of every fault; defaults suit classrooms, where computers start and sleep every day."""

    window_s: float = 900.0
    """Changes, errors and discards are counted over this long."""
    flapping: Limit = Limit(raise_at=8, clear_at=2)
    """Changes of state within the window. A computer that starts makes up to six."""
    errors: Limit = Limit(raise_at=6, clear_at=1, clear_after_s=900)
    """Errors a minute, mean over the window."""
    discards: Limit = Limit(raise_at=60, clear_at=6, clear_after_s=900)
    """Discards a minute, mean over the window."""
    speed_dropped: Limit = Limit(raise_at=1, clear_at=0, raise_after_s=600, clear_after_s=60)
    """1 while the port runs below its best speed and is in use."""
    half_duplex: Limit = Limit(raise_at=1, clear_at=0, raise_after_s=600, clear_after_s=60)
    """1 while the port runs half duplex and is in use."""
    high_utilisation: Limit = Limit(raise_at=0.9, clear_at=0.75, raise_after_s=300, clear_after_s=300)
    """Share of the speed that is used."""
    asleep_below_bps: float = 500.0
    """A device that sends less is asleep: its port may run slowly until it wakes, and is not judged by speed."""

    def of(self, fault: PortFault) -> Limit:
        """Return the limit of a fault."""
        limit: Limit = getattr(self, fault.value)
        return limit

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Return the defaults with what `data` changes; what is no number is left out."""
        given = mapping_of(data)
        changes: dict[str, Any] = {}
        base = cls()
        for item in fields(cls):
            default = getattr(base, item.name)
            if isinstance(default, Limit):
                changes[item.name] = _changed_limit(default, mapping_of(given.get(item.name)))
            elif (number := finite(given.get(item.name))) is not None and number > 0:
                changes[item.name] = number
        return replace(base, **changes)


def _changed_limit(limit: Limit, data: Mapping[str, Any]) -> Limit:
    numbers = {item.name: finite(data.get(item.name)) for item in fields(Limit)}
    changed = replace(limit, **{name: number for name, number in numbers.items() if number is not None and number >= 0})
    # A clear threshold above the raise threshold would raise and clear at every poll.
    return replace(changed, clear_at=min(changed.clear_at, changed.raise_at))
