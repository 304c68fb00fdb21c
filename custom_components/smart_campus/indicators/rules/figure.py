"""A figure: a share or a time, what it is made of, and the goal it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final


class Indicator(StrEnum):
    """What is reported."""

    MULTIMEDIA_ROOMS = "multimedia_rooms"
    SMART_CLASSROOMS = "smart_classrooms"
    EQUIPMENT_INTACT = "equipment_intact"
    METERED_ROOMS = "metered_rooms"
    LESSONS_RECORDED_TERM = "lessons_recorded_term"
    LESSONS_RECORDED_WEEK = "lessons_recorded_week"
    PORTS_IN_USE = "ports_in_use"
    ACKNOWLEDGED_MEDIAN = "acknowledged_median"
    ACKNOWLEDGED_P90 = "acknowledged_p90"


class Unit(StrEnum):
    """What a figure is counted in."""

    PERCENT = "%"
    MINUTES = "min"


GOALS: Final[dict[Indicator, float]] = {Indicator.MULTIMEDIA_ROOMS: 60.0, Indicator.SMART_CLASSROOMS: 25.0}
"""In the unit of the figure; what has no goal is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One indicator of one site."""

    indicator: Indicator
    value: float | None
    """None where it cannot be known: nothing was there to count, or nobody could read it."""
    unit: Unit
    numerator: int | None
    denominator: int | None

    @property
    def goal(self) -> float | None:
        """Return what the value should reach."""
        return GOALS.get(self.indicator)


def share(indicator: Indicator, numerator: int, denominator: int) -> Figure:
    """Return a share in percent, to one decimal; unknown where there is nothing to have a share of."""
    value = round(100 * numerator / denominator, 1) if denominator else None
    return Figure(indicator=indicator, value=value, unit=Unit.PERCENT, numerator=numerator, denominator=denominator)


def waiting_time(indicator: Indicator, percent: int, seconds: Sequence[float], raised: int) -> Figure:
    """Return the time within which so many percent of the alerts were acknowledged that were at all, in minutes.

    seconds: of each alert that was acknowledged. raised: how many alerts there were.
    """
    found = percentile(seconds, percent)
    value = None if found is None else round(found / 60, 1)
    return Figure(indicator=indicator, value=value, unit=Unit.MINUTES, numerator=len(seconds), denominator=raised)


def unknown(indicator: Indicator) -> Figure:
    """Return a figure that nobody could read."""
    is_time = indicator in (Indicator.ACKNOWLEDGED_MEDIAN, Indicator.ACKNOWLEDGED_P90)
    unit = Unit.MINUTES if is_time else Unit.PERCENT
    return Figure(indicator=indicator, value=None, unit=unit, numerator=None, denominator=None)


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Return the smallest value that at least so many percent of them do not exceed; None of none.

    The median of an even number is the mean of the two in the middle, as everybody reckons it.
    """
    if not values:
        return None
    ordered = sorted(values)
    rank = ceil(len(ordered) * percent / 100)
    if percent == 50 and len(ordered) % 2 == 0:
        return (ordered[rank - 1] + ordered[rank]) / 2
    return ordered[rank - 1]
