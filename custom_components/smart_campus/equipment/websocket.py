"""The ledger for the dashboard: pages of assets, one with its history, and one saved."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .describing import describe_asset
from .files import async_register_views
from .import_websocket import async_register_websocket as async_register_imports
from .ledger import MOST_HISTORY
from .rules.asset import AssetState
from .rules.change import MOST_REASON
from .rules.search import SORTED_BY, AssetQuery, Due, search_assets
from .saving import async_get_whole_ledger, async_save_asset

MOST_ON_A_PAGE: Final = 500
_SORTS: Final = [f"{sign}{key}" for key in SORTED_BY for sign in ("", "-")]
QUERY_FIELDS: Final[dict[str | vol.Marker, Any]] = {
    vol.Optional("site"): vol.Any(None, str),
    vol.Optional("search", default=""): vol.All(str, vol.Length(max=200)),
    vol.Optional("state"): vol.Any(None, vol.Coerce(AssetState)),
    vol.Optional("kind"): vol.Any(None, str),
    vol.Optional("area_id"): vol.Any(None, str),
    vol.Optional("due"): vol.Any(None, vol.Coerce(Due)),
    vol.Optional("sort", default="asset_number"): vol.In(_SORTS),
}
"""What assets are looked for by."""


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands and where files are fetched."""
    async_register_views(hass)
    async_register_imports(hass)
    for handle in (_handle_list, _handle_get, _handle_save):
        async_register_command(hass, handle)


def query_of(entered: dict[str, Any]) -> AssetQuery:
    """Return what `QUERY_FIELDS` let through."""
    return AssetQuery(**{str(key): entered[str(key)] for key in QUERY_FIELDS if str(key) in entered})


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/equipment/list",
        **QUERY_FIELDS,
        vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
        vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_ON_A_PAGE)),
    }
)
@async_response
async def _handle_list(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    ledger = await async_get_whole_ledger(hass)
    found = search_assets(ledger.assets, query_of(msg), dt_util.now().date())
    page = found[msg["offset"] : msg["offset"] + msg["limit"]]
    connection.send_result(msg["id"], {"total": len(found), "assets": [describe_asset(hass, asset) for asset in page]})


@websocket_command({vol.Required("type"): f"{DOMAIN}/equipment/get", vol.Required("asset_number"): str})
@async_response
async def _handle_get(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    ledger = await async_get_whole_ledger(hass)
    if (asset := ledger.find(msg["asset_number"])) is None:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no asset has this number")
        return
    history = await ledger.async_history(asset.asset_id)
    connection.send_result(
        msg["id"],
        {
            "asset": describe_asset(hass, asset),
            "history": [entry.describe() for entry in history[:MOST_HISTORY]],
        },
    )


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/equipment/save",
        vol.Required("asset"): dict,
        vol.Optional("note", default=""): vol.All(str, vol.Length(max=MOST_REASON)),
    }
)
@async_response
async def _handle_save(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    asset = await async_save_asset(hass, msg["asset"], connection.user.id, msg["note"])
    connection.send_result(msg["id"], {"asset": describe_asset(hass, asset)})
