"""How long each thing was up, down, worked on, or not watched at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from .maintenance import Maintenance, plans_from_json, spans_for
from .outages import KEEP_S, Lack, Outages
from .spans import Spans, join, length, overlap, without
from .text import finite, list_of, mapping_of

JITTER_S = 30.0
"""Wall clock and steady clock may differ by this much between two beats."""
BELIEVED_BACK_S = 86_400.0
"""A clock that is set back by at most this much is believed at once."""
DOUBTED_S = 3600.0
"""One that is set back further, as on a machine without a battery before it knows the time, only after this long."""
MOST_GAPS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What the time of a thing was spent on, in seconds. Each second counts once."""

    up_s: float = 0.0
    down_s: float = 0.0
    maintenance_s: float = 0.0
    """Planned work, up or down."""
    unmonitored_s: float = 0.0
    """The monitor itself was down, or had not got an answer yet."""

    @property
    def availability(self) -> float | None:
        """Return the share of the time that counts in which it was up, 0 to 1; None when none counts."""
        counted = self.up_s + self.down_s
        return self.up_s / counted if counted else None


@dataclass(slots=True)
class Availability:
    """Follows many things. Its time is what `beat` was told last."""

    plans: list[Maintenance] = field(default_factory=list)
    _things: dict[str, Outages] = field(default_factory=dict)
    _now: float | None = None
    _gaps: list[tuple[float, float]] = field(default_factory=list)
    """When nobody watched anything while the monitor ran: sleep of the machine, a clock that leapt."""
    _doubt_s: float = 0.0

    @property
    def now(self) -> float:
        """Return the moment up to which everything is accounted for, in seconds since 1970-01-01 UTC."""
        return self._now or 0.0

    def resume(self, at: float) -> None:
        """Begin to watch, also after a restart: what happened since the last beat is not known."""
        if self._now is None:
            self._now = at
        for outages in self._things.values():
            outages.turn(Lack.UNKNOWN, self._now)
        self.beat(at, 0.0)

    def beat(self, at: float, elapsed_s: float) -> None:
        """Say that the monitor is alive. Call it at least every minute, and before `track`.

        at: what the wall clock shows. elapsed_s: since the beat before, by a clock that does not jump.
        """
        if self._now is None:
            self._now = at
        before, expected = self._now, self._now + max(elapsed_s, 0.0)
        if at < before:
            self._doubt_s += max(elapsed_s, 0.0)
            if before - at > BELIEVED_BACK_S and self._doubt_s < DOUBTED_S:
                return
            self._rewind(at)
        elif at > expected + JITTER_S:
            self._gaps = [*join([*self._gaps, (expected, at)])][-MOST_GAPS:]
        self._now, self._doubt_s = at, 0.0
        if before // 86_400 != at // 86_400:
            self._forget_before(at - KEEP_S)

    def track(self, thing: str, *, is_up: bool | None) -> None:
        """Take what a thing is from now on; None while it is not known."""
        now = self.now
        outages = self._things.get(thing)
        if outages is None:
            outages = self._things[thing] = Outages(now)
        outages.turn(Lack.UNKNOWN if is_up is None else None if is_up else Lack.DOWN, now)

    def keep_only(self, things: Iterable[str]) -> None:
        """Forget things that are not part of the installation any more."""
        for thing in self._things.keys() - set(things):
            del self._things[thing]

    def spent(self, thing: str, start: float, end: float) -> Spent:
        """Return how a thing's time between two moments was spent, as far as it was followed and is over."""
        outages = self._things.get(thing)
        if outages is None:
            return Spent()
        window = join([(max(start, outages.since), min(end, self.now))])
        planned = overlap(window, spans_for(self.plans, thing))
        counted = without(window, planned)
        unwatched = overlap(counted, join([*self._gaps, *outages.spans(Lack.UNKNOWN, self.now)]))
        watched = without(counted, unwatched)
        down_s = length(overlap(watched, outages.spans(Lack.DOWN, self.now)))
        return Spent(
            up_s=length(watched) - down_s,
            down_s=down_s,
            maintenance_s=length(planned),
            unmonitored_s=length(unwatched),
        )

    def outages(self, thing: str, start: float, end: float) -> Spans:
        """Return when a thing was down between two moments, planned work and unwatched time left out."""
        outages = self._things.get(thing)
        if outages is None:
            return ()
        hidden = join([*self._gaps, *spans_for(self.plans, thing)])
        return without(overlap(join([(start, end)]), outages.spans(Lack.DOWN, self.now)), hidden)

    def is_in_maintenance(self, thing: str, at: float) -> bool:
        """Return whether a thing is worked on at a moment."""
        return any(plan.covers(thing, at) for plan in self.plans)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {
            "now": self._now,
            "gaps": [[*gap] for gap in self._gaps],
            "plans": [plan.to_json() for plan in self.plans],
            "things": {thing: outages.to_json() for thing, outages in self._things.items()},
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned; a damaged thing begins anew, the others stay."""
        given = mapping_of(data)
        things: dict[str, Outages] = {}
        for thing, item in mapping_of(given.get("things")).items():
            try:
                things[thing] = Outages.from_json(item)
            except ValueError:
                continue
        gaps = [tuple(map(finite, list_of(item))) for item in list_of(given.get("gaps"))]
        return cls(
            plans_from_json(given.get("plans")),
            things,
            finite(given.get("now")),
            [*join((a, b) for a, b in (gap for gap in gaps if len(gap) == 2) if a is not None and b is not None)],
        )

    def _rewind(self, at: float) -> None:
        self._gaps = [(start, min(end, at)) for start, end in self._gaps if start < at]
        for outages in self._things.values():
            outages.rewind(at)

    def _forget_before(self, at: float) -> None:
        self._gaps = [gap for gap in self._gaps if gap[1] > at]
        self.plans = [plan for plan in self.plans if plan.end > at]
        for outages in self._things.values():
            outages.forget_before(at)
