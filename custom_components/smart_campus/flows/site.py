"""The name of a site: cleaned, and unique in this Home Assistant."""

import probatio
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import BooleanSelector, TextSelector

from ..const import CONF_NAME, DOMAIN

NAME_LIMIT = 100

CONF_DASHBOARD = "dashboard"

SITE_SCHEMA = probatio.Schema({probatio.Required(CONF_NAME): TextSelector()})


def new_site_schema(*, with_dashboard: bool) -> probatio.Schema:
    """Return the form of a new site. with_dashboard: whether a dashboard is created unless somebody says otherwise."""
    return SITE_SCHEMA.extend({probatio.Required(CONF_DASHBOARD, default=with_dashboard): BooleanSelector()})


def clean_name(text: str) -> str:
    """Return the name without control characters, and with single spaces only between words."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())


def name_error(name: str) -> dict[str, str]:
    """Return a form error by field for a cleaned name that is empty or too long, or nothing."""
    if not name:
        return {CONF_NAME: "name_missing"}
    return {CONF_NAME: "name_too_long"} if len(name) > NAME_LIMIT else {}


def site_name_error(hass: HomeAssistant, name: str, *, besides: str | None = None) -> dict[str, str]:
    """Return a form error by field for a name no further site can have.

    besides: entry id of the site that is being renamed.
    """
    others = (entry for entry in hass.config_entries.async_entries(DOMAIN) if entry.entry_id != besides)
    if any(entry.title.casefold() == name.casefold() for entry in others):
        return {CONF_NAME: "site_exists"}
    return name_error(name)
