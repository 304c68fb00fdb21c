"""What somebody should look at now: silent devices, recordings in trouble, rooms that are not ready."""

from collections.abc import Iterator
from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..recordings.describing import describe
from ..recordings.rules.recording import Recording
from ..site import SiteEntry
from .asking import LANGUAGE_FIELD, PREFIX, async_language
from .board import Tile, async_find_sites, async_get_board
from .device_rows import describe_offline
from .devices import room_of
from .placed import PlacedDevice
from .room_tiles import async_find_tiles
from .rules.recording_trouble import wants_attention
from .streaming import Event, async_stream

MOST_IN_A_LIST: Final = 200


@websocket_command(
    {
        vol.Required("type"): f"{PREFIX}/attention/subscribe",
        vol.Optional("site"): str,
        vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_IN_A_LIST)),
        **LANGUAGE_FIELD,
    }
)
@async_response
async def handle_attention(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send the three lists, each no longer than the limit, and again whenever one of them changed."""
    language = await async_language(hass, connection, msg)
    sent: Event | None = None

    @callback
    def look() -> Event | None:
        nonlocal sent
        event = async_list_attention(hass, msg.get("site"), msg["limit"], language)
        if event == sent:
            return None
        sent = event
        return event

    async_stream(hass, connection, msg["id"], look)


@callback
def async_list_attention(hass: HomeAssistant, site_id: str | None, limit: int, language: str) -> Event:
    """Return the three lists as they are now."""
    sites = async_find_sites(hass, site_id)
    offline = sorted(((site, each) for site in sites for each in _offline(hass, site)), key=_longest_first)
    recordings = sorted((each for site in sites for each in _in_trouble(site)), key=lambda each: (each.start, each.id))
    not_ready = [tile for tile in async_find_tiles(hass, site_id, language).values() if _is_late(tile)]
    not_ready.sort(key=lambda tile: (tile["now"] or tile["next"])["start"])
    return {
        "offline": {
            "total": len(offline),
            "devices": [
                describe_offline(hass, site, each, room_of(site, each), language) for site, each in offline[:limit]
            ],
        },
        "recordings": {"total": len(recordings), "recordings": [describe(each) for each in recordings[:limit]]},
        "not_ready": {"total": len(not_ready), "rooms": not_ready[:limit]},
    }


def _offline(hass: HomeAssistant, site: SiteEntry) -> Iterator[PlacedDevice]:
    return (each for each in async_get_board(hass, site).devices if each.is_offline)


def _longest_first(found: tuple[SiteEntry, PlacedDevice]) -> tuple[bool, str, str]:
    """Return what orders silent devices: the newest last, those that never were in operation behind them."""
    device = found[1]
    return device.since is None, device.since or "", device.name


def _in_trouble(site: SiteEntry) -> Iterator[Recording]:
    """Yield the recordings of today that somebody should look at."""
    auto = site.runtime_data.recordings
    return (each for each in auto.recordings_of(auto.today) if wants_attention(each))


def _is_late(tile: Tile) -> bool:
    """Return whether a room is not ready for a lesson that runs or begins today."""
    if tile["is_ready"] is not False:
        return False
    if tile["now"] is not None:
        return True
    following = tile["next"]
    return following is not None and following["start"][:10] == dt_util.now().date().isoformat()
