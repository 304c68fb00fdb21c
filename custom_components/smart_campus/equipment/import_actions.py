"""Actions that bring a file into the ledger and write one out."""

from pathlib import Path
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..access.log_actions import EXPORTS
from ..const import DOMAIN
from ..network.inspection.languages import async_language_of
from ..permissions.guard import Right, async_require
from ..sheets.rules.table_file import TableFileError
from ..store.rules.errors import StoreError
from .files import async_write_ledger, sites_of
from .import_websocket import ORPHANS, async_describe_check, site_entry
from .importing import async_get_importer
from .ledger import EquipmentError
from .rules.change import Source
from .rules.export import FORMATS
from .rules.words import LANGUAGES
from .saving import async_by, invalid
from .uploads import async_read_file
from .wording import async_describe_failed, sentence_of

IMPORT_EQUIPMENT: Final = "import_equipment"
EXPORT_EQUIPMENT: Final = "export_equipment"

IMPORT_SCHEMA: Final = vol.Schema(
    {
        vol.Required("site"): cv.string,
        vol.Required("file"): vol.All(cv.string, vol.Length(min=1, max=1000)),
        vol.Optional("orphans", default="keep"): vol.In(ORPHANS),
        vol.Optional("dry_run", default=True): cv.boolean,
        vol.Optional("language"): vol.In(LANGUAGES),
    }
)
EXPORT_SCHEMA: Final = vol.Schema(
    {
        vol.Optional("site"): cv.string,
        vol.Optional("format", default="xlsx"): vol.In(FORMATS),
        vol.Optional("language"): vol.In(LANGUAGES),
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN, IMPORT_EQUIPMENT, _async_import, IMPORT_SCHEMA, supports_response=SupportsResponse.OPTIONAL
    )
    hass.services.async_register(
        DOMAIN, EXPORT_EQUIPMENT, _async_export, EXPORT_SCHEMA, supports_response=SupportsResponse.OPTIONAL
    )


async def _async_import(call: ServiceCall) -> ServiceResponse:
    hass, user_id = call.hass, call.context.user_id
    entry = site_entry(hass, call.data["site"])
    await async_require(hass, entry, user_id, Right.MANAGE, what=IMPORT_EQUIPMENT)
    importer = async_get_importer(hass)
    language = call.data.get("language") or await async_language_of(hass, user_id)
    try:
        data = await async_read_file(hass, call.data["file"])
        checked = await importer.async_check(entry, data, retire_orphans=call.data["orphans"] == "retire")
        found = await async_describe_check(hass, checked, language)
        if not call.data["dry_run"]:
            await importer.async_begin(checked.import_id, await async_by(hass, user_id, Source.IMPORT))
            result = await importer.async_join(checked.import_id)
            failed = await async_describe_failed(hass, result["failed"], language)
            found["result"] = {**result, "failed": failed}
    except (TableFileError, EquipmentError, StoreError) as err:
        raise sentence_of(err) from None
    return found if call.return_response else None


async def _async_export(call: ServiceCall) -> ServiceResponse:
    hass, user_id, site = call.hass, call.context.user_id, call.data.get("site")
    if not (entries := sites_of(hass, site)):
        raise invalid("asset_site_unknown")
    for entry in entries:
        await async_require(hass, entry, user_id, Right.MANAGE, what=EXPORT_EQUIPMENT)
    language = call.data.get("language") or await async_language_of(hass, user_id)
    data = await async_write_ledger(hass, call.data["format"], site, language)
    name = f"equipment-{dt_util.now():%Y%m%d-%H%M%S}.{call.data['format']}"
    path = Path(hass.config.path(EXPORTS)) / name

    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o600)

    try:
        await hass.async_add_executor_job(write)
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="export_not_written",
            translation_placeholders={"error": err.strerror or type(err).__name__},
        ) from err
    return {"path": f"{EXPORTS}/{name}"} if call.return_response else None
