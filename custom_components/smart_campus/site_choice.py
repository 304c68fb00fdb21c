"""Which site is meant where nobody needs to say."""

from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.service import async_get_config_entry

from .const import DOMAIN

if TYPE_CHECKING:
    from .site import SiteEntry


def choose_site(hass: HomeAssistant, site: str | None, area_id: str | None) -> SiteEntry:
    """Return a site in operation: the one that is named, the one that has the room, else the only one there is.

    Raises ServiceValidationError when that names none.
    """
    if site is not None:
        entry: SiteEntry = async_get_config_entry(hass, DOMAIN, site)
        return entry
    entries: list[SiteEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    for entry in entries:
        if area_id is not None and entry.runtime_data.rooms.room_of_area(area_id) is not None:
            return entry
    if len(entries) == 1:
        return entries[0]
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="alert_site_missing")
