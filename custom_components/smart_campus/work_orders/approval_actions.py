"""Actions on approvals: ask, decide, take back, and look up."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import date
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv

from ..const import DOMAIN
from ..equipment.ledger import async_get_ledger
from ..equipment.rules.asset import MOST_NUMBER, AssetState
from . import approval_requests
from .approval_desk import async_get_approvals
from .approval_requests import ApprovalRequests, async_describe_approval
from .fields import CONF_ASSET, CONF_LIMIT, CONF_NOTE, CONF_OFFSET, CONF_SITE, CONF_STATE, ORDER_ID, Fields
from .requests import said
from .rules.approval import MOST_ON_A_PAGE, Approval, ApprovalState
from .rules.approval_search import ApprovalQuery
from .rules.order import MOST_NOTE

CONF_APPROVAL: Final = "approval_id"
CONF_APPROVE: Final = "approve"
CONF_REASON: Final = "reason"
CONF_UNTIL: Final = "until"

_WANTED: Final = [AssetState.LENT.value, AssetState.RETIRED.value, AssetState.IN_USE.value]
_NUMBER: Final = vol.All(cv.string, vol.Length(min=1, max=MOST_NUMBER))
_NOTE: Final = vol.All(cv.string, vol.Length(max=4 * MOST_NOTE))


def read_day(value: object) -> date:
    """Return a date."""
    day: date = cv.date(value)
    return day


REQUEST: Final[Fields] = {
    vol.Required(CONF_ASSET): _NUMBER,
    vol.Required(CONF_STATE): vol.In(_WANTED),
    vol.Required(CONF_REASON): vol.All(cv.string, vol.Length(min=1, max=4 * MOST_NOTE)),
    vol.Optional(CONF_UNTIL): vol.Any(None, read_day),
}
DECIDE: Final[Fields] = {
    vol.Required(CONF_APPROVAL): ORDER_ID,
    vol.Required(CONF_APPROVE): cv.boolean,
    vol.Optional(CONF_NOTE, default=""): _NOTE,
}
WITHDRAW: Final[Fields] = {vol.Required(CONF_APPROVAL): ORDER_ID}
QUERY: Final[Fields] = {
    vol.Optional(CONF_SITE): vol.Any(None, cv.string),
    vol.Optional(CONF_ASSET): vol.Any(None, _NUMBER),
    vol.Optional(CONF_STATE): vol.All(cv.ensure_list, [vol.In([each.value for each in ApprovalState])]),
    vol.Optional(CONF_OFFSET, default=0): vol.All(vol.Coerce(int), vol.Range(min=0)),
    vol.Optional(CONF_LIMIT, default=50): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_ON_A_PAGE)),
}

type Work = Callable[[ApprovalRequests, dict[str, Any]], Awaitable[Approval]]


def _request(asked: ApprovalRequests, data: dict[str, Any]) -> Awaitable[Approval]:
    return asked.async_request(data[CONF_ASSET], AssetState(data[CONF_STATE]), data[CONF_REASON], data.get(CONF_UNTIL))


def _decide(asked: ApprovalRequests, data: dict[str, Any]) -> Awaitable[Approval]:
    return asked.async_decide(data[CONF_APPROVAL], approve=data[CONF_APPROVE], note=data[CONF_NOTE])


WORKS: Final[dict[str, tuple[Fields, Work]]] = {
    approval_requests.REQUEST: (REQUEST, _request),
    approval_requests.DECIDE: (DECIDE, _decide),
    approval_requests.WITHDRAW: (WITHDRAW, lambda asked, data: asked.async_withdraw(data[CONF_APPROVAL])),
}
"""By name of the action; open pages ask for the same."""


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions on approvals."""
    for name, (fields, work) in WORKS.items():
        hass.services.async_register(
            DOMAIN, name, _handler(work), vol.Schema(fields), supports_response=SupportsResponse.OPTIONAL
        )
    hass.services.async_register(
        DOMAIN, "get_approvals", _async_get, vol.Schema(QUERY), supports_response=SupportsResponse.ONLY
    )


async def async_read_page(hass: HomeAssistant, data: dict[str, Any], viewer_id: str | None) -> dict[str, Any]:
    """Return some requests as plain values. Raises HomeAssistantError when they cannot be read."""
    number = data.get(CONF_ASSET)
    asset = (await async_get_ledger(hass)).find(number) if number else None
    query = ApprovalQuery(
        site=data.get(CONF_SITE),
        asset_id=number if asset is None else asset.asset_id,
        states=frozenset(map(ApprovalState, data.get(CONF_STATE) or ())),
        offset=data[CONF_OFFSET],
        limit=data[CONF_LIMIT],
    )
    page = await said((await async_get_approvals(hass)).async_page(query))
    rows = [await async_describe_approval(hass, each, viewer_id) for each in page.approvals]
    return {"total": page.total, "approvals": rows}


def _handler(work: Work) -> Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]:
    async def handle(call: ServiceCall) -> ServiceResponse:
        user_id = call.context.user_id
        approval = await work(ApprovalRequests(call.hass, user_id), dict(call.data))
        return await async_describe_approval(call.hass, approval, user_id)

    return handle


async def _async_get(call: ServiceCall) -> ServiceResponse:
    return await async_read_page(call.hass, dict(call.data), call.context.user_id)
