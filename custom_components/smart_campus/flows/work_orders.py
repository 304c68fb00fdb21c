"""The part of a site's form that says how its work orders begin."""

from collections.abc import Mapping
from typing import Any

import probatio
from homeassistant.const import UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..alerts.rules.alert import Severity
from ..work_orders.settings import CONF_DUE_DAYS, CONF_FROM_SEVERITY, CONF_WORK_ORDERS, MOST_DUE_DAYS, OFF


def work_orders_section() -> dict[Any, section]:
    """Return the section by its key."""
    severities = SelectSelectorConfig(
        options=[OFF, *(each.value for each in Severity)],
        mode=SelectSelectorMode.DROPDOWN,
        translation_key="alert_severity",
    )
    days = NumberSelectorConfig(
        min=0, max=MOST_DUE_DAYS, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfTime.DAYS
    )
    form = probatio.Schema(
        {
            probatio.Required(CONF_FROM_SEVERITY, default=OFF): SelectSelector(severities),
            probatio.Required(CONF_DUE_DAYS, default=0): NumberSelector(days),
        }
    )
    return {probatio.Optional(CONF_WORK_ORDERS): section(form, {"collapsed": True})}


def clean_work_orders(entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the section's entries as they are stored; nothing when the section was left out."""
    if (given := entered.get(CONF_WORK_ORDERS)) is None:
        return {}
    return {
        CONF_WORK_ORDERS: {
            CONF_FROM_SEVERITY: given[CONF_FROM_SEVERITY],
            CONF_DUE_DAYS: round(given[CONF_DUE_DAYS]),
        }
    }
