"""Names people enter: cleaned, not too long, and used once."""

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from ..const import CONF_NAME, DOMAIN

NAME_LIMIT = 100


def clean_name(text: str) -> str:
    """Return the name without control characters, and with single spaces only between words."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())


def name_error(name: str) -> dict[str, str]:
    """Return a form error by field for a cleaned name that is empty or too long, or nothing."""
    if not name:
        return {CONF_NAME: "name_missing"}
    return {CONF_NAME: "name_too_long"} if len(name) > NAME_LIMIT else {}


def site_name_error(hass: HomeAssistant, name: str, *, besides: str | None = None) -> dict[str, str]:
    """Return a form error by field for a name no further site can have.

    besides: entry id of the site that is being renamed.
    """
    others = (entry for entry in hass.config_entries.async_entries(DOMAIN) if entry.entry_id != besides)
    if any(entry.title.casefold() == name.casefold() for entry in others):
        return {CONF_NAME: "site_exists"}
    return name_error(name)


def subentry_name_error(
    entry: ConfigEntry, kind: str, name: str, stored: ConfigSubentry | None, is_taken: str
) -> dict[str, str]:
    """Return a form error by field for a name no further subentry of a kind can have in a site.

    stored: the one that is changed. is_taken: the error when another one has the name.
    """
    own = stored.subentry_id if stored else None
    others = (each for each in entry.get_subentries_of_type(kind) if each.subentry_id != own)
    if any(each.title.casefold() == name.casefold() for each in others):
        return {CONF_NAME: is_taken}
    return name_error(name)
