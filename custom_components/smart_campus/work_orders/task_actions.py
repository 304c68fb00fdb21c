"""The action that looks up who did which task when."""

from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonValueType

from ..const import DOMAIN
from .describing import iso
from .requests import said
from .rules.task_tables import DoneRow, HistoryQuery
from .task_record import async_history

CONF_SITE: Final = "site"
CONF_PLAN: Final = "plan_id"
CONF_TARGET: Final = "target"
CONF_OFFSET: Final = "offset"
CONF_LIMIT: Final = "limit"

GET: Final = vol.Schema(
    {
        vol.Optional(CONF_SITE): vol.All(cv.ensure_list, vol.Length(max=100), [cv.string]),
        vol.Optional(CONF_PLAN): cv.string,
        vol.Optional(CONF_TARGET): cv.string,
        vol.Optional(CONF_OFFSET, default=0): vol.All(vol.Coerce(int), vol.Range(min=0)),
        vol.Optional(CONF_LIMIT, default=50): vol.All(vol.Coerce(int), vol.Range(min=1, max=500)),
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the action."""
    hass.services.async_register(DOMAIN, "get_task_history", _async_get, GET, supports_response=SupportsResponse.ONLY)


async def _async_get(call: ServiceCall) -> ServiceResponse:
    data = call.data
    query = HistoryQuery(
        sites=frozenset(data.get(CONF_SITE, ())),
        plan_id=data.get(CONF_PLAN),
        target=data.get(CONF_TARGET),
        offset=data[CONF_OFFSET],
        limit=data[CONF_LIMIT],
    )
    total, rows = await said(async_history(call.hass, query))
    return {"total": total, "tasks": [_describe(row) for row in rows]}


def _describe(row: DoneRow) -> dict[str, JsonValueType]:
    done = row.done
    return {
        "site": row.site,
        "plan_id": done.plan_id,
        "plan": row.plan,
        "target": done.target,
        "name": row.target_name,
        "due": done.due.isoformat(),
        "done_at": iso(done.at),
        "done_by": done.actor.name,
        "missed": done.missed,
    }
