"""What a site's options say about work orders, parsed once at the boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from ..alerts.rules.alert import Severity

CONF_WORK_ORDERS: Final = "work_orders"
"""Section of a site's options."""
CONF_FROM_SEVERITY: Final = "from_severity"
CONF_DUE_DAYS: Final = "due_days"
OFF: Final = "off"
MOST_DUE_DAYS: Final = 365


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderSettings:
    """How a site's work orders begin."""

    from_severity: Severity | None = None
    """Alerts at least so bad open an order by themselves; None: no alert does."""
    due_days: int = 0
    """Days until an order is due that nobody set a day for; 0: it is not."""

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Parse a site's options; what is damaged counts as not set."""
        section = options.get(CONF_WORK_ORDERS)
        given: Mapping[str, Any] = section if isinstance(section, Mapping) else {}
        days = given.get(CONF_DUE_DAYS)
        is_days = isinstance(days, int) and not isinstance(days, bool) and 0 <= days <= MOST_DUE_DAYS
        return cls(
            from_severity=next((each for each in Severity if each.value == given.get(CONF_FROM_SEVERITY)), None),
            due_days=days if is_days and isinstance(days, int) else 0,
        )
