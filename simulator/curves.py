"""Load curves over time and their exact integrals, so that a meter's total and its rate always agree."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from zlib import crc32

WEEK_S = 7 * 86400
SLOT_S = 300

LESSONS = ((480, 525), (535, 580), (600, 645), (655, 700), (840, 885), (895, 940), (960, 1005), (1140, 1185))
"""Minutes of the day of the eight lessons, 08:00 to 19:45."""

type Shape = Callable[[int, float], float]
"""(weekday 0..6 from Monday, minute of the day) -> load as a fraction, 0..1."""


class WeeklyCurve:
    """A weekly pattern, linear between slots of five minutes; negative values count into a second integral."""

    def __init__(self, shape: Shape, *, scale: float) -> None:
        """scale: the rate at fraction 1, in the quantity's unit."""
        slots = [shape(at // 86400, at % 86400 / 60) * scale for at in range(0, WEEK_S, SLOT_S)]
        self._nodes = [*slots, slots[0]]
        self._positive = _integrate([max(node, 0.0) for node in self._nodes])
        self._negative = _integrate([max(-node, 0.0) for node in self._nodes])

    def rate(self, at_s: float) -> float:
        """Return the value `at_s` seconds after a Monday's midnight."""
        slot, part = divmod(at_s % WEEK_S, SLOT_S)
        low, high = self._nodes[int(slot)], self._nodes[int(slot) + 1]
        return low + (high - low) * part / SLOT_S

    def consumed(self, at_s: float) -> float:
        """Return the integral of the positive part since the epoch, in unit seconds; never falls."""
        return _since_epoch(self._positive, at_s)

    def returned(self, at_s: float) -> float:
        """Return the integral of the negative part since the epoch, in unit seconds; never falls."""
        return _since_epoch(self._negative, at_s)


class SampledCurve:
    """A rate sampled every hour from the epoch on, for patterns that follow the season."""

    def __init__(self, rate: Callable[[float], float]) -> None:
        """rate: seconds since the epoch -> value, 0 or more."""
        self._rate = rate
        self._nodes = [rate(0.0)]
        self._totals = [0.0]

    def rate(self, at_s: float) -> float:
        """Return the value `at_s` seconds after the epoch."""
        hour, part = divmod(at_s, 3600)
        self._extend(int(hour) + 1)
        low, high = self._nodes[int(hour)], self._nodes[int(hour) + 1]
        return low + (high - low) * part / 3600

    def consumed(self, at_s: float) -> float:
        """Return the integral since the epoch, in unit seconds; never falls."""
        hour, part = divmod(at_s, 3600)
        self._extend(int(hour) + 1)
        return self._totals[int(hour)] + (self._nodes[int(hour)] + self.rate(at_s)) / 2 * part

    def _extend(self, hour: int) -> None:
        while len(self._nodes) <= hour:
            self._nodes.append(self._rate(len(self._nodes) * 3600.0))
            self._totals.append(self._totals[-1] + (self._nodes[-2] + self._nodes[-1]) * 1800)


class Noise:
    """Smooth, repeatable wander around zero, between -1 and 1."""

    def __init__(self, name: str) -> None:
        """name: the same name always wanders the same way."""
        self._phases = [crc32(f"{name}:{index}".encode()) / 2**32 * math.tau for index in range(3)]

    def at(self, at_s: float) -> float:
        """Return the wander at a time in seconds."""
        periods = (61.0, 173.0, 1117.0)
        return sum(math.sin(at_s * math.tau / p + f) for p, f in zip(periods, self._phases, strict=True)) / 3


def by_hour(weekday: Sequence[float], weekend: Sequence[float]) -> Shape:
    """Return a shape drawn through 24 values a day."""

    def shape(day: int, minute: float) -> float:
        values = weekend if day >= 5 else weekday
        hour, part = divmod(minute / 60, 1)
        low, high = values[int(hour)], values[(int(hour) + 1) % 24]
        return low + (high - low) * part

    return shape


def by_lessons(*, lesson: float, pause: float, day: float, night: float) -> Shape:
    """Return a shape with one level in lessons, one in the pauses between, one for open hours, one for nights."""

    def shape(weekday: int, minute: float) -> float:
        if weekday >= 5 or not 420 <= minute < 1320:
            return night
        starts = [start for start, _ in LESSONS]
        index = bisect_right(starts, minute) - 1
        if index >= 0 and minute < LESSONS[index][1]:
            return lesson
        is_short_pause = 0 <= index < len(LESSONS) - 1 and starts[index + 1] - LESSONS[index][1] <= 20
        return pause if is_short_pause else day

    return shape


def _integrate(nodes: Sequence[float]) -> list[float]:
    return list(accumulate(((low + high) / 2 * SLOT_S for low, high in pairwise(nodes)), initial=0.0))


def _since_epoch(totals: Sequence[float], at_s: float) -> float:
    weeks, rest = divmod(at_s, WEEK_S)
    slot, part = divmod(rest, SLOT_S)
    low, high = totals[int(slot)], totals[int(slot) + 1]
    return weeks * totals[-1] + low + (high - low) * part / SLOT_S
