"""When a lamp is near its end and a filter is due."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...campuslink.model import Value

LAMP_POINTS = ("light_source_hours", "light_source_hours_2", "light_source_hours_3", "light_source_hours_4")
FILTER_POINT = "filter_hours"
FILTER_FAULT_POINT = "filter_fault"

NEAR_END_PERCENT = 10.0
"""Share of its lifetime at which somebody should have the next lamp at hand."""

LIGHT_SOURCE, FILTER = "light_source", "filter"


@dataclass(frozen=True, kw_only=True, slots=True)
class Upkeep:
    """What a person planned; 0 where nothing was."""

    lamp_lifetime_h: float = 0.0
    filter_interval_h: float = 0.0


def remaining_percent(values: Mapping[str, Value], upkeep: Upkeep) -> float | None:
    """Return what is left of the lifetime, of the lamp lit longest; None while it is not known.

    values: good ones by point.
    """
    hours = [value for point in LAMP_POINTS if (value := _number(values.get(point))) is not None]
    if not hours or upkeep.lamp_lifetime_h <= 0:
        return None
    return max(0.0, 100.0 * (1 - max(hours) / upkeep.lamp_lifetime_h))


def what_is_due(values: Mapping[str, Value], upkeep: Upkeep) -> tuple[str, ...]:
    """Return `LIGHT_SOURCE` and `FILTER` as far as each is due."""
    remaining = remaining_percent(values, upkeep)
    is_lamp_due = remaining is not None and remaining <= NEAR_END_PERCENT
    return (LIGHT_SOURCE,) * is_lamp_due + (FILTER,) * _is_filter_due(values, upkeep)


def _is_filter_due(values: Mapping[str, Value], upkeep: Upkeep) -> bool:
    if values.get(FILTER_FAULT_POINT) in ("warning", "error"):
        return True
    hours = _number(values.get(FILTER_POINT))
    return hours is not None and 0 < upkeep.filter_interval_h <= hours


def _number(value: Value) -> float | None:
    return None if value is None or isinstance(value, bool | str) else float(value)
