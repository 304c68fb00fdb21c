"""Open alerts for the dashboard: a page at once, then whatever changes."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from .describing import describe
from .desk import async_get_desk
from .news import SIGNAL_ALERT, AlertNews
from .rules.alert import Alert
from .rules.words import LANGUAGES

MOST_AT_ONCE: Final = 200
_FIELDS: Final[dict[str | vol.Marker, Any]] = {
    vol.Optional("site"): str,
    vol.Optional("area_id"): str,
    vol.Optional("language"): vol.In(LANGUAGES),
    vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_AT_ONCE)),
    vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
}


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_list)
    async_register_command(hass, _handle_subscribe)


@websocket_command({vol.Required("type"): f"{DOMAIN}/alerts", **_FIELDS})
@async_response
async def _handle_list(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    connection.send_result(msg["id"], await _async_page(hass, msg))


@websocket_command({vol.Required("type"): f"{DOMAIN}/alerts/subscribe", **_FIELDS})
@async_response
async def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    @callback
    def tell(news: AlertNews) -> None:
        if _is_wanted(news.alert, msg):
            row = describe(hass, news.alert, msg.get("language"))
            connection.send_event(msg["id"], {"happening": news.happening.value, "alert": row})

    page = await _async_page(hass, msg)
    connection.subscriptions[msg["id"]] = async_dispatcher_connect(hass, SIGNAL_ALERT, tell)
    connection.send_result(msg["id"])
    connection.send_event(msg["id"], page)


async def _async_page(hass: HomeAssistant, msg: dict[str, Any]) -> dict[str, Any]:
    """Return open alerts, the worst and newest first."""
    desk = await async_get_desk(hass)
    found = [alert for alert in desk.alerts if _is_wanted(alert, msg)]
    found.sort(key=lambda alert: (-alert.severity.rank, -alert.raised_at.timestamp(), alert.id))
    some = found[msg["offset"] : msg["offset"] + msg["limit"]]
    return {"total": len(found), "alerts": [describe(hass, alert, msg.get("language")) for alert in some]}


def _is_wanted(alert: Alert, msg: dict[str, Any]) -> bool:
    return msg.get("site") in (None, alert.site) and msg.get("area_id") in (None, alert.area_id)
