"""Which alerts an automation means: by site, key, severity and category. One for triggers and conditions."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.helpers import config_validation as cv

from .rules.alert import Alert, Category, Severity

CONF_SEVERITY: Final = "severity"
CONF_CATEGORY: Final = "category"
CONF_SITE: Final = "site"
CONF_KEY: Final = "key"

FILTERS: Final = {
    vol.Optional(CONF_SEVERITY): vol.All(cv.ensure_list, [vol.In([each.value for each in Severity])]),
    vol.Optional(CONF_CATEGORY): vol.All(cv.ensure_list, [vol.In([each.value for each in Category])]),
    vol.Optional(CONF_SITE): cv.string,
    vol.Optional(CONF_KEY): cv.string,
}
"""Options of a trigger or condition; what is left out means every alert."""


def is_meant(alert: Alert, options: Mapping[str, Any]) -> bool:
    """Return whether the options let an alert through."""
    return (
        options.get(CONF_SITE) in (None, alert.site)
        and options.get(CONF_KEY) in (None, alert.key)
        and alert.severity.value in options.get(CONF_SEVERITY, (alert.severity.value,))
        and alert.category.value in options.get(CONF_CATEGORY, (alert.category.value,))
    )
