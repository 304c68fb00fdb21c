"""Actions that look into the access log, for administrators only. What they do to it is in the log itself."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..store.actions import translate
from ..store.durable import FOLDER
from ..store.files import write_private
from ..store.rules.errors import StoreError
from ..store.rules.text import clean_text
from ..unrecorded import hiding
from .log import AccessLog, async_get_access_log
from .rules.chain import Verdict
from .rules.export import LANGUAGES, export_lines, language_of
from .rules.retention import RetentionRule
from .rules.row import Outcome, RowKind
from .rules.search import MOST_ON_A_PAGE, Cursor, Query

EXPORTS: Final = f"{FOLDER}/exports"
"""Folder of exported files, below the configuration folder; Home Assistant serves no file from there."""
MOST_EXPORTED: Final = 1_000_000
MOST_DAYS: Final = 36_500

MOST_FILTER: Final = 200
"""Characters of a filter; nothing in a row is longer."""
MOST_DOOR: Final = 2**31 - 1
LATEST_MS: Final = 2**62

_TEXT: Final = vol.All(cv.string, vol.Length(max=MOST_FILTER), lambda text: clean_text(text, MOST_FILTER))
"""Cleaned like the texts of rows are, so that what is shown is found."""

_FILTER: Final = {
    vol.Optional("controller"): _TEXT,
    vol.Optional("door"): vol.All(vol.Coerce(int), vol.Range(min=0, max=MOST_DOOR)),
    vol.Optional("door_name"): _TEXT,
    vol.Optional("credential"): _TEXT,
    vol.Optional("card"): _TEXT,
    vol.Optional("site"): _TEXT,
    vol.Optional("user"): _TEXT,
    vol.Optional("kind"): vol.In([kind.value for kind in RowKind]),
    vol.Optional("outcome"): vol.In([outcome.value for outcome in Outcome]),
    vol.Optional("start"): cv.datetime,
    vol.Optional("end"): cv.datetime,
}
SEARCH_SCHEMA: Final = vol.Schema(
    {
        **_FILTER,
        vol.Optional("limit", default=100): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_ON_A_PAGE)),
        vol.Optional("cursor"): cv.string,
    }
)
EXPORT_SCHEMA: Final = vol.Schema({**_FILTER, vol.Optional("language"): vol.In(LANGUAGES)})
REVEAL_SCHEMA: Final = vol.Schema({vol.Required("credential"): cv.string})
RETENTION_SCHEMA: Final = vol.Schema(
    {
        vol.Optional("days"): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_DAYS)),
        vol.Optional("site"): cv.string,
        vol.Optional("kind"): vol.In([kind.value for kind in RowKind]),
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of the access log."""
    for name, handler, schema, response in (
        ("search_access_log", _async_search, hiding(SEARCH_SCHEMA, "card"), SupportsResponse.ONLY),
        ("export_access_log", _async_export, hiding(EXPORT_SCHEMA, "card"), SupportsResponse.OPTIONAL),
        ("verify_access_log", _async_verify, vol.Schema({}), SupportsResponse.ONLY),
        ("reveal_credential", _async_reveal, REVEAL_SCHEMA, SupportsResponse.ONLY),
        ("set_access_log_retention", _async_set_retention, RETENTION_SCHEMA, SupportsResponse.OPTIONAL),
    ):
        async_register_admin_service(hass, DOMAIN, name, handler, schema, response)


async def async_user_of(call: ServiceCall) -> tuple[str, str]:
    """Return id and name of who called; both empty for an automation."""
    user = await call.hass.auth.async_get_user(call.context.user_id) if call.context.user_id else None
    return (user.id, user.name or "") if user else ("", "")


async def _async_search(call: ServiceCall) -> ServiceResponse:
    log = await async_get_access_log(call.hass)
    try:
        page = await log.async_search(_query_of(call, log))
    except StoreError as err:
        raise translate(err) from None
    return {"rows": list(page.rows), "next_cursor": str(page.following) if page.following else None}


