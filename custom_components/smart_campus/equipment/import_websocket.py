"""Files of the ledger for the dashboard: checked, paged, carried out, and fetched."""

from typing import Any, Final

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from ..network.inspection.languages import async_language_of
from ..permissions.guard import Right, async_require
from ..sheets.rules.table_file import TableFileError
from ..store.rules.errors import StoreError
from .files import export_url, sites_of, template_url
from .importing import Checked, async_get_importer
from .ledger import EquipmentError, async_get_ledger
from .rules.change import Source
from .rules.export import FORMATS
from .rules.journal import ImportJob
from .rules.plan import Step
from .rules.words import LANGUAGES
from .saving import async_by, invalid
from .uploads import async_read_upload
from .wording import async_describe_failed, async_describe_faults, sentence_of

FIRST_PAGE: Final = 100
MOST_ON_A_PAGE: Final = 500
ORPHANS: Final = ("keep", "retire")
LANGUAGE_FIELD: Final[dict[str | vol.Marker, Any]] = {vol.Optional("language"): vol.In(LANGUAGES)}


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for handle in (_handle_check, _handle_page, _handle_apply, _handle_imports, _handle_export, _handle_template):
        async_register_command(hass, handle)


async def async_describe_check(hass: HomeAssistant, checked: Checked, language: str | None) -> dict[str, Any]:
    """Return what an import would do: counts, the first faults and changes, and what it would cost."""
    return {
        "import_id": checked.import_id,
        "counts": checked.plan.counts,
        "errors": await async_describe_faults(hass, checked.plan.faults[:FIRST_PAGE], language),
        "changes": [describe_step(step) for step in checked.plan.steps[:FIRST_PAGE]],
        "forecast": checked.forecast.describe(),
    }


