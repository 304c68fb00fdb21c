"""The ledger for the dashboard: one page of a site's day, again whenever it changes."""

from datetime import date
from typing import Any, Final

import probatio as vol
from homeassistant.auth.models import User
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..archive.media.offering import async_offer
from ..const import DOMAIN
from ..store.rules.errors import StoreError
from .describing import describe, describe_rows
from .ledger_targets import running_sites
from .ledger_view import async_sheet_of
from .news import SIGNAL_LEDGER
from .rules.recording import RecordingState

MOST_ON_A_PAGE: Final = 200
MOST_SEARCHED: Final = 120
TELL_AFTER_S: Final = 1.0
"""Changes within this time are told at once."""

_STATES: Final = [each.value for each in RecordingState]


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, _handle_subscribe)
    async_register_command(hass, _handle_steps)


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/recordings/subscribe",
        vol.Required("site"): str,
        vol.Optional("day"): cv.date,
        vol.Optional("states"): [vol.In(_STATES)],
        vol.Optional("search", default=""): vol.All(str, vol.Length(max=MOST_SEARCHED)),
        vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
        vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_ON_A_PAGE)),
    }
)
@callback
def _handle_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send a page now and whenever the site's ledger changed; a day that is not given is the one that it is then."""
    if not any(auto.entry.entry_id == msg["site"] for auto in running_sites(hass)):
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no site in operation has this id")
        return
    pending: CALLBACK_TYPE | None = None

    async def tell(_now: object = None) -> None:
        nonlocal pending
        pending = None
        if (page := await _async_page(hass, msg)) is not None:
            connection.send_event(msg["id"], page)

    @callback
    def hear(entry_id: str, _changed: frozenset[str]) -> None:
        nonlocal pending
        if entry_id == msg["site"] and pending is None:
            pending = async_call_later(hass, TELL_AFTER_S, tell)

    end = async_dispatcher_connect(hass, SIGNAL_LEDGER, hear)

    @callback
    def unsubscribe() -> None:
        end()
        if pending is not None:
            pending()

    connection.subscriptions[msg["id"]] = unsubscribe
    connection.send_result(msg["id"])
    hass.async_create_task(tell(), "smart_campus page of recordings")


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/recordings/steps",
        vol.Required("site"): str,
        vol.Required("recording_id"): str,
    }
)
@async_response
async def _handle_steps(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return everything that happened to one recording, and what whoever asks may play of it."""
    for auto in running_sites(hass):
        if auto.entry.entry_id == msg["site"]:
            for subject, rows in await auto.ledger.async_rows([msg["recording_id"]]):
                if subject.site_id == msg["site"]:
                    steps = describe_rows(rows)
                    media = await _async_media(hass, auto.entry, connection.user, subject.recording_id)
                    connection.send_result(msg["id"], {"steps": steps, "media": media})
                    return
    connection.send_error(msg["id"], ERR_NOT_FOUND, "no recording of this site has this id")


async def _async_media(hass: HomeAssistant, entry: ConfigEntry, user: User, recording_id: str) -> list[dict[str, Any]]:
    try:
        return await async_offer(hass, entry, user, recording_id)
    except StoreError:
        return []


async def _async_page(hass: HomeAssistant, msg: dict[str, Any]) -> dict[str, Any] | None:
    """Return the page; None while the site is not in operation, or while its database is not there."""
    day: date = msg.get("day") or dt_util.now().date()
    auto = next((auto for auto in running_sites(hass) if auto.entry.entry_id == msg["site"]), None)
    if auto is None:
        return None
    try:
        sheet = await async_sheet_of(auto, day)
    except StoreError:
        return None
    states = msg.get("states")
    word = msg["search"].strip().casefold()
    found = [each for each in sheet.recordings if (states is None or each.state in states) and each.mentions(word)]
    page = found[msg["offset"] : msg["offset"] + msg["limit"]]
    return {**sheet.summary(), "total": len(found), "recordings": [describe(each) for each in page]}
