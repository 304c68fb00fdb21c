"""Work orders for open pages: a page at once and again whenever it changes, and what people may ask for."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later

from ..const import DOMAIN
from . import requests
from .actions import WORKS
from .describing import describe_order, describe_step
from .desk import async_get_orders
from .fields import CONF_ORDER_ID, ORDER_ID, QUERY, query_of
from .news import SIGNAL_WORK_ORDER, OrderNews
from .requests import OrderRequests, said

ADDRESS: Final = f"{DOMAIN}/work_orders"
COMMANDS: Final = {
    "create": requests.RAISE,
    "assign": requests.ASSIGN,
    "finish": requests.FINISH,
    "cancel": requests.CANCEL,
    "note": requests.NOTE,
}
"""Commands that do what an action does, and take the same."""
SETTLE_S: Final = 0.5
"""Changes within this time are told at once."""


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
    page = OpenPage(hass, connection, msg)
    first = await page.async_read()
    connection.subscriptions[msg["id"]] = page.async_open()
    connection.send_result(msg["id"])
    connection.send_event(msg["id"], first)


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


class OpenPage:
    """A page of orders somebody looks at."""

    def __init__(self, hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        self._hass = hass
        self._connection = connection
        self._id: int = msg["id"]
        self._query = query_of(msg)
        self._pending: CALLBACK_TYPE | None = None
        self._job = HassJob(self._async_tell, "smart_campus page of work orders", cancel_on_shutdown=True)

    async def async_read(self) -> dict[str, Any]:
        """Return the page as it is. Raises HomeAssistantError when it cannot be read."""
        page = await said((await async_get_orders(self._hass)).async_page(self._query))
        token = self._connection.refresh_token_id
        return {"total": page.total, "orders": [describe_order(self._hass, each, token) for each in page.orders]}

    @callback
    def async_open(self) -> CALLBACK_TYPE:
        """Tell the page again whenever it changes. Return what ends that."""
        end_listening = async_dispatcher_connect(self._hass, SIGNAL_WORK_ORDER, self._on_news)

        @callback
        def end() -> None:
            end_listening()
            if self._pending is not None:
                self._pending()

        return end

    @callback
    def _on_news(self, news: OrderNews) -> None:
        # An order that no longer fits the page was on it, perhaps, so its state does not matter here.
        is_elsewhere = self._query.site not in (None, news.order.site)
        if self._pending is None and not is_elsewhere:
            self._pending = async_call_later(self._hass, SETTLE_S, self._job)

    async def _async_tell(self, _now: object) -> None:
        self._pending = None
        try:
            page = await self.async_read()
        except HomeAssistantError:
            return  # the next change tells it
        if self._id in self._connection.subscriptions:
            self._connection.send_event(self._id, page)
