"""How much of what a meter counted was used while nobody should have been there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ...network.rules.spans import Spans, length, overlap

HOUR_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class MeteredHour:
    """What a meter counted in one hour."""

    start: float
    """Seconds since 1970-01-01 UTC."""
    kwh: float


def after_hours_kwh(hours: Iterable[MeteredHour], in_use: Spans, start: float, end: float) -> float | None:
    """Return the kWh of the hours that begin in a stretch of time, as far as they lie outside of when a place is used.

    An hour that is partly in use counts by its share of time: no more is known of it. None when no hour was counted.
    """
    counted = [hour for hour in hours if start <= hour.start < end]
    if not counted:
        return None
    return sum(max(hour.kwh, 0.0) * _share_unused(hour, in_use) for hour in counted)


def _share_unused(hour: MeteredHour, in_use: Spans) -> float:
    span = ((hour.start, hour.start + HOUR_S),)
    return 1.0 - length(overlap(span, in_use)) / HOUR_S