async def _async_export(call: ServiceCall) -> ServiceResponse:
    log = await async_get_access_log(call.hass)
    user_id, user = await async_user_of(call)
    language = call.data.get("language") or language_of(call.hass.config.language)
    name = f"access-log-{dt_util.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.csv"
    query = _query_of(call, log)
    folder = Path(call.hass.config.path(EXPORTS))

    def take(rows: Iterator[dict[str, Any]]) -> tuple[int, str | None]:
        return write_private(folder, name, export_lines(rows, language))

    try:
        await log.async_note("export_access_log", user_id=user_id, user=user, reason=name)
        count, text = await log.async_read_rows(query, MOST_EXPORTED, take)
    except StoreError as err:
        raise translate(err) from None
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="export_not_written",
            translation_placeholders={"error": err.strerror or type(err).__name__},
        ) from err
    return {"path": f"{EXPORTS}/{name}", "rows": count, "csv": text}


async def _async_verify(call: ServiceCall) -> ServiceResponse:
    log = await async_get_access_log(call.hass)
    try:
        return describe_verdict(await log.async_verify())
    except StoreError as err:
        raise translate(err) from None


async def _async_reveal(call: ServiceCall) -> ServiceResponse:
    user_id, user = await async_user_of(call)
    if not user_id:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="needs_user")
    log = await async_get_access_log(call.hass)
    try:
        card = await log.async_reveal(call.data["credential"], user_id=user_id, user=user)
    except StoreError as err:
        raise translate(err) from None
    if card is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_credential")
    return {"credential": call.data["credential"], "card": card}


async def _async_set_retention(call: ServiceCall) -> ServiceResponse:
    log = await async_get_access_log(call.hass)
    days = call.data.get("days")
    rule = RetentionRule(days=days or 0, site_id=call.data.get("site"), kind=call.data.get("kind"))
    user_id, user = await async_user_of(call)
    try:
        await log.async_note(
            "set_access_log_retention",
            user_id=user_id,
            user=user,
            reason=f"{days or '-'} {rule.site_id or ''} {rule.kind or ''}".strip(),
        )
    except StoreError as err:
        raise translate(err) from None
    await log.async_set_retention(rule, remove=days is None)
    return {"rules": [{"days": rule.days, "site": rule.site_id, "kind": rule.kind} for rule in log.rules]}


def describe_verdict(verdict: Verdict) -> dict[str, Any]:
    """Return what a check found, as JSON."""
    return {
        "intact": verdict.is_intact,
        "rows": verdict.rows,
        "removed_by_rule": verdict.removed,
        "last_row": verdict.head.seq if verdict.head else 0,
        "faults": [{"fault": fault.value, "row": seq} for fault, seq in verdict.faults],
    }


def _query_of(call: ServiceCall, log: AccessLog) -> Query:
    data = call.data
    return Query(
        controller=data.get("controller"),
        door=data.get("door"),
        door_name=data.get("door_name"),
        credential=log.pseudonym(data["card"]) if "card" in data else data.get("credential"),
        site_id=data.get("site"),
        user=data.get("user"),
        kind=data.get("kind"),
        outcome=data.get("outcome"),
        start_ms=_to_ms(data.get("start")),
        end_ms=_to_ms(data.get("end")),
        after=_cursor_of(data.get("cursor")),
        limit=data.get("limit", MOST_ON_A_PAGE),
    )


def _cursor_of(text: str | None) -> Cursor | None:
    try:
        return Cursor.parse(text) if text else None
    except ValueError:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="invalid_cursor") from None


def _to_ms(time: datetime | None) -> int | None:
    """Return a time as milliseconds; one without a zone is local. At the ends of the calendar nothing is left out."""
    if time is None:
        return None
    try:
        return round(dt_util.as_utc(time).timestamp() * 1000)
    except OverflowError:
        return LATEST_MS if time.year > 1 else -LATEST_MS
