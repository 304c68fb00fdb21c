"""The newest inspection of a site for the dashboard, again whenever there is a newer one or it was signed off."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ...store.rules.errors import StoreError
from ..lookup import async_get_watch
from .describing import describe_entry
from .inspector import SIGNAL_INSPECTED, SIGNAL_SIGNED
from .keeping import async_get_shelf
from .languages import async_language_of
from .rules.phrasing import Phrasing
from .rules.report import Level, Report
from .rules.signature import Signature
from .rules.words import LANGUAGES

MOST_FINDINGS: Final = 500


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the command."""
    async_register_command(hass, _handle_subscribe)


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/inspection/subscribe",
        vol.Required("site"): str,
        vol.Optional("language"): vol.In(LANGUAGES),
    }
)
@callback
def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    if async_get_watch(hass, msg["site"]) is None:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no site in operation has this id")
        return

    async def tell() -> None:
        language = msg.get("language") or await async_language_of(hass, connection.user.id)
        try:
            found = await async_newest(hass, msg["site"])
        except StoreError:
            connection.send_event(msg["id"], {"inspection": None, "is_available": False})
            return
        told = None if found is None else describe_inspection(*found, language)
        connection.send_event(msg["id"], {"inspection": told, "is_available": True})

    @callback
    def hear(entry_id: str) -> None:
        if entry_id == msg["site"]:
            hass.async_create_task(tell(), "smart_campus newest inspection")

    ends = [async_dispatcher_connect(hass, signal, hear) for signal in (SIGNAL_INSPECTED, SIGNAL_SIGNED)]

    @callback
    def end() -> None:
        for each in ends:
            each()

    connection.subscriptions[msg["id"]] = end
    connection.send_result(msg["id"])
    hear(msg["site"])


def describe_inspection(report: Report, signature: Signature | None, language: str) -> dict[str, Any]:
    """Return a report in short, what it found as sentences, and who signed it off."""
    phrasing = Phrasing(language, report.at.tzinfo)
    found, unknown = report.exceptions, report.at_level(Level.UNKNOWN)
    return {
        "report_id": report.id,
        "site": report.site_id,
        "at": report.at.isoformat(),
        "counts": report.counts,
        "findings": [describe_entry(entry, phrasing) for entry in found[:MOST_FINDINGS]],
        "not_checked": [describe_entry(entry, phrasing) for entry in unknown[:MOST_FINDINGS]],
        "signed_by": None if signature is None else signature.user,
        "signed_at": None if signature is None else dt_util.utc_from_timestamp(signature.at).isoformat(),
        "remark": None if signature is None else signature.remark,
    }


async def async_newest(hass: HomeAssistant, site: str) -> tuple[Report, Signature | None] | None:
    """Return the newest report of a site and who signed it; None before the first. Raises StoreError."""
    shelf = await async_get_shelf(hass)
    newest = await shelf.async_list(site, 1)
    return await shelf.async_read(newest[0].id) if newest else None
