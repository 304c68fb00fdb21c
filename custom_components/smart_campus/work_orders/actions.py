"""Actions on work orders: raise, give to somebody, finish, cancel, note, and look up."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonValueType

from ..const import DOMAIN
from . import requests
from .describing import describe_order, describe_step
from .desk import async_get_orders
from .fields import (
    ADDED_NOTE,
    ASSIGNMENT,
    CONF_ASSIGNEE,
    CONF_DUE,
    CONF_NOTE,
    CONF_ORDER_ID,
    END,
    NEW_ORDER,
    ORDER_ID,
    QUERY,
    priority_of,
    query_of,
    request_of,
)
from .requests import OrderRequests, said
from .rules.order import WorkOrder
from .rules.order_tables import OrderPage

CONF_HISTORY: Final = "history"

type Work = Callable[[OrderRequests, dict[str, Any]], Awaitable[WorkOrder]]


def _assign(asked: OrderRequests, data: dict[str, Any]) -> Awaitable[WorkOrder]:
    return asked.async_assign(
        data[CONF_ORDER_ID], data[CONF_ASSIGNEE], priority=priority_of(data), due_at=data.get(CONF_DUE)
    )


WORKS: Final[dict[str, tuple[dict[str | vol.Marker, Any], Work]]] = {
    requests.RAISE: (NEW_ORDER, lambda asked, data: asked.async_raise(request_of(data))),
    requests.ASSIGN: (ASSIGNMENT, _assign),
    requests.FINISH: (END, lambda asked, data: asked.async_finish(data[CONF_ORDER_ID], data[CONF_NOTE])),
    requests.CANCEL: (END, lambda asked, data: asked.async_cancel(data[CONF_ORDER_ID], data[CONF_NOTE])),
    requests.NOTE: (ADDED_NOTE, lambda asked, data: asked.async_note(data[CONF_ORDER_ID], data[CONF_NOTE])),
}
"""By name of the action; open pages ask for the same."""

GET: Final = vol.Schema(
    {
        **QUERY,
        vol.Optional(CONF_ORDER_ID): ORDER_ID,
        vol.Optional(CONF_HISTORY, default=False): cv.boolean,
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions on work orders."""
    for name, (fields, work) in WORKS.items():
        hass.services.async_register(
            DOMAIN, name, _handler(work), vol.Schema(fields), supports_response=SupportsResponse.OPTIONAL
        )
    hass.services.async_register(DOMAIN, "get_work_orders", _async_get, GET, supports_response=SupportsResponse.ONLY)


def _handler(work: Work) -> Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]:
    async def handle(call: ServiceCall) -> ServiceResponse:
        asked = OrderRequests(call.hass, call.context.user_id)
        return describe_order(call.hass, await work(asked, dict(call.data)))

    return handle


async def _async_get(call: ServiceCall) -> ServiceResponse:
    desk = await async_get_orders(call.hass)
    data = dict(call.data)
    if (order_id := data.get(CONF_ORDER_ID)) is not None:
        page = OrderPage(1, (await said(desk.async_find(order_id)),))
    else:
        page = await said(desk.async_page(query_of(data)))
    rows: list[JsonValueType] = []
    for order in page.orders:
        row = describe_order(call.hass, order)
        if data[CONF_HISTORY]:
            row["history"] = [describe_step(step) for step in await said(desk.async_history(order.id))]
        rows.append(row)
    return {"total": page.total, "orders": rows}
