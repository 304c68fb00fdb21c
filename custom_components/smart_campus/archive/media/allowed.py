"""Who may browse and play recordings: administrators, and the users chosen in the settings of a site's archive."""

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant

from ...const import DOMAIN
from ..settings import archive_of


def may_see(entry: ConfigEntry, user: User | None) -> bool:
    """Return whether a user may see the recordings of a site. Nobody in particular may not."""
    if user is None or user.system_generated or not user.is_active:
        return False
    if user.is_admin:
        return True
    try:
        settings = archive_of(entry)
    except KeyError, ValueError, TypeError:
        return False
    return settings is not None and user.id in settings.viewers


def visible_sites(hass: HomeAssistant, user: User | None) -> list[ConfigEntry]:
    """Return the sites whose recordings a user may see, by name."""
    entries = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.state is ConfigEntryState.LOADED and may_see(entry, user)
    ]
    return sorted(entries, key=lambda entry: entry.title)
