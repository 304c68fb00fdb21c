"""The rooms of sites as tiles, a page of them, and again what changed."""

from itertools import islice
from typing import Any

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback

from .asking import LANGUAGE_FIELD, PAGE_FIELDS, PREFIX, async_language
from .board import Tile, async_find_sites, async_get_board
from .rules.changes import changes
from .streaming import Event, async_stream


@websocket_command(
    {
        vol.Required("type"): f"{PREFIX}/rooms/subscribe",
        vol.Optional("site"): str,
        vol.Optional("floor_id"): vol.Any(str, None),
        **PAGE_FIELDS,
        **LANGUAGE_FIELD,
    }
)
@async_response
async def handle_rooms(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send a page of tiles, then those that are other than before and the rooms that are gone from it."""
    language = await async_language(hass, connection, msg)
    floors = (msg["floor_id"],) if "floor_id" in msg else ()
    known: dict[str, Tile] | None = None
    total = 0

    @callback
    def look() -> Event | None:
        nonlocal known, total
        found = async_find_tiles(hass, msg.get("site"), language, *floors)
        page = dict(islice(found.items(), msg["offset"], msg["offset"] + msg["limit"]))
        before, known, total_before, total = known, page, total, len(found)
        if before is None:
            return {"total": total, "rooms": list(page.values())}
        news = changes(before, page)
        if not news and total == total_before:
            return None
        return {"total": total, "rooms": list(news.changed), "gone": list(news.gone)}

    async_stream(hass, connection, msg["id"], look)


@callback
def async_find_tiles(hass: HomeAssistant, site: str | None, language: str, *floors: str | None) -> dict[str, Tile]:
    """Return the tiles of one site in operation or of all, of some floors or of all, in order.

    floors: ids; None is where the rooms are that stand on no floor.
    """
    return {
        room: tile
        for each in async_find_sites(hass, site)
        for room, tile in async_get_board(hass, each).tiles(language).items()
        if not floors or tile["floor_id"] in floors
    }
