"""Makes room on the disk for a recording that is about to be made."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..const import DOMAIN
from .local import async_drop_local
from .rules import tables
from .rules.job import JobState
from .shelf import async_get_shelf


async def async_make_room(hass: HomeAssistant, need_bytes: int) -> int:
    """Delete local files of recordings whose archive proved its copy, the longest confirmed first.

    Returns the bytes freed: less than needed when there is no more that may go. Raises StoreError.
    """
    shelf = await async_get_shelf(hass)
    archives = {
        entry.entry_id: entry.runtime_data.archive
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.state is ConfigEntryState.LOADED
    }
    freed = 0
    for job in await shelf.async_read(lambda found: tables.read_local(found, None, JobState.CONFIRMED.value)):
        if freed >= need_bytes:
            break
        _job, some, _left = await async_drop_local(hass, archives.get(job.site_id), job, "room")
        freed += some
    return freed
