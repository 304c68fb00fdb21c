"""How a recording enters the archive."""

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant

from ..store.rules.errors import StoreUnavailableError
from .rules import tables
from .rules.item import ArchiveItem
from .rules.job import Job
from .shelf import async_get_shelf, now_ms


async def async_enqueue(hass: HomeAssistant, entry: ConfigEntry, item: ArchiveItem) -> None:
    """Put a stopped recording into the queue; returns when it is on a disk. The same recording again changes nothing.

    Raises StoreFullError when no disk takes it: hand it over again later. A recording without files raises ValueError.
    """
    if not item.files:
        raise ValueError(f"{item.recording_id} has no files")
    job = Job.of(entry.entry_id, item, now_ms())
    shelf = await async_get_shelf(hass)
    await shelf.async_put(job)
    try:
        known = await shelf.async_read(lambda connection: tables.read_job(connection, job.key))
    except StoreUnavailableError:
        known = None
    job = known or job
    if job.is_open and entry.state is ConfigEntryState.LOADED:
        entry.runtime_data.archive.async_take(job)
