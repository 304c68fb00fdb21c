"""How a recording enters the archive."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .rules.item import ArchiveItem
from .rules.job import Job
from .shelf import async_get_shelf, now_ms


async def async_enqueue(hass: HomeAssistant, entry: ConfigEntry, item: ArchiveItem) -> None:
    """Put a stopped recording into the queue; returns when it is on a disk. The same recording again changes nothing.

    Raises StoreFullError when no disk takes it: hand it over again later.
    """
    job = Job.of(entry.entry_id, item, now_ms())
    await (await async_get_shelf(hass)).async_put(job)
