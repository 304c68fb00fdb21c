"""When one thing was not up: what is remembered of it for three months, in bounded room."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from .spans import Spans, join
from .text import finite, list_of

KEEP_S = 92 * 86_400.0
"""A quarter of a year."""
MOST_RUNS = 256
"""Stretches kept; a thing that has more goes up and down all the time."""


class Lack(StrEnum):
    """What a thing is while it is not up."""

    DOWN = "down"
    UNKNOWN = "unknown"
    """Nobody looked: before the first answer after a start."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in which a thing was not up. Times are seconds since 1970-01-01 UTC."""

    start: float
    end: float
    lack: Lack


@dataclass(slots=True)
class Outages:
    """The stretches of one thing; outside of them it was up."""

    since: float
    """When it was first followed."""
    runs: list[Run] = field(default_factory=list)
    """Over, oldest first, never overlapping."""
    lack: Lack | None = None
    """What runs now; None while it is up."""
    lack_since: float = 0.0

    def turn(self, lack: Lack | None, at: float) -> None:
        """Go over to another state. at: not before any time given earlier."""
        if lack is self.lack:
            return
        if self.lack is not None and at > self.lack_since:
            self.runs.append(Run(self.lack_since, at, self.lack))
            _fit(self.runs)
        self.lack, self.lack_since = lack, at

    def spans(self, lack: Lack, now: float) -> Spans:
        """Return when the thing was in a state."""
        ended: Iterable[tuple[float, float]] = [(run.start, run.end) for run in self.runs if run.lack is lack]
        return join([*ended, (self.lack_since, now)] if self.lack is lack else ended)

    def rewind(self, at: float) -> None:
        """Forget everything after a moment: the clock was set back to it."""
        self.runs = [Run(run.start, min(run.end, at), run.lack) for run in self.runs if run.start < at]
        self.since, self.lack_since = min(self.since, at), min(self.lack_since, at)

    def forget_before(self, at: float) -> None:
        """Forget what is too old to be asked for."""
        if self.since < at:
            self.since = at
            self.runs = [run for run in self.runs if run.end > at]

    def to_json(self) -> list[Any]:
        """Return a JSON array for `from_json`."""
        runs = [[run.start, run.end, run.lack.value] for run in self.runs]
        return [self.since, self.lack and self.lack.value, self.lack_since, runs]

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned. Raises ValueError when it is damaged."""
        try:
            since, lack, lack_since, rows = list_of(data)
            runs = [Run(float(start), float(end), Lack(kind)) for start, end, kind in list_of(rows)]
        except TypeError as err:
            raise ValueError("damaged outages") from err
        numbers = [
            finite(since),
            finite(lack_since),
            *(finite(number) for run in runs for number in (run.start, run.end)),
        ]
        is_sorted = all(one.end <= other.start for one, other in itertools.pairwise(runs))
        if None in numbers or not is_sorted or any(run.start > run.end for run in runs):
            raise ValueError("damaged outages")
        return cls(float(since), runs[-MOST_RUNS:], None if lack is None else Lack(lack), float(lack_since))


def _fit(runs: list[Run]) -> None:
    """Merge the two nearest stretches when there are too many. Totals stay; the earlier one moves up to the later."""
    if len(runs) <= MOST_RUNS:
        return
    index = min(range(len(runs) - 1), key=lambda place: runs[place + 1].start - runs[place].end)
    one, other = runs[index], runs[index + 1]
    if one.lack is other.lack:
        merged = Run(other.start - (one.end - one.start), other.end, one.lack)
    else:
        merged = Run(one.start, other.end, Lack.UNKNOWN)
    runs[index : index + 2] = [merged]
