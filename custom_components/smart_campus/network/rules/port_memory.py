"""What is remembered of a port between polls and over a restart, in as little room as possible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from .port_limits import Limit, PortFault
from .text import finite, list_of, mapping_of

SLICES = 30
"""Into how many slices a window is cut: what falls into one slice is added up, so memory stays bounded."""


@dataclass(slots=True)
class Tally:
    """Amounts within a window that slides; an empty one costs nothing."""

    parts: list[tuple[float, float]] = field(default_factory=list)
    """(time, amount), oldest first; only amounts above zero."""

    def add(self, now: float, amount: float, window_s: float) -> None:
        """Count an amount now, and forget what left the window."""
        self.parts = [part for part in self.parts if part[0] > now - window_s]
        if not amount > 0:
            return
        if self.parts and now - self.parts[-1][0] < window_s / SLICES:
            at, before = self.parts[-1]
            self.parts[-1] = (at, before + amount)
        else:
            self.parts.append((now, amount))

    @property
    def total(self) -> float:
        """Return the sum of what is within the window."""
        return sum(amount for _, amount in self.parts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one poll says of one fault. Neither bad nor good: no evidence, or between the thresholds."""

    value: float | None
    limit: float
    is_bad: bool
    is_good: bool


@dataclass(slots=True)
class Latch:
    """Whether a fault is raised, and how long the opposite has been seen."""

    since: float | None = None
    """Seconds since 1970-01-01 UTC when it was raised; None while it is not."""
    held_s: float | None = None
    """How long values have been bad (not raised) or good (raised) without a break; None outside such a stretch."""
    value: float | None = None
    """What was measured last."""
    limit: float = 0.0
    """What it was compared with."""

    @property
    def is_raised(self) -> bool:
        """Return whether the fault is raised."""
        return self.since is not None

    @property
    def is_idle(self) -> bool:
        """Return whether there is nothing to remember."""
        return self.since is None and self.held_s is None

    def follow(self, verdict: Verdict, limit: Limit, credit_s: float, at: float, *, may_raise: bool) -> bool:
        """Take a verdict; return whether the fault was raised or cleared by it.

        credit_s: how much time since the verdict before counts as seen.
        at: the moment it is raised, if it is.
        """
        self.value, self.limit = verdict.value, verdict.limit
        if verdict.is_good if self.since is None else verdict.is_bad:
            self.held_s = None
        elif verdict.is_bad if self.since is None else verdict.is_good:
            self.held_s = 0.0 if self.held_s is None else self.held_s + credit_s
        if self.held_s is None or self.held_s < (limit.raise_after_s if self.since is None else limit.clear_after_s):
            return False
        if self.since is None and not may_raise:
            return False
        self.since = at if self.since is None else None
        self.held_s = None
        return True


@dataclass(slots=True)
class PortMemory:
    """Everything remembered of one port."""

    is_up: bool
    is_enabled: bool
    last_change_s: float | None = None
    best_bps: float = 0.0
    """The highest speed it has run at."""
    up_at: float = 0.0
    """When it was last seen up, on the clock of the owner."""
    seen_at: float = 0.0
    """When it was last in the port table, on the clock of the owner."""
    changes: Tally = field(default_factory=Tally)
    errors: Tally = field(default_factory=Tally)
    discards: Tally = field(default_factory=Tally)
    latches: dict[PortFault, Latch] = field(default_factory=dict)
    """Only those with something to remember."""

    def to_json(self, now: float) -> dict[str, Any]:
        """Return a JSON object; times are ages relative to `now`, so that another clock can read them."""
        ages = [now - self.up_at, now - self.seen_at]
        data: dict[str, Any] = {"s": [int(self.is_up), int(self.is_enabled), self.last_change_s, self.best_bps, *ages]}
        for name, tally in (("c", self.changes), ("e", self.errors), ("d", self.discards)):
            if tally.parts:
                data[name] = [[now - at, amount] for at, amount in tally.parts]
        latches = {fault.value: latch for fault, latch in self.latches.items() if not latch.is_idle}
        if latches:
            data["f"] = {
                fault: [latch.since, latch.held_s, latch.value, latch.limit] for fault, latch in latches.items()
            }
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any], now: float) -> Self:
        """Rebuild what `to_json` returned. Raises ValueError when it is damaged."""
        try:
            is_up, is_enabled, last_change_s, best_bps, up_age_s, age_s = list_of(data["s"])
            return cls(
                is_up=bool(is_up),
                is_enabled=bool(is_enabled),
                last_change_s=finite(last_change_s),
                best_bps=finite(best_bps) or 0.0,
                up_at=now - (finite(up_age_s) or 0.0),
                seen_at=now - (finite(age_s) or 0.0),
                changes=_tally_of(data.get("c"), now),
                errors=_tally_of(data.get("e"), now),
                discards=_tally_of(data.get("d"), now),
                latches={PortFault(name): _latch_of(item) for name, item in mapping_of(data.get("f")).items()},
            )
        except (KeyError, TypeError) as err:
            raise ValueError(f"damaged memory of a port: {err!r}") from err


def _tally_of(data: object, now: float) -> Tally:
    parts = []
    for age_s, amount in list_of(data)[-SLICES - 1 :]:
        age, number = finite(age_s), finite(amount)
        if age is None or number is None or age < 0:
            raise ValueError("damaged tally")
        parts.append((now - age, number))
    return Tally(sorted(parts))


def _latch_of(data: object) -> Latch:
    since, held_s, value, limit = list_of(data)
    return Latch(finite(since), finite(held_s), finite(value), finite(limit) or 0.0)
