"""The day's sheet over HTTP, for signed-in users and by signed link: as a page and as a table."""

from datetime import date
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..network.inspection.languages import async_language_of, closest_language
from ..network.inspection.view import HEADERS
from ..store.rules.errors import StoreError
from .auto import DAYS_BEHIND, AutoRecording
from .ledger import History
from .ledger_targets import running_sites
from .rules.recording import Recording
from .rules.sheet import DaySheet, make_sheet
from .rules.sheet_page import render_page
from .rules.sheet_table import list_sheet
from .rules.tables import fold

ADDRESS: Final = f"/api/{DOMAIN}/recordings"
LANGUAGE: Final = "lang"


async def async_sheet_of(auto: AutoRecording, day: date) -> DaySheet:
    """Return how a site's day stands. Raises StoreError for a day that is not in memory when the database is gone."""
    recordings: list[Recording] = list(auto.recordings_of(day))
    if not 0 <= (auto.today - day).days <= DAYS_BEHIND or not recordings:
        recordings = await auto.ledger.async_history(day, day, _folded)
    missing = tuple(sorted(room.title for room in auto.rooms_without_recorder()))
    now = dt_util.now()
    return make_sheet(auto.entry.entry_id, auto.entry.title, day, recordings, now=now, rooms_without=missing)


class RecordingSheetView(HomeAssistantView):
    """Serves the sheet of one day."""

    url = f"{ADDRESS}/{{site:[0-9A-Za-z_-]+}}/{{day:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}}}.{{form:html|csv}}"
    name = f"api:{DOMAIN}:recordings"
    requires_auth = True

    async def get(self, request: web.Request, site: str, day: str, form: str) -> web.Response:
        """Return the sheet in the language of the address, else of the user."""
        hass = request.app[KEY_HASS]
        auto = next((each for each in running_sites(hass) if each.entry.entry_id == site), None)
        wanted_day = dt_util.parse_date(day)
        if auto is None or wanted_day is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            sheet = await async_sheet_of(auto, wanted_day)
        except StoreError:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        wanted = request.query.get(LANGUAGE)
        language = closest_language(wanted) if wanted else await async_language_of(hass, request[KEY_HASS_USER].id)
        text = await hass.async_add_executor_job(_render, sheet, language, form)
        if form == "html":
            return web.Response(text=text, content_type="text/html", charset="utf-8", headers=HEADERS)
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="recordings-{wanted_day}.csv"'}
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)


def _render(sheet: DaySheet, language: str, form: str) -> str:
    return render_page(sheet, language) if form == "html" else "".join(list_sheet(sheet, language))


def _folded(history: History) -> list[Recording]:
    return [fold(subject, rows) for subject, rows in history]


@callback
def async_register_view(hass: HomeAssistant) -> None:
    """Serve sheets from now on."""
    hass.http.register_view(RecordingSheetView)
