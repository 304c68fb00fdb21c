"""Reports over HTTP, for signed-in users: as a page and as a table."""

from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from ...const import DOMAIN
from ...store.rules.errors import StoreError
from .keeping import async_get_shelf
from .languages import async_language_of, closest_language
from .rules.listing import list_report
from .rules.page import CONTENT_SECURITY_POLICY, render_page
from .rules.phrasing import Phrasing
from .rules.report import Report
from .rules.signature import Signature

ADDRESS: Final = f"/api/{DOMAIN}/inspection"
LANGUAGE: Final = "lang"
HEADERS: Final = {
    # Who may frame the page can be said in a header only
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


class InspectionView(HomeAssistantView):
    """Serves one report."""

    url = f"{ADDRESS}/{{report_id:[0-9a-f]{{32}}}}.{{form:html|csv}}"
    name = f"api:{DOMAIN}:inspection"
    requires_auth = True

    async def get(self, request: web.Request, report_id: str, form: str) -> web.Response:
        """Return the report in the language of the address, else of the user."""
        hass = request.app[KEY_HASS]
        try:
            found = await (await async_get_shelf(hass)).async_read(report_id)
        except StoreError:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        if found is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        wanted = request.query.get(LANGUAGE)
        language = closest_language(wanted) if wanted else await async_language_of(hass, request[KEY_HASS_USER].id)
        report, signature = found
        text = await hass.async_add_executor_job(_render, report, signature, language, form)
        if form == "html":
            return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS)
        name = f"network-inspection-{report.at:%Y-%m-%d}-{report.id[-6:]}.csv"
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)


def _render(report: Report, signature: Signature | None, language: str, form: str) -> str:
    phrasing = Phrasing(language, report.at.tzinfo)
    if form == "html":
        return render_page(report, phrasing, signature)
    return "".join(list_report(report, phrasing, signature))


@callback
def async_register_view(hass: HomeAssistant) -> None:
    """Serve reports from now on."""
    hass.http.register_view(InspectionView)
