"""The indicators for open pages, each with its definition and source in the language of the user."""

from typing import Any

import probatio as vol
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..network.inspection.languages import async_language_of
from .rules.figure import Figure
from .rules.words import LANGUAGES, WORDS


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the command."""
    async_register_command(hass, _handle)


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/indicators",
        vol.Optional("site"): vol.Any(None, str),
        vol.Optional("language"): vol.In(LANGUAGES),
    }
)
@async_response
async def _handle(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    site = msg.get("site")
    entries = [entry for entry in hass.config_entries.async_loaded_entries(DOMAIN) if site in (None, entry.entry_id)]
    if site is not None and not entries:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no site in operation has this id")
        return
    language = msg.get("language") or await async_language_of(hass, connection.user.id)
    rows: list[dict[str, Any]] = []
    for entry in entries:
        indicators = entry.runtime_data.indicators
        figures = await indicators.async_fresh()
        at = None if indicators.at is None else dt_util.as_local(indicators.at).isoformat()
        place = {"site": entry.entry_id, "site_title": entry.title, "reckoned_at": at}
        rows += [{**place, **_describe(figure, language)} for figure in figures.values()]
    connection.send_result(msg["id"], {"indicators": rows})


def _describe(figure: Figure, language: str) -> dict[str, Any]:
    words, at = WORDS[figure.indicator], LANGUAGES.index(language)
    return {
        "key": figure.indicator.value,
        "name": words.name[at],
        "value": figure.value,
        "unit": figure.unit.value,
        "goal": figure.goal,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "definition": words.definition[at],
        "source": words.source[at],
    }
