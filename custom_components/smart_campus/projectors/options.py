"""What a person sets of a projector, parsed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from .rules.upkeep import Upkeep

CONF_LAMP_LIFETIME: Final = "lamp_lifetime_h"
CONF_FILTER_INTERVAL: Final = "filter_interval_h"
CONF_OUTLET: Final = "outlet"
CONF_IDLE_BELOW: Final = "idle_below"
CONF_IS_SHARED: Final = "is_shared"

DEFAULT_IDLE_BELOW: Final = 5.0
"""In the unit of the outlet's sensor: right for watts, to be changed for amperes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectorOptions:
    """Lifetimes, and what measures the outlet."""

    upkeep: Upkeep
    outlet: str
    """Entity id of a current or power sensor; empty for none."""
    idle_below: float
    is_shared: bool
    """Whether another controller uses the device as well, so that the connection is not held between polls."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Parse stored options; what is missing or damaged has its default."""
        return cls(
            upkeep=Upkeep(
                lamp_lifetime_h=_number(options, CONF_LAMP_LIFETIME, 0.0),
                filter_interval_h=_number(options, CONF_FILTER_INTERVAL, 0.0),
            ),
            outlet=str(options.get(CONF_OUTLET) or ""),
            idle_below=_number(options, CONF_IDLE_BELOW, DEFAULT_IDLE_BELOW),
            is_shared=options.get(CONF_IS_SHARED) is True,
        )


def _number(options: Mapping[str, Any], key: str, default: float) -> float:
    value = options.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default
