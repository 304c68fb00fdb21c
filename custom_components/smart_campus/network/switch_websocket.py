"""The ports of a switch for the dashboard: once, or again with every poll."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .switch_commands import require_switch
from .switch_lookup import async_find_switch
from .switch_report import async_describe_ports

_FIELDS: Final[dict[str | vol.Marker, Any]] = {
    vol.Required("device_id"): str,
    vol.Optional("every_kind", default=False): bool,
}


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_ports)
    async_register_command(hass, _handle_subscribe)


@callback
@websocket_command({vol.Required("type"): f"{DOMAIN}/ports", **_FIELDS})
def _handle_ports(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    coordinator = _find(hass, connection, msg)
    if coordinator is not None:
        connection.send_result(msg["id"], _describe(hass, coordinator, msg))


@callback
@websocket_command({vol.Required("type"): f"{DOMAIN}/ports/subscribe", **_FIELDS})
def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    coordinator = _find(hass, connection, msg)
    if coordinator is None:
        return

    @callback
    def tell() -> None:
        connection.send_event(msg["id"], _describe(hass, coordinator, msg))

    ends = (coordinator.async_listen_reports(tell), coordinator.async_listen("ports_up", lambda _reading: None))

    @callback
    def end() -> None:
        for each in ends:
            each()

    connection.subscriptions[msg["id"]] = end
    connection.send_result(msg["id"])
    tell()


def _find(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> DeviceCoordinator | None:
    try:
        coordinator = async_find_switch(hass, msg["device_id"])
        require_switch(coordinator)
    except ServiceValidationError:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no switch in operation has this device id")
        return None
    return coordinator


def _describe(hass: HomeAssistant, coordinator: DeviceCoordinator, msg: dict[str, Any]) -> dict[str, Any]:
    return async_describe_ports(hass, coordinator, require_switch(coordinator), every_kind=msg["every_kind"])
