"""Windows given and taken away by administrators on an open page: a card's number goes into no event on the way."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, require_admin, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from .actions import GRANT_FIELDS, async_grant_window, async_open_grants

ADDRESS: Final = f"{DOMAIN}/access"
MOST_WINDOWS: Final = 100
"""Taken away at once."""


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_grant)
    async_register_command(hass, _handle_revoke)


@require_admin
@websocket_command({vol.Required("type"): f"{ADDRESS}/grant", **GRANT_FIELDS})
@async_response
async def _handle_grant(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Do what the action ``grant_access`` does."""
    await async_grant_window(hass, msg, connection.context(msg))
    connection.send_result(msg["id"])


@require_admin
@websocket_command(
    {
        vol.Required("type"): f"{ADDRESS}/revoke",
        vol.Required("windows"): vol.All([str], vol.Length(min=1, max=MOST_WINDOWS)),
    }
)
@async_response
async def _handle_revoke(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Take windows away by their ids."""
    grants = await async_open_grants(hass)
    if not await grants.async_revoke_windows(msg["windows"], connection.context(msg)):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_such_window")
    connection.send_result(msg["id"])
