"""Totals only grow, and no faster than the installation can: one garbled value must not reach statistics.

A total read for the first time is read once more at once, and counts when both agree.
A value that falls or jumps is withheld, the last good reading repeated, until later reads agree with it: one more read
where the register rolled over, two more where the meter was exchanged or really jumped.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..model import Quality, Reading
from ..profile.schema import Catalogue, Profile

ROLLOVER_CONFIRMATIONS = 1
EXCHANGE_CONFIRMATIONS = 2

SHORTEST_WINDOW_S = 60.0
"""Growth is allowed at least this long: registers are refreshed in steps, not at the moment they are read."""

_SECONDS_PER_HOUR = 3600.0
_FLOAT32_STEP = 2.0**-23

type OnAccepted = Callable[[str, float, float], None]
"""Told (point, old, new) when a total was accepted that does not follow from the one before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalRule:
    """What growth of one total is believed, in the point's unit."""

    max_rate: float | None = None
    """Per hour; None where only falls are implausible."""
    rollover: float | None = None
    step: float = 0.0
    """The register's resolution."""


@dataclass(slots=True)
class _Candidate:
    value: float
    at: float
    missing: int
    """Further agreeing reads before it is accepted."""


@dataclass(slots=True)
class _Known:
    reading: Reading
    value: float
    candidate: _Candidate | None = None


class TotalGuard:
    """Judges the totals of one device, each against its last good reading and the time since then."""

    def __init__(self, rules: Mapping[str, TotalRule], on_accepted: OnAccepted | None = None) -> None:
        """rules: by point id; points without one pass unjudged."""
        self._rules = rules
        self._on_accepted = on_accepted
        self._known: dict[str, _Known] = {}

    def restore(self, readings: Mapping[str, Reading]) -> None:
        """Take the last good readings from before a restart; newer ones already known stay."""
        for point, reading in readings.items():
            value = _number(reading)
            if point in self._rules and value is not None and point not in self._known:
                self._known[point] = _Known(reading, value)

    def unseen(self, readings: Mapping[str, Reading]) -> frozenset[str]:
        """Return the totals that were never read before, so that nothing speaks for or against their values."""
        return frozenset(
            point
            for point, reading in readings.items()
            if point in self._rules and point not in self._known and _number(reading) is not None
        )

    def agree(self, point: str, first: Reading, second: Reading | None) -> bool:
        """Return whether a second read, taken at once, bears out the first one of a total."""
        if second is None:
            return False
        rule, old, new = self._rules[point], _number(first), _number(second)
        if old is None or new is None:
            return False
        return _follows(rule, old, first.at, new, second.at) or _is_shiver(rule, old, new)

    def judge(self, point: str, reading: Reading) -> Reading:
        """Return the reading to report: this one, or the last good one while this one is not believed."""
        rule, value = self._rules.get(point), _number(reading)
        if rule is None or value is None:
            return reading
        known = self._known.get(point)
        if known is None:
            self._known[point] = _Known(reading, value)
            return reading
        if _follows(rule, known.value, known.reading.at, value, reading.at):
            return self._take(known, reading, value)
        if _is_shiver(rule, known.value, value):
            known.candidate = None
            return known.reading
        return self._doubt(point, rule, known, reading, value)

    def _take(self, known: _Known, reading: Reading, value: float) -> Reading:
        known.candidate = None
        known.reading, known.value = reading, value
        return reading

    def _doubt(self, point: str, rule: TotalRule, known: _Known, reading: Reading, value: float) -> Reading:
        candidate = known.candidate
        if candidate is None or not _follows(rule, candidate.value, candidate.at, value, reading.at):
            rolled_over = _is_rollover(rule, known, value, reading.at)
            missing = ROLLOVER_CONFIRMATIONS if rolled_over else EXCHANGE_CONFIRMATIONS
            known.candidate = _Candidate(value, reading.at, missing)
            return known.reading
        candidate.missing -= 1
        candidate.value, candidate.at = value, reading.at
        if candidate.missing > 0:
            return known.reading
        self._known[point] = _Known(reading, value)
        if self._on_accepted is not None:
            self._on_accepted(point, known.value, value)
        return reading


def make_total_rules(profile: Profile, catalogue: Catalogue, factors: Mapping[str, float]) -> dict[str, TotalRule]:
    """Return a rule for each total of the profile.

    factors: by point id, what the installation multiplies by. The profile's own limits are the register's and grow with
    the factor; the catalogue's hold for the finished value.
    """
    rules: dict[str, TotalRule] = {}
    for point in profile.points.values():
        entry = catalogue.points.get(point.id)
        if entry is None or not entry.is_total:
            continue
        factor = factors.get(point.id, 1.0)
        rules[point.id] = TotalRule(
            max_rate=entry.max_rate if point.max_rate is None else point.max_rate * factor,
            rollover=None if point.rollover is None else point.rollover * factor,
            step=0.0 if point.rule.decode.startswith("float") else abs(point.rule.scale * factor),
        )
    return rules


def _number(reading: Reading) -> float | None:
    value = reading.value
    if reading.quality is not Quality.GOOD or isinstance(value, (str, bool)) or value is None:
        return None
    return float(value) if math.isfinite(value) else None


def _allowed(rule: TotalRule, old: float, since: float, now: float) -> float:
    if rule.max_rate is None:
        return math.inf
    hours = max(now - since, SHORTEST_WINDOW_S) / _SECONDS_PER_HOUR
    return rule.max_rate * hours + _tolerance(rule, old)


def _tolerance(rule: TotalRule, value: float) -> float:
    return max(rule.step, abs(value) * _FLOAT32_STEP)


def _follows(rule: TotalRule, old: float, since: float, new: float, now: float) -> bool:
    return 0 <= new - old <= _allowed(rule, old, since, now)


def _is_shiver(rule: TotalRule, old: float, new: float) -> bool:
    """Whether a fall is no more than the register's own rounding."""
    return 0 < old - new <= _tolerance(rule, old)


def _is_rollover(rule: TotalRule, known: _Known, new: float, now: float) -> bool:
    if rule.rollover is None or new >= known.value:
        return False
    return _follows(rule, known.value, known.reading.at, new + rule.rollover, now)
