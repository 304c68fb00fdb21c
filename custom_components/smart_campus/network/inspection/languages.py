"""Which of our languages somebody reads."""

from homeassistant.components.frontend.storage import async_user_store
from homeassistant.core import HomeAssistant

from .rules.words import LANGUAGES


def closest_language(wanted: str | None) -> str:
    """Return the language of ours that comes closest to one of Home Assistant's or of a browser."""
    return LANGUAGES[1] if wanted and wanted.strip().lower().startswith("zh") else LANGUAGES[0]


async def async_language_of(hass: HomeAssistant, user_id: str | None) -> str:
    """Return what a user chose in the profile; else what this Home Assistant speaks."""
    if user_id:
        chosen = (await async_user_store(hass, user_id)).data.get("language")
        if isinstance(chosen, dict) and isinstance(language := chosen.get("language"), str):
            return closest_language(language)
    return closest_language(hass.config.language)
