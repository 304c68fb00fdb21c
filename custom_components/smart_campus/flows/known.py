"""Which devices this Home Assistant already has, over all sites."""

from collections.abc import Iterator

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..const import CONF_KEY, DOMAIN


def find_known(hass: HomeAssistant, *, unique_id: str, key: str, besides: str | None = None) -> str | None:
    """Return the name of a device at the same place or with the same serial number, or None.

    key: empty when the device told no serial number. besides: subentry id of the device that is being changed.
    """
    for subentry in _devices(hass):
        is_same = subentry.unique_id == unique_id or (key and subentry.data.get(CONF_KEY) == key)
        if is_same and subentry.subentry_id != besides:
            return subentry.title
    return None


def free_key(hass: HomeAssistant, place: str) -> str:
    """Return the place, or the place with a number when a device that was there first has moved and kept it."""
    taken = {subentry.data.get(CONF_KEY) for subentry in _devices(hass)}
    numbered = (f"{place}#{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (place, *numbered) if key not in taken)


def place_in_room(hass: HomeAssistant, entry: ConfigEntry, key: str, area_id: str | None) -> None:
    """Move a device to another room, or out of any."""
    registry = dr.async_get(hass)
    if device := registry.async_get_device_by_identifier((DOMAIN, key), entry.entry_id):
        registry.async_update_device(device.id, area_id=area_id)


def room_of(hass: HomeAssistant, entry: ConfigEntry, key: str) -> str | None:
    """Return the area id a person sees at a device."""
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, key), entry.entry_id)
    return device.area_id if device else None


def _devices(hass: HomeAssistant) -> Iterator[ConfigSubentry]:
    for entry in hass.config_entries.async_entries(DOMAIN):
        yield from entry.subentries.values()
