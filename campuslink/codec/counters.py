"""Counters of all ports to rates, as one numpy operation, with no rate where none can be known.

A rate needs two samples of a counter that counted on between them. A restart, a discontinuity, a counter that was
cleared and a counter that may have gone round more than once give NaN, never a spike.
Source: RFC 2578, section 7.1.6 (Counter32, Counter64); RFC 2863, section 3.1.5 (ifCounterDiscontinuityTime).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Counts = NDArray[np.uint64]

ABSENT = 0
"""Width of a cell that the device did not give."""
NARROW = 32
WIDE = 64

PLAUSIBLE_EXCESS = 1.1
"""How much faster than its limit a counter may seem to run: clocks and caches of devices are not exact."""
UPTIME_SLACK_S = 5.0
"""How far uptime and our clock may disagree before a device counts as restarted."""

_TICKS_PER_S = 100
_TICKS = 2**32
_NARROW_ROUND = 2.0**32


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterSample:
    """The counters of one poll. Rows are ports, columns are kinds of counters, the same in every sample."""

    at_s: Floats
    """When each column was read, by a clock that never jumps; a single value stands for all columns."""
    rows: tuple[str, ...]
    """Index of each port, without duplicates."""
    counts: Counts
    bits: NDArray[np.uint8]
    """`WIDE`, `NARROW` or `ABSENT` for each count."""
    discontinuities: Counts
    """ifCounterDiscontinuityTime for each row; 0 where the device has none."""
    uptime_ticks: int | None = None
    """sysUpTime, 1/100 s."""
    engine_s: int | None = None
    """snmpEngineTime: seconds since the agent started, which does not wrap within a lifetime."""


def count_cells(
    rows: Sequence[str], counters: Sequence[Sequence[tuple[int, Mapping[str, object]]]]
) -> tuple[Counts, NDArray[np.uint8]]:
    """Return counts and widths of a `CounterSample`.

    counters: for each column of the result the sources that may hold it, best first, as (bits, value by row).
    A value that is no number or does not fit its width is absent.
    """
    counts = np.zeros((len(rows), len(counters)), dtype=np.uint64)
    bits = np.zeros((len(rows), len(counters)), dtype=np.uint8)
    for column, sources in enumerate(counters):
        for width, values in reversed(sources):
            found = [
                (place, value)
                for place, row in enumerate(rows)
                if type(value := values.get(row)) is int and 0 <= value < 1 << width
            ]
            places = [place for place, _ in found]
            counts[places, column] = [value for _, value in found]
            bits[places, column] = width
    return counts, bits


def has_restarted(before: CounterSample, after: CounterSample) -> bool:
    """Tell whether the device started anew between two samples.

    sysUpTime goes back every 497 days by itself: that is no restart unless the engine time went back as well, or,
    where the engine time is unknown, unless our clock disagrees.
    """
    if before.uptime_ticks is None or after.uptime_ticks is None:
        return _went_back(before.engine_s, after.engine_s)
    elapsed_s = float(np.max(after.at_s)) - float(np.max(before.at_s))
    is_younger_than_sample = after.uptime_ticks / _TICKS_PER_S < elapsed_s - UPTIME_SLACK_S
    if after.uptime_ticks >= before.uptime_ticks and not is_younger_than_sample:
        return False
    if before.engine_s is not None and after.engine_s is not None:
        return after.engine_s < before.engine_s or after.engine_s < elapsed_s - UPTIME_SLACK_S
    advance_s = (after.uptime_ticks - before.uptime_ticks) % _TICKS / _TICKS_PER_S
    return abs(advance_s - elapsed_s) > UPTIME_SLACK_S + 0.1 * elapsed_s


def rates(before: CounterSample | None, after: CounterSample, limits: Floats) -> Floats:
    """Return units per second for each row and column of the later sample; NaN where none can be known.

    limits: what a counter can reach at most in one second, shaped like the counts or so that it broadcasts to them;
    NaN or infinity where unknown. A count that fell has gone round only where a limit says that it could have.
    """
    shape = after.counts.shape
    if before is None or before.counts.shape[1] != shape[1] or has_restarted(before, after):
        return np.full(shape, np.nan)
    known, earlier = _matching_rows(before.rows, after.rows)
    elapsed_s = np.broadcast_to(after.at_s - before.at_s, shape[1:])
    bits, fell = after.bits, before.counts[earlier] > after.counts
    deltas = _deltas(before.counts[earlier], after.counts, bits)
    ceilings = np.broadcast_to(limits, shape) * PLAUSIBLE_EXCESS * elapsed_s
    has_ceiling = np.isfinite(ceilings)
    believed = (
        known[:, np.newaxis]
        & (bits != ABSENT)
        & (bits == before.bits[earlier])
        & (after.discontinuities == before.discontinuities[earlier])[:, np.newaxis]
        & (elapsed_s > 0)
        & (~fell | has_ceiling)
        & (~has_ceiling | (deltas <= ceilings))
        & ~(has_ceiling & (bits == NARROW) & (ceilings >= _NARROW_ROUND))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(believed, deltas / elapsed_s, np.nan)


def _deltas(before: Counts, after: Counts, bits: NDArray[np.uint8]) -> Floats:
    """Return how far each counter went, once round at most."""
    with np.errstate(over="ignore"):
        wide = after - before
    narrow = wide & np.uint64(0xFFFF_FFFF)
    return np.where(bits == NARROW, narrow, wide).astype(np.float64)


def _matching_rows(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Return for each later row whether it was there before, and where (0 when it was not)."""
    if before == after:
        return np.ones(len(after), dtype=bool), np.arange(len(after))
    places = {row: place for place, row in enumerate(before)}
    found = [places.get(row, -1) for row in after]
    known = np.array([place >= 0 for place in found], dtype=bool)
    return (known, np.maximum(np.array(found, dtype=np.intp), 0)) if before else (known, np.zeros(0, dtype=np.intp))


def _went_back(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after < before
