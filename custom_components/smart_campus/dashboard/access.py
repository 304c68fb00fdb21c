"""The newest swipes and commands at the doors of a site, for administrators; then each new one."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, require_admin, websocket_command
from homeassistant.core import HomeAssistant, callback

from ..access.log import AccessLog, async_get_access_log
from ..access.rules.row import RowKind
from ..access.rules.search import Query
from .asking import PREFIX, SITE_FIELD, async_site_of
from .streaming import Event, async_stream_built

SHOWN: Final = (RowKind.EVENT, RowKind.COMMAND)
MOST_SHOWN: Final = 200


@require_admin
@websocket_command(
    {
        vol.Required("type"): f"{PREFIX}/access/subscribe",
        **SITE_FIELD,
        vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_SHOWN)),
    }
)
@async_response
async def handle_access(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send the newest rows of the log, the newest first, then those that are new. A card is shown by its pseudonym."""
    if async_site_of(hass, connection, msg) is None:
        return
    log = await async_get_access_log(hass)
    last: int | None = None

    async def build() -> Event | None:
        nonlocal last
        rows = await async_newest_rows(log, msg["site"], msg["limit"])
        new = [row for row in rows if last is None or row["seq"] > last]
        is_first, last = last is None, max([last or 0, *(row["seq"] for row in rows)])
        return {"events": new} if new or is_first else None

    async_stream_built(hass, connection, msg["id"], callback(lambda: log.appended), build, listen=log.async_listen)


async def async_newest_rows(log: AccessLog, site_id: str, limit: int) -> list[dict[str, Any]]:
    """Return the newest rows of a site's doors, the newest first. Raises StoreError."""
    found: list[dict[str, Any]] = []
    for kind in SHOWN:
        page = await log.async_search(Query(site_id=site_id, kind=kind.value, limit=limit))
        found += page.rows
    found.sort(key=lambda row: (-row["at_ms"], -row["seq"]))
    return found[:limit]
