"""What the commands of the dashboard have in common: their fields, and how a page's language and site are found."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.core import HomeAssistant, callback

from ..alerts.rules.words import LANGUAGES
from ..const import DOMAIN
from ..network.inspection.languages import async_language_of
from ..site import SiteEntry
from .board import async_find_site

type Fields = dict[str | vol.Marker, Any]

PREFIX: Final = f"{DOMAIN}/dashboard"
MOST_ROWS: Final = 500
LANGUAGE_FIELD: Final[Fields] = {vol.Optional("language"): vol.In(LANGUAGES)}
SITE_FIELD: Final[Fields] = {vol.Required("site"): str}
PAGE_FIELDS: Final[Fields] = {
    vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
    vol.Optional("limit", default=100): vol.All(int, vol.Range(min=1, max=MOST_ROWS)),
}


async def async_language(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> str:
    """Return the language a page asked for, else that of its user."""
    return msg.get("language") or await async_language_of(hass, connection.user.id)


@callback
def async_site_of(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> SiteEntry | None:
    """Return the site of a message; None, after an error is sent, when none in operation has its id."""
    if (site := async_find_site(hass, msg["site"])) is None:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no site in operation has this id")
    return site
