"""Stretches of time as sorted, disjoint pairs of seconds (start, end)."""

from collections.abc import Iterable

type Spans = tuple[tuple[float, float], ...]


def join(pairs: Iterable[tuple[float, float]]) -> Spans:
    """Return the union of any stretches; empty and reversed ones are left out."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def overlap(one: Spans, other: Spans) -> Spans:
    """Return what lies in both."""
    return join((max(a, c), min(b, d)) for a, b in one for c, d in other if a < d and c < b)


def without(one: Spans, other: Spans) -> Spans:
    """Return what lies in one and not in the other."""
    left: list[tuple[float, float]] = []
    for start, end in one:
        at = start
        for cut_start, cut_end in other:
            if cut_end <= at or cut_start >= end:
                continue
            left.append((at, cut_start))
            at = cut_end
        left.append((at, end))
    return join(left)


def length(spans: Spans) -> float:
    """Return the seconds of all stretches together."""
    return sum(end - start for start, end in spans)
