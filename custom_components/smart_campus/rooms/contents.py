"""What stands in a room, as Home Assistant's registries say."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er


@callback
def async_entities_in(hass: HomeAssistant, area_id: str) -> list[er.RegistryEntry]:
    """Return the entities of any integration in an area, by themselves or with their device: enabled and visible."""
    entities, devices = er.async_get(hass), dr.async_get(hass)
    found = {each.entity_id: each for each in er.async_entries_for_area(entities, area_id)}
    for device in dr.async_entries_for_area(devices, area_id):
        members = er.async_entries_for_device(entities, device.id)
        found |= {each.entity_id: each for each in members if each.area_id in (None, area_id)}
    return [each for each in found.values() if not each.hidden and not each.disabled]
