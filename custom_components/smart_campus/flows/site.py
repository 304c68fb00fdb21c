"""The form of a site."""

import probatio
from homeassistant.helpers.selector import BooleanSelector, TextSelector

from ..const import CONF_NAME

CONF_DASHBOARD = "dashboard"

SITE_SCHEMA = probatio.Schema({probatio.Required(CONF_NAME): TextSelector()})


def new_site_schema(*, with_dashboard: bool) -> probatio.Schema:
    """Return the form of a new site. with_dashboard: whether a dashboard is created unless somebody says otherwise."""
    return SITE_SCHEMA.extend({probatio.Required(CONF_DASHBOARD, default=with_dashboard): BooleanSelector()})
