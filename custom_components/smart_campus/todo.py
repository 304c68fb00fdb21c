"""To-do lists: work orders, and tasks that come back."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .site import SiteEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: SiteEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Show the lists of the site, now and those added later."""
    await entry.runtime_data.async_add_platform(Platform.TODO, async_add_entities)
