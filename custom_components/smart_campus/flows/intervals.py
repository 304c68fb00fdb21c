"""Seconds between two polls, for a site or for one device of it."""

from collections.abc import Mapping
from typing import Any

import probatio
from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import NumberSelector, NumberSelectorConfig, NumberSelectorMode

from ..const import CONF_FAST_S, CONF_NORMAL_S, CONF_SLOW_S

LIMITS_S: Mapping[str, tuple[int, int]] = {CONF_FAST_S: (1, 3600), CONF_NORMAL_S: (5, 3600), CONF_SLOW_S: (30, 86400)}
"""Least and most seconds by key, from the class asked most often to the one asked least."""

DEFAULTS_S: Mapping[str, int] = {CONF_FAST_S: 10, CONF_NORMAL_S: 30, CONF_SLOW_S: 300}


def site_interval_schema() -> probatio.Schema:
    """Return the form of a site, where every interval has a value."""
    return probatio.Schema(
        {probatio.Required(key, default=DEFAULTS_S[key]): _seconds(*limits) for key, limits in LIMITS_S.items()}
    )


def device_interval_schema() -> probatio.Schema:
    """Return the form of a device, where an interval left out follows the site."""
    return probatio.Schema({probatio.Optional(key): _seconds(*limits) for key, limits in LIMITS_S.items()})


def clean_intervals(entered: Mapping[str, Any]) -> dict[str, int]:
    """Return the intervals that were entered, in whole seconds."""
    return {key: round(entered[key]) for key in LIMITS_S if entered.get(key) is not None}


def interval_errors(intervals: Mapping[str, int]) -> dict[str, str]:
    """Return the form error for a faster class that would be asked less often than a slower one, or nothing."""
    given = [intervals[key] for key in LIMITS_S if key in intervals]
    return {} if given == sorted(given) else {"base": "intervals_order"}


def _seconds(least: int, most: int) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(
            min=least, max=most, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfTime.SECONDS
        )
    )
