"""What a site's stored data says about its permissions, parsed once for each change."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..campuslink.model import Kind
from ..const import DOMAIN
from .rules.permission import Permission, Right

SUBENTRY_PERMISSION: Final = "permission"

CONF_USERS: Final = "users"
CONF_RIGHT: Final = "right"
CONF_AREAS: Final = "areas"
CONF_FLOORS: Final = "floors"
CONF_KINDS: Final = "kinds"

type Parsed = tuple[Mapping[str, ConfigSubentry], tuple[Permission, ...]]

DATA_PERMISSIONS: HassKey[dict[str, Parsed]] = HassKey(f"{DOMAIN}_permissions")


def permission_of(subentry: ConfigSubentry) -> Permission:
    """Parse a subentry the flow has written. Raises KeyError or ValueError when something else wrote it."""
    data: Mapping[str, Any] = subentry.data
    return Permission(
        user_ids=frozenset(data[CONF_USERS]),
        right=Right(data[CONF_RIGHT]),
        area_ids=frozenset(data[CONF_AREAS]),
        floor_ids=frozenset(data[CONF_FLOORS]),
        kinds=frozenset(map(Kind, data[CONF_KINDS])),
    )


@callback
def async_permissions_of(hass: HomeAssistant, entry: ConfigEntry) -> tuple[Permission, ...]:
    """Return the permissions of a site. Core gives an entry other subentries whenever one of them changes."""
    known = hass.data.setdefault(DATA_PERMISSIONS, {})
    if (found := known.get(entry.entry_id)) is None or found[0] is not entry.subentries:
        parsed = tuple(map(permission_of, entry.get_subentries_of_type(SUBENTRY_PERMISSION)))
        known[entry.entry_id] = found = (entry.subentries, parsed)
    return found[1]
