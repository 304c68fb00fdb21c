"""Lights: channels of relays and dimmers, and all of a room."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .site import SiteEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: SiteEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Show the site's devices, now and those added later."""
    await entry.runtime_data.async_add_platform(Platform.LIGHT, async_add_entities)
