"""The table of a probe: one row a path. Frozen, with a JSON form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...link.probe.measurement import Measurement, Reason
from ...link.probe.target import Target
from .verdict import NOT_TRIED, PathState, Verdict
from .window import Window

_ANSWERED = frozenset(
    {
        Reason.SERVER_FAILURE,
        Reason.WRONG_ANSWER,
        Reason.WRONG_STATUS,
        Reason.CERTIFICATE_EXPIRED,
        Reason.CERTIFICATE_NOT_YET_VALID,
        Reason.CERTIFICATE_WRONG_NAME,
        Reason.CERTIFICATE_UNTRUSTED,
        Reason.TIME_REFUSED,
        Reason.NOT_SYNCHRONISED,
    }
)
"""Reasons of failing paths whose other end is there and talks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PathResult:
    """One path: how it is doing, since when, and its latest values."""

    target: Target
    verdict: Verdict = NOT_TRIED
    since: float | None = None
    """When the state began, seconds since 1970-01-01 UTC."""
    latest: Measurement | None = None
    """The latest attempt; its reason may be ahead of the verdict by a round."""
    loss_percent: float | None = None
    """This and the following three over the latest rounds together."""
    latency_ms: float | None = None
    """Median."""
    p95_ms: float | None = None
    jitter_ms: float | None = None

    @property
    def state(self) -> PathState:
        """How the path is doing."""
        return self.verdict.state

    @property
    def is_reachable(self) -> bool | None:
        """Whether the other end answers, be the answer as wished or not; None while unknown."""
        if self.state is PathState.UNKNOWN:
            return None
        return self.state is not PathState.FAILING or bool(_ANSWERED.intersection(self.verdict.reasons))

    @property
    def days_left(self) -> float | None:
        """HTTPS: until the certificate expires."""
        return self.latest.days_left if self.latest else None

    @property
    def offset_ms(self) -> float | None:
        """NTP: how much our clock must be put forward to agree with the server's."""
        return self.latest.offset_ms if self.latest else None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the target's way and place, the state, its reasons and the values."""
        target, latest = self.target, self.latest
        return {
            "id": target.id,
            "name": target.name,
            "way": target.way.value,
            "host": target.host,
            "port": target.used_port or None,
            "state": self.state.value,
            "reasons": [reason.value for reason in self.verdict.reasons],
            "since": self.since,
            "reachable": self.is_reachable,
            "loss_percent": self.loss_percent,
            "latency_ms": self.latency_ms,
            "p95_ms": self.p95_ms,
            "jitter_ms": self.jitter_ms,
            "latest": latest.to_json() if latest else None,
        }


def make_result(
    target: Target, verdict: Verdict, since: float | None, latest: Measurement, window: Window
) -> PathResult:
    """Return the row of a path after a round."""
    return PathResult(
        target=target,
        verdict=verdict,
        since=since,
        latest=latest,
        loss_percent=window.loss_percent,
        latency_ms=window.median_ms,
        p95_ms=window.p95_ms,
        jitter_ms=window.jitter_ms,
    )


@dataclass(frozen=True)
class PathTable(Mapping[str, PathResult]):
    """The paths of a probe by target id, in the order of the targets."""

    rows: Mapping[str, PathResult]

    def __getitem__(self, target_id: str) -> PathResult:
        """Return the row of a target."""
        return self.rows[target_id]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return how many paths there are."""
        return len(self.rows)

    @cached_property
    def bad(self) -> tuple[PathResult, ...]:
        """Failing paths, then degraded ones."""
        bad = [row for row in self.rows.values() if row.state.is_bad]
        return tuple(sorted(bad, key=lambda row: row.state is not PathState.FAILING))

    def count(self, state: PathState) -> int:
        """Return how many paths are in a state."""
        return sum(row.state is state for row in self.rows.values())

    def to_json(self) -> list[dict[str, Any]]:
        """Return the rows as JSON objects."""
        return [row.to_json() for row in self.rows.values()]
