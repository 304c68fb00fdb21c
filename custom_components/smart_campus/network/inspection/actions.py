"""Actions that inspect a site's network, list the reports, and sign them off."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import probatio as vol
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from ...campuslink.model import Kind
from ...const import DOMAIN
from ...permissions.calls import async_require_in
from ...permissions.guard import Right
from ...store.actions import translate
from ...store.rules.errors import StoreError
from ...store.rules.text import clean_text
from .describing import describe_entry
from .inspector import SIGNAL_SIGNED, SiteInspector
from .keeping import async_get_shelf
from .languages import async_language_of
from .rules.phrasing import Phrasing
from .rules.report import Level, Report
from .rules.signature import MOST_REMARK, Signature
from .rules.words import LANGUAGES
from .view import ADDRESS, LANGUAGE

_LOGGER = logging.getLogger(__name__)

CONF_SITE: Final = "site"
CONF_LANGUAGE: Final = "language"
CONF_REPORT: Final = "report_id"
CONF_REMARK: Final = "remark"
CONF_LIMIT: Final = "limit"

LINK_LIFETIME: Final = timedelta(hours=12)
"""How long the links of a response open a report without signing in again."""
MOST_LISTED: Final = 400

_REPORT_ID: Final = vol.All(cv.string, cv.matches_regex(r"^[0-9a-f]{32}$"))
RUN_SCHEMA: Final = vol.Schema({vol.Optional(CONF_SITE): cv.string, vol.Optional(CONF_LANGUAGE): vol.In(LANGUAGES)})
GET_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_SITE): cv.string,
        vol.Optional(CONF_LIMIT, default=30): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_LISTED)),
        vol.Optional(CONF_LANGUAGE): vol.In(LANGUAGES),
    }
)
SIGN_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_REPORT): _REPORT_ID, vol.Optional(CONF_REMARK, default=""): cv.string}
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of the inspection."""
    for name, handler, schema, response in (
        ("run_network_inspection", _async_run, RUN_SCHEMA, SupportsResponse.OPTIONAL),
        ("get_network_inspections", _async_get, GET_SCHEMA, SupportsResponse.ONLY),
        ("sign_network_inspection", _async_sign, SIGN_SCHEMA, SupportsResponse.NONE),
    ):
        hass.services.async_register(DOMAIN, name, handler, schema, response)


async def _async_run(call: ServiceCall) -> ServiceResponse:
    language = await _async_language(call)
    reports: list[JsonValueType] = []
    inspectors = tuple(_inspectors(call))
    for inspector in inspectors:
        await async_require_in(call, inspector.entry, Right.CONTROL, kind=Kind.SWITCH)
    for inspector in inspectors:
        try:
            reports.append(describe_report(call.hass, await inspector.async_inspect(), language))
        except StoreError as err:
            raise translate(err) from None
    return {"reports": reports}


async def _async_get(call: ServiceCall) -> ServiceResponse:
    language = await _async_language(call)
    try:
        found = await (await async_get_shelf(call.hass)).async_list(call.data.get(CONF_SITE), call.data[CONF_LIMIT])
    except StoreError as err:
        raise translate(err) from None
    return {
        "reports": [
            {
                "report_id": shelved.id,
                "site_id": shelved.site_id,
                "site": shelved.site,
                "at": dt_util.as_local(dt_util.utc_from_timestamp(shelved.at_ms / 1000)).isoformat(),
                "exceptions": shelved.exceptions,
                "signed_by": shelved.signed_by,
                **_links(call.hass, shelved.id, language),
            }
            for shelved in found
        ]
    }


async def _async_sign(call: ServiceCall) -> None:
    user = await call.hass.auth.async_get_user(call.context.user_id) if call.context.user_id else None
    if user is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="needs_user")
    report_id = call.data[CONF_REPORT]
    signature = Signature(
        user_id=user.id,
        user=clean_text(user.name or "", 120),
        at=dt_util.utcnow().timestamp(),
        remark=clean_text(call.data[CONF_REMARK], MOST_REMARK),
    )
    try:
        shelf = await async_get_shelf(call.hass)
        found = await shelf.async_read(report_id)
        await _async_may_sign(call, found[0] if found else None)
        is_first = await shelf.async_sign(report_id, signature)
    except KeyError:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_report") from None
    except StoreError as err:
        raise translate(err) from None
    if not is_first:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="already_signed")
    _LOGGER.info("Network inspection %s was signed off by %s", report_id, signature.user)
    if found is not None:
        async_dispatcher_send(call.hass, SIGNAL_SIGNED, found[0].site_id)


async def _async_may_sign(call: ServiceCall, report: Report | None) -> None:
    """Raise NotPermittedError when whoever called may not sign a report. Of a site that is gone anybody may."""
    entry = call.hass.config_entries.async_get_entry(report.site_id) if report else None
    if entry is not None:
        await async_require_in(call, entry, Right.CONTROL, kind=Kind.SWITCH)


def describe_report(hass: HomeAssistant, report: Report, language: str) -> dict[str, Any]:
    """Return a report in short: its exceptions as sentences, and links to all of it."""
    phrasing = Phrasing(language, report.at.tzinfo)
    return {
        "report_id": report.id,
        "site_id": report.site_id,
        "site": report.site,
        "at": report.at.isoformat(),
        "checked": len(report.subjects),
        "exceptions": [describe_entry(entry, phrasing) for entry in report.exceptions],
        "not_checked": [describe_entry(entry, phrasing) for entry in report.at_level(Level.UNKNOWN)],
        **_links(hass, report.id, language),
    }


def _links(hass: HomeAssistant, report_id: str, language: str) -> dict[str, str]:
    return {
        form: async_sign_path(hass, f"{ADDRESS}/{report_id}.{form}?{LANGUAGE}={language}", LINK_LIFETIME)
        for form in ("html", "csv")
    }


async def _async_language(call: ServiceCall) -> str:
    return call.data.get(CONF_LANGUAGE) or await async_language_of(call.hass, call.context.user_id)


def _inspectors(call: ServiceCall) -> Iterable[SiteInspector]:
    """Return the inspector of the site asked for, or of every site that is loaded."""
    if (site := call.data.get(CONF_SITE)) is not None:
        return (async_get_config_entry(call.hass, DOMAIN, site).runtime_data.inspection,)
    entries = call.hass.config_entries.async_entries(DOMAIN)
    return [entry.runtime_data.inspection for entry in entries if entry.state is ConfigEntryState.LOADED]
