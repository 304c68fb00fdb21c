"""Work orders for open pages: a page at once and again whenever it changes, and what people may ask for."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from . import requests
from .actions import WORKS
from .describing import describe_order, describe_step
from .desk import async_get_orders
from .fields import CONF_ORDER_ID, ORDER_ID, QUERY, query_of
from .news import SIGNAL_WORK_ORDER, OrderNews
from .open_page import OpenPage
from .requests import OrderRequests, said
from .rules.order_tables import OrderQuery

ADDRESS: Final = f"{DOMAIN}/work_orders"
COMMANDS: Final = {
    "create": requests.RAISE,
    "assign": requests.ASSIGN,
    "finish": requests.FINISH,
    "cancel": requests.CANCEL,
    "note": requests.NOTE,
}
"""Commands that do what an action does, and take the same."""


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_subscribe)
    async_register_command(hass, _handle_history)
    async_register_command(hass, _handle_photo)
    for name, action in COMMANDS.items():
        _register(hass, f"{ADDRESS}/{name}", action)


@websocket_command({vol.Required("type"): f"{ADDRESS}/subscribe", **QUERY})
@async_response
async def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    query = query_of(msg)
    page = OpenPage(hass, connection, msg["id"], lambda: _async_read(hass, query, connection.refresh_token_id))

    @callback
    def hear(news: OrderNews) -> None:
        # An order that no longer fits the page was on it, perhaps, so its state does not matter here.
        if query.site in (None, news.order.site):
            page.async_change()

    await page.async_open(lambda: [async_dispatcher_connect(hass, SIGNAL_WORK_ORDER, hear)])


async def _async_read(hass: HomeAssistant, query: OrderQuery, token: str | None) -> dict[str, Any]:
    page = await said((await async_get_orders(hass)).async_page(query))
    return {"total": page.total, "orders": [describe_order(hass, each, token) for each in page.orders]}


@websocket_command({vol.Required("type"): f"{ADDRESS}/history", vol.Required(CONF_ORDER_ID): ORDER_ID})
@async_response
async def _handle_history(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return an order, and everything that happened to it."""
    desk = await async_get_orders(hass)
    order = await said(desk.async_find(msg[CONF_ORDER_ID]))
    steps = await said(desk.async_history(order.id))
    connection.send_result(
        msg["id"],
        {
            "order": describe_order(hass, order, connection.refresh_token_id),
            "history": [describe_step(step) for step in steps],
        },
    )


@websocket_command(
    {
        vol.Required("type"): f"{ADDRESS}/photo",
        vol.Required(CONF_ORDER_ID): ORDER_ID,
        vol.Required("file_id"): vol.All(str, vol.Length(max=64)),
    }
)
@async_response
async def _handle_photo(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Add a photo that was uploaded to Home Assistant."""
    order = await OrderRequests(hass, connection.user.id).async_add_photo(msg[CONF_ORDER_ID], msg["file_id"])
    connection.send_result(msg["id"], {"order": describe_order(hass, order, connection.refresh_token_id)})


def _register(hass: HomeAssistant, command: str, action: str) -> None:
    fields, work = WORKS[action]

    @websocket_command({vol.Required("type"): command, **fields})
    @async_response
    async def handle(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        order = await work(OrderRequests(hass, connection.user.id), msg)
        connection.send_result(msg["id"], {"order": describe_order(hass, order, connection.refresh_token_id)})

    async_register_command(hass, handle)
