"""The latest rounds of one path, and what they say together."""

import math
from collections import deque
from itertools import pairwise
from statistics import fmean, median

from ...link.probe.measurement import Measurement

ROUNDS = 6
"""Rounds that count together: three minutes at two rounds a minute, 30 pings."""


class Window:
    """Answer times and losses of the latest rounds. What says nothing about the path is left out."""

    def __init__(self, rounds: int = ROUNDS) -> None:
        """Begin without any round."""
        self._rounds: deque[Measurement] = deque(maxlen=rounds)

    def add(self, measurement: Measurement) -> None:
        """Take one round; the oldest one leaves when there are too many."""
        if measurement.tells_of_path:
            self._rounds.append(measurement)

    @property
    def loss_percent(self) -> float | None:
        """Pings that did not come back, 0..100; None where no pings are sent."""
        sent = sum(each.sent for each in self._rounds)
        came = sum(len(each.times_ms) for each in self._rounds)
        return 100.0 * (sent - came) / sent if sent else None

    @property
    def median_ms(self) -> float | None:
        """Half of the answers took no longer; None without an answer."""
        times_ms = self._times_ms()
        return median(times_ms) if times_ms else None

    @property
    def p95_ms(self) -> float | None:
        """95 of 100 answers took no longer (nearest rank); None without an answer."""
        times_ms = sorted(self._times_ms())
        return times_ms[math.ceil(0.95 * len(times_ms)) - 1] if times_ms else None

    @property
    def jitter_ms(self) -> float | None:
        """Mean difference between the times of two answers in a row; None with fewer than two.

        Source: RFC 3550 section 6.4.1 defines it by the same differences, smoothed.
        """
        bursts = [each.times_ms for each in self._rounds if each.times_ms] or [tuple(self._times_ms())]
        differences = [abs(after - before) for burst in bursts for before, after in pairwise(burst)]
        return fmean(differences) if differences else None

    def _times_ms(self) -> list[float]:
        times_ms: list[float] = []
        for each in self._rounds:
            if each.sent:
                times_ms += each.times_ms
            elif each.latency_ms is not None:
                times_ms.append(each.latency_ms)
        return times_ms
