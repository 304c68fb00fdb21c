"""Files of the ledger over HTTP: the ledger itself by a link for one person, and templates."""

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..library import async_get_library
from ..network.inspection.view import HEADERS
from ..permissions.guard import Right, may
from .exporting import async_export_rows
from .rules.export import FORMATS, write_ledger, write_template
from .rules.words import LANGUAGES

ADDRESS: Final = f"/api/{DOMAIN}/equipment"
LINK_LIFETIME: Final = timedelta(minutes=10)
ALL_SITES: Final = "all"
CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@callback
def async_register_views(hass: HomeAssistant) -> None:
    """Serve files from now on."""
    hass.http.register_view(LedgerFileView)
    hass.http.register_view(TemplateView)


@callback
def export_url(hass: HomeAssistant, form: str, site: str | None, language: str, refresh_token_id: str | None) -> str:
    """Return where the ledger can be fetched for some minutes by the person whose token it is."""
    path = f"{ADDRESS}/ledger/{site or ALL_SITES}/{language}.{form}"
    return async_sign_path(hass, path, LINK_LIFETIME, refresh_token_id=refresh_token_id)


@callback
def template_url(hass: HomeAssistant, form: str, language: str, refresh_token_id: str | None) -> str:
    """Return where a template can be fetched."""
    path = f"{ADDRESS}/template/{language}.{form}"
    return async_sign_path(hass, path, LINK_LIFETIME, refresh_token_id=refresh_token_id)


async def async_write_ledger(hass: HomeAssistant, form: str, site: str | None, language: str) -> bytes:
    """Return the ledger as a file. Raises HomeAssistantError while its database is away."""
    rows = await async_export_rows(hass, await async_get_library(hass), site)
    return await hass.async_add_executor_job(write_ledger, rows, form, language)


@callback
def sites_of(hass: HomeAssistant, site: str | None) -> list[ConfigEntry]:
    """Return the sites of an export; none for a site nobody has."""
    return [entry for entry in hass.config_entries.async_entries(DOMAIN) if site in (None, entry.entry_id)]


class LedgerFileView(HomeAssistantView):
    """Serves the ledger."""

    url = f"{ADDRESS}/ledger/{{site:[0-9A-Za-z_-]+}}/{{language:{'|'.join(LANGUAGES)}}}.{{form:{'|'.join(FORMATS)}}}"
    name = f"api:{DOMAIN}:equipment_ledger"
    requires_auth = True

    async def get(self, request: web.Request, site: str, language: str, form: str) -> web.Response:
        """Return the ledger of a site or of all, to whoever manages them."""
        hass = request.app[KEY_HASS]
        wanted = None if site == ALL_SITES else site
        entries = sites_of(hass, wanted)
        if not entries:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        user = request[KEY_HASS_USER]
        if not all(may(hass, entry, user, Right.MANAGE) for entry in entries):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            data = await async_write_ledger(hass, form, wanted, language)
        except HomeAssistantError:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return _file(data, form, f"equipment-{dt_util.now():%Y-%m-%d}")


class TemplateView(HomeAssistantView):
    """Serves an empty ledger with two rows as examples."""

    url = f"{ADDRESS}/template/{{language:{'|'.join(LANGUAGES)}}}.{{form:{'|'.join(FORMATS)}}}"
    name = f"api:{DOMAIN}:equipment_template"
    requires_auth = True

    async def get(self, request: web.Request, language: str, form: str) -> web.Response:
        """Return the template."""
        hass = request.app[KEY_HASS]
        data = await hass.async_add_executor_job(write_template, form, language)
        return _file(data, form, f"equipment-template-{language}")


def _file(data: bytes, form: str, name: str) -> web.Response:
    headers = {
        **HEADERS,
        "Content-Type": CONTENT_TYPES[form],
        "Content-Disposition": f'attachment; filename="{name}.{form}"',
    }
    return web.Response(body=data, headers=headers)
