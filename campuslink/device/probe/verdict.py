"""How a path is doing, judged by its thresholds and held against single bad rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...link.probe.measurement import Measurement, Reason
from ...link.probe.target import Target
from .window import Window

ROUNDS_TO_TURN = 2
"""Rounds in a row that must disagree with a state before it changes."""


class PathState(StrEnum):
    """How a path is doing."""

    OK = "ok"
    DEGRADED = "degraded"
    """It answers, but beyond a threshold."""
    FAILING = "failing"
    UNKNOWN = "unknown"
    """Not tried often enough, or this machine cannot try."""

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look."""
        return self in {PathState.DEGRADED, PathState.FAILING}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state and why."""

    state: PathState
    reasons: tuple[Reason, ...] = ()
    """The weightiest first; empty when the path is as it should be."""


NOT_TRIED = Verdict(PathState.UNKNOWN)


def judge(target: Target, measurement: Measurement, window: Window) -> Verdict:
    """Return what one round says about a path, the window's values included; that round is in the window already."""
    if measurement.reason is not None:
        state = PathState.FAILING if measurement.tells_of_path else PathState.UNKNOWN
        return Verdict(state, (measurement.reason,))
    reasons = tuple(_beyond(target, measurement, window))
    return Verdict(PathState.DEGRADED if reasons else PathState.OK, reasons)


def _beyond(target: Target, measurement: Measurement, window: Window) -> Iterator[Reason]:
    limits = target.thresholds
    if measurement.days_left is not None and measurement.days_left < 0:
        yield Reason.CERTIFICATE_EXPIRED
    elif _is_above(limits.days_left, measurement.days_left):
        yield Reason.CERTIFICATE_EXPIRES
    loss_percent = window.loss_percent
    if limits.loss_percent is not None and loss_percent and loss_percent >= limits.loss_percent:
        yield Reason.LOSS
    if _is_above(window.median_ms, limits.latency_ms):
        yield Reason.LATENCY
    offset_ms = None if measurement.offset_ms is None else abs(measurement.offset_ms)
    if _is_above(offset_ms, limits.offset_ms):
        yield Reason.CLOCK_OFFSET


def _is_above(value: float | None, limit: float | None) -> bool:
    return value is not None and limit is not None and value > limit


class HeldVerdict:
    """Changes its state only when several rounds in a row disagree with it.

    A path that was never tried turns good with its first good round; a bad one needs as many rounds as ever, so that
    one that is bad from the start counts as well.
    """

    def __init__(self, rounds: int = ROUNDS_TO_TURN) -> None:
        """Begin with a path that was never tried."""
        self._rounds = rounds
        self._against = 0
        self.verdict = NOT_TRIED
        self.at: float | None = None
        """When the present state began, seconds since 1970-01-01 UTC; None before the first."""

    def restore(self, verdict: Verdict, at: float) -> None:
        """Go on from a state of before a restart; without effect once a state was taken for true."""
        if self.at is None:
            self.verdict, self.at = verdict, at

    def take(self, verdict: Verdict, at: float) -> bool:
        """Take one round's verdict; return whether the state changed."""
        if verdict.state is self.verdict.state:
            self._against = 0
            self.verdict = verdict
            return False
        self._against += 1
        is_first_good = self.at is None and verdict.state is PathState.OK
        if self._against < self._rounds and not is_first_good:
            return False
        self._against = 0
        self.verdict, self.at = verdict, at
        return True
