"""What actions and commands of work orders take, checked in one way for both."""

from datetime import date, datetime
from typing import Any, Final

import probatio as vol
from homeassistant.const import ATTR_AREA_ID
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from .drafting import end_of_day
from .requests import OrderRequest
from .rules.order import MOST_DESCRIPTION, MOST_NAME, MOST_NOTE, MOST_TITLE, OrderState, Priority
from .rules.order_tables import MOST_ON_A_PAGE, OrderQuery

CONF_ORDER_ID: Final = "order_id"
CONF_TITLE: Final = "title"
CONF_DESCRIPTION: Final = "description"
CONF_SITE: Final = "site"
CONF_ASSET: Final = "asset_number"
CONF_DEVICE: Final = "device_subentry_id"
CONF_ALERT: Final = "alert_id"
CONF_REPORT: Final = "report_id"
CONF_FINDING: Final = "finding"
CONF_PRIORITY: Final = "priority"
CONF_DUE: Final = "due_at"
CONF_ASSIGNEE: Final = "assigned_to"
CONF_NOTE: Final = "note"
CONF_STATE: Final = "state"
CONF_OFFSET: Final = "offset"
CONF_LIMIT: Final = "limit"

type Fields = dict[str | vol.Marker, Any]

ORDER_ID: Final = vol.All(cv.string, cv.matches_regex(r"^[0-9a-f]{32}$"))
_SHORT: Final = vol.All(cv.string, vol.Length(min=1, max=255))


def moment_or_day(value: object) -> datetime:
    """Return a time, UTC; a date means the end of that day."""
    if isinstance(value, str) and (day := dt_util.parse_date(value)) is not None:
        return end_of_day(day)
    if isinstance(value, date) and not isinstance(value, datetime):
        return end_of_day(value)
    at: datetime = cv.datetime(value)
    return dt_util.as_utc(at)


_PRIORITY: Final = vol.In([each.value for each in Priority])
NEW_ORDER: Final[Fields] = {
    vol.Optional(CONF_TITLE): vol.All(cv.string, vol.Length(min=1, max=4 * MOST_TITLE)),
    vol.Optional(CONF_DESCRIPTION): vol.All(cv.string, vol.Length(max=4 * MOST_DESCRIPTION)),
    vol.Optional(CONF_SITE): vol.Any(None, _SHORT),
    vol.Optional(ATTR_AREA_ID): vol.Any(None, _SHORT),
    vol.Optional(CONF_ASSET): vol.Any(None, vol.All(cv.string, vol.Length(min=1, max=MOST_NAME))),
    vol.Optional(CONF_DEVICE): vol.Any(None, _SHORT),
    vol.Optional(CONF_ALERT): vol.Any(None, _SHORT),
    vol.Optional(CONF_REPORT): vol.Any(None, _SHORT),
    vol.Optional(CONF_FINDING): vol.Any(None, vol.All(cv.string, vol.Length(min=1, max=1000))),
    vol.Optional(CONF_PRIORITY): vol.Any(None, _PRIORITY),
    vol.Optional(CONF_DUE): vol.Any(None, moment_or_day),
}
ASSIGNMENT: Final[Fields] = {
    vol.Required(CONF_ORDER_ID): ORDER_ID,
    vol.Required(CONF_ASSIGNEE): vol.All(cv.string, vol.Length(min=1, max=4 * MOST_NAME)),
    vol.Optional(CONF_PRIORITY): vol.Any(None, _PRIORITY),
    vol.Optional(CONF_DUE): vol.Any(None, moment_or_day),
}
END: Final[Fields] = {
    vol.Required(CONF_ORDER_ID): ORDER_ID,
    vol.Optional(CONF_NOTE, default=""): vol.All(cv.string, vol.Length(max=4 * MOST_NOTE)),
}
ADDED_NOTE: Final[Fields] = {
    vol.Required(CONF_ORDER_ID): ORDER_ID,
    vol.Required(CONF_NOTE): vol.All(cv.string, vol.Length(max=4 * MOST_NOTE)),
}
QUERY: Final[Fields] = {
    vol.Optional(CONF_SITE): vol.Any(None, _SHORT),
    vol.Optional(ATTR_AREA_ID): vol.Any(None, _SHORT),
    vol.Optional(CONF_ASSET): vol.Any(None, vol.All(cv.string, vol.Length(min=1, max=MOST_NAME))),
    vol.Optional(CONF_STATE): vol.All(cv.ensure_list, [vol.In([each.value for each in OrderState])]),
    vol.Optional(CONF_OFFSET, default=0): vol.All(vol.Coerce(int), vol.Range(min=0)),
    vol.Optional(CONF_LIMIT, default=50): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_ON_A_PAGE)),
}


def request_of(data: dict[str, Any]) -> OrderRequest:
    """Return what somebody says of a new order."""
    return OrderRequest(
        title=data.get(CONF_TITLE),
        description=data.get(CONF_DESCRIPTION),
        site=data.get(CONF_SITE),
        area_id=data.get(ATTR_AREA_ID),
        asset_number=data.get(CONF_ASSET),
        device_subentry_id=data.get(CONF_DEVICE),
        alert_id=data.get(CONF_ALERT),
        report_id=data.get(CONF_REPORT),
        finding=data.get(CONF_FINDING),
        priority=priority_of(data),
        due_at=data.get(CONF_DUE),
    )


def priority_of(data: dict[str, Any]) -> Priority | None:
    """Return the priority where one is said."""
    said = data.get(CONF_PRIORITY)
    return None if said is None else Priority(said)


def query_of(data: dict[str, Any]) -> OrderQuery:
    """Return which orders are looked for."""
    return OrderQuery(
        site=data.get(CONF_SITE),
        area_id=data.get(ATTR_AREA_ID),
        asset_number=data.get(CONF_ASSET),
        states=frozenset(map(OrderState, data.get(CONF_STATE) or ())),
        offset=data[CONF_OFFSET],
        limit=data[CONF_LIMIT],
    )
