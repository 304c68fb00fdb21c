"""Links to reports that open without signing in again, made anew for each who asks."""

from datetime import timedelta
from typing import Any, Final

import probatio as vol
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_INVALID_FORMAT, ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv

from ..network.inspection import view as inspection_view
from ..network.inspection.keeping import async_get_shelf
from ..recordings import ledger_view
from ..store.actions import translate
from ..store.rules.errors import StoreError
from .asking import LANGUAGE_FIELD, PREFIX, SITE_FIELD, async_language, async_site_of

LINK_LIFETIME: Final = timedelta(hours=12)
INSPECTION: Final = "inspection"
RECORDING_SHEET: Final = "recording_sheet"


@websocket_command(
    {
        vol.Required("type"): f"{PREFIX}/report",
        vol.Required("kind"): vol.In((INSPECTION, RECORDING_SHEET)),
        **SITE_FIELD,
        vol.Optional("report_id"): vol.All(str, vol.Match(r"^[0-9a-f]{32}$")),
        vol.Optional("day"): cv.date,
        **LANGUAGE_FIELD,
    }
)
@async_response
async def handle_report(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return where a report of a site is: an inspection by its id, the sheet of recordings by its day."""
    if (site := async_site_of(hass, connection, msg)) is None:
        return
    language = await async_language(hass, connection, msg)
    wanted = msg.get("report_id") if msg["kind"] == INSPECTION else msg.get("day")
    if wanted is None:
        connection.send_error(msg["id"], ERR_INVALID_FORMAT, "an inspection is named by report_id, a sheet by day")
        return
    if msg["kind"] == RECORDING_SHEET:
        path = f"{ledger_view.ADDRESS}/{site.entry_id}/{wanted}.html?{ledger_view.LANGUAGE}={language}"
    else:
        try:
            found = await (await async_get_shelf(hass)).async_read(wanted)
        except StoreError as err:
            raise translate(err) from None
        if found is None or found[0].site_id != site.entry_id:
            connection.send_error(msg["id"], ERR_NOT_FOUND, "no inspection of this site has this id")
            return
        path = f"{inspection_view.ADDRESS}/{wanted}.html?{inspection_view.LANGUAGE}={language}"
    connection.send_result(msg["id"], {"url": async_sign_path(hass, path, LINK_LIFETIME)})
