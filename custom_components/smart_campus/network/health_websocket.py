"""The state of a site's network for the dashboard: once, or again whenever it may have changed."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from .lookup import async_get_watch
from .news import SIGNAL_NETWORK_CHANGED
from .reporting import describe_network
from .watch import NetworkWatch

_FIELDS: Final[dict[str | vol.Marker, Any]] = {vol.Required("site"): str}


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_topology)
    async_register_command(hass, _handle_subscribe)


@callback
@websocket_command({vol.Required("type"): f"{DOMAIN}/topology", **_FIELDS})
def _handle_topology(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    if (watch := _find(hass, connection, msg)) is not None:
        connection.send_result(msg["id"], describe_network(watch).to_json())


@callback
@websocket_command({vol.Required("type"): f"{DOMAIN}/topology/subscribe", **_FIELDS})
def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    if _find(hass, connection, msg) is None:
        return

    @callback
    def tell(entry_id: str) -> None:
        # A site that was reloaded has another watch.
        if entry_id == msg["site"] and (watch := async_get_watch(hass, entry_id)) is not None:
            connection.send_event(msg["id"], describe_network(watch).to_json())

    connection.subscriptions[msg["id"]] = async_dispatcher_connect(hass, SIGNAL_NETWORK_CHANGED, tell)
    connection.send_result(msg["id"])
    tell(msg["site"])


def _find(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> NetworkWatch | None:
    if (watch := async_get_watch(hass, msg["site"])) is None:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no site in operation has this id")
    return watch
