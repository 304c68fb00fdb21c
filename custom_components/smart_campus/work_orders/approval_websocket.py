"""Approvals for open pages: a page at once and again whenever it changes, and what people may ask for."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..equipment.news import SIGNAL_EQUIPMENT
from . import approval_requests
from .approval_actions import QUERY, WORKS, async_read_page
from .approval_desk import SIGNAL_APPROVAL
from .approval_requests import ApprovalRequests, async_describe_approval
from .open_page import OpenPage

ADDRESS: Final = f"{DOMAIN}/approvals"
COMMANDS: Final = {
    "request": approval_requests.REQUEST,
    "decide": approval_requests.DECIDE,
    "withdraw": approval_requests.WITHDRAW,
}
"""Commands that do what an action does, and take the same."""


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_subscribe)
    for name, action in COMMANDS.items():
        _register(hass, f"{ADDRESS}/{name}", action)


@websocket_command({vol.Required("type"): f"{ADDRESS}/subscribe", **QUERY})
@async_response
async def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    page = OpenPage(hass, connection, msg["id"], lambda: async_read_page(hass, msg, connection.user.id))

    @callback
    def hear(_news: object) -> None:
        page.async_change()

    await page.async_open(
        lambda: [async_dispatcher_connect(hass, signal, hear) for signal in (SIGNAL_APPROVAL, SIGNAL_EQUIPMENT)]
    )


def _register(hass: HomeAssistant, command: str, action: str) -> None:
    fields, work = WORKS[action]

    @websocket_command({vol.Required("type"): command, **fields})
    @async_response
    async def handle(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        user_id = connection.user.id
        approval = await work(ApprovalRequests(hass, user_id), msg)
        connection.send_result(msg["id"], {"approval": await async_describe_approval(hass, approval, user_id)})

    async_register_command(hass, handle)