def describe_step(step: Step) -> dict[str, Any]:
    """Return one change as JSON. row: 0 for an asset that is not in the file."""
    return {
        "row": step.row,
        "asset_number": step.number,
        "asset_id": step.asset_id,
        "is_new": not step.asset_id,
        "change": {key: list(pair) for key, pair in step.change.items()},
    }


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/equipment/import/check",
        vol.Required("site"): str,
        vol.Required("file_id"): str,
        vol.Optional("orphans", default="keep"): vol.In(ORPHANS),
        **LANGUAGE_FIELD,
    }
)
@async_response
async def _handle_check(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    entry = site_entry(hass, msg["site"])
    await async_require(hass, entry, connection.user.id, Right.MANAGE, what="check_equipment_import")
    try:
        data = await async_read_upload(hass, msg["file_id"])
        checked = await async_get_importer(hass).async_check(entry, data, retire_orphans=msg["orphans"] == "retire")
    except (TableFileError, EquipmentError, StoreError) as err:
        raise sentence_of(err) from None
    language = msg.get("language") or await async_language_of(hass, connection.user.id)
    connection.send_result(msg["id"], await async_describe_check(hass, checked, language))


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/equipment/import/page",
        vol.Required("import_id"): str,
        vol.Required("what"): vol.In(["errors", "changes"]),
        vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
        vol.Optional("limit", default=FIRST_PAGE): vol.All(int, vol.Range(min=1, max=MOST_ON_A_PAGE)),
        **LANGUAGE_FIELD,
    }
)
@async_response
async def _handle_page(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    try:
        checked = async_get_importer(hass).checked(msg["import_id"])
    except EquipmentError as err:
        raise sentence_of(err) from None
    entry = site_entry(hass, checked.site)
    await async_require(hass, entry, connection.user.id, Right.MANAGE, what="read_equipment_import")
    some = slice(msg["offset"], msg["offset"] + msg["limit"])
    if msg["what"] == "changes":
        page = {
            "total": len(checked.plan.steps),
            "changes": [describe_step(step) for step in checked.plan.steps[some]],
        }
    else:
        language = msg.get("language") or await async_language_of(hass, connection.user.id)
        errors = await async_describe_faults(hass, checked.plan.faults[some], language)
        page = {"total": len(checked.plan.faults), "errors": errors}
    connection.send_result(msg["id"], page)


@websocket_command(
    {vol.Required("type"): f"{DOMAIN}/equipment/import/apply", vol.Required("import_id"): str, **LANGUAGE_FIELD}
)
@async_response
async def _handle_apply(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Carry out an import, or join one that runs; how far it is comes as events, the last one with the result."""
    importer = async_get_importer(hass)
    user_id = connection.user.id

    @callback
    def tell(progress: dict[str, Any]) -> None:
        connection.send_event(msg["id"], progress)

    try:
        entry = site_entry(hass, importer.site_of(msg["import_id"]))
        await async_require(hass, entry, user_id, Right.MANAGE, what="import_equipment")
        by = await async_by(hass, user_id, Source.IMPORT)
        await importer.async_begin(msg["import_id"], by)
        connection.subscriptions[msg["id"]] = lambda: None
        connection.send_result(msg["id"])
        result = await importer.async_join(msg["import_id"], tell)
    except (EquipmentError, StoreError) as err:
        raise sentence_of(err) from None
    language = msg.get("language") or await async_language_of(hass, user_id)
    failed = await async_describe_failed(hass, result["failed"], language)
    connection.send_event(msg["id"], {"result": {**result, "failed": failed}})


@websocket_command({vol.Required("type"): f"{DOMAIN}/equipment/imports", vol.Optional("site"): vol.Any(None, str)})
@async_response
async def _handle_imports(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Return the latest imports; one that runs can be joined by its id."""
    for entry in sites_of(hass, msg.get("site")):
        await async_require(hass, entry, connection.user.id, Right.MANAGE, what="read_equipment_imports")
    running = async_get_importer(hass).running
    try:
        jobs = await (await async_get_ledger(hass)).async_imports()
    except StoreError as err:
        raise sentence_of(err) from None
    connection.send_result(
        msg["id"],
        {
            "imports": [_describe_job(job) for job in jobs if msg.get("site") in (None, job.site)],
            "running": None
            if running is None
            else {"import_id": running.job.id, "site": running.job.site, **running.progress},
        },
    )


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/equipment/export",
        vol.Optional("format", default="xlsx"): vol.In(FORMATS),
        vol.Optional("site"): vol.Any(None, str),
        **LANGUAGE_FIELD,
    }
)
@async_response
async def _handle_export(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    site = msg.get("site")
    if not (entries := sites_of(hass, site)):
        raise invalid("asset_site_unknown")
    for entry in entries:
        await async_require(hass, entry, connection.user.id, Right.MANAGE, what="export_equipment")
    language = msg.get("language") or await async_language_of(hass, connection.user.id)
    url = export_url(hass, msg["format"], site, language, connection.refresh_token_id)
    connection.send_result(msg["id"], {"url": url})


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/equipment/template",
        vol.Optional("format", default="xlsx"): vol.In(FORMATS),
        **LANGUAGE_FIELD,
    }
)
@async_response
async def _handle_template(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    language = msg.get("language") or await async_language_of(hass, connection.user.id)
    url = template_url(hass, msg["format"], language, connection.refresh_token_id)
    connection.send_result(msg["id"], {"url": url})


def site_entry(hass: HomeAssistant, site: str) -> ConfigEntry:
    """Return a site. Raises ServiceValidationError for one nobody has."""
    entry = hass.config_entries.async_get_entry(site)
    if entry is None or entry.domain != DOMAIN:
        raise invalid("asset_site_unknown")
    return entry


def _describe_job(job: ImportJob) -> dict[str, Any]:
    return {
        "import_id": job.id,
        "site": job.site,
        "begun_at": job.begun_at.isoformat(),
        "by": job.user_name,
        "state": job.state.value,
        "was_interrupted": job.was_interrupted,
        "result": {key: value for key, value in job.result.items() if key != "failed"},
    }
