"""Actions of the equipment ledger: look up and save assets."""

from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .describing import describe_asset
from .import_actions import async_register_actions as async_register_file_actions
from .rules.asset import EDITABLE
from .rules.change import MOST_REASON
from .rules.search import search_assets
from .saving import async_get_whole_ledger, async_save_asset
from .websocket import QUERY_FIELDS, query_of

MOST_FOUND: Final = 1000

GET_EQUIPMENT: Final = "get_equipment"
SAVE_ASSET: Final = "save_asset"

GET_SCHEMA: Final = vol.Schema(
    {
        **QUERY_FIELDS,
        vol.Optional("asset_number"): cv.string,
        vol.Optional("limit", default=100): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_FOUND)),
    }
)
SAVE_SCHEMA: Final = vol.Schema(
    {
        vol.Optional("site"): cv.string,
        vol.Optional("asset_id"): cv.string,
        **{vol.Optional(field): vol.Any(None, cv.string) for field in EDITABLE},
        vol.Optional("reason", default=""): vol.All(cv.string, vol.Length(max=MOST_REASON)),
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions, those of files included."""
    async_register_file_actions(hass)
    hass.services.async_register(DOMAIN, GET_EQUIPMENT, _async_get, GET_SCHEMA, supports_response=SupportsResponse.ONLY)
    hass.services.async_register(
        DOMAIN, SAVE_ASSET, _async_save, SAVE_SCHEMA, supports_response=SupportsResponse.OPTIONAL
    )


async def _async_get(call: ServiceCall) -> ServiceResponse:
    ledger = await async_get_whole_ledger(call.hass)
    if number := call.data.get("asset_number"):
        asset = ledger.find(number)
        found = [asset] if asset else []
    else:
        found = search_assets(ledger.assets, query_of(dict(call.data)), dt_util.now().date())
    shown = [describe_asset(call.hass, asset) for asset in found[: call.data["limit"]]]
    response: dict[str, Any] = {"total": len(found), "assets": shown}
    if number and found:
        history = await ledger.async_history(found[0].asset_id)
        response["history"] = [entry.describe() for entry in history]
    return response


async def _async_save(call: ServiceCall) -> ServiceResponse:
    entered = {key: value for key, value in call.data.items() if key != "reason"}
    asset = await async_save_asset(call.hass, entered, call.context.user_id, call.data["reason"])
    return {"asset": describe_asset(call.hass, asset)} if call.return_response else None
