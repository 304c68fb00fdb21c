"""The files of one recording as its viewers play them."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ..rules import tables
from ..rules.job import Job
from ..shelf import async_get_shelf
from .allowed import may_see
from .place import Place
from .view import is_playable, kind_of


async def async_offer(
    hass: HomeAssistant, entry: ConfigEntry, user: User | None, recording_id: str
) -> list[dict[str, Any]]:
    """Return what a user may play of a recording, each with the id by which media is resolved; nothing for others.

    Raises StoreError while the archive's rows cannot be read.
    """
    if not may_see(entry, user):
        return []
    shelf = await async_get_shelf(hass)
    jobs = await shelf.async_read(lambda found: tables.read_recordings(found, recording_id))
    return [
        {
            "media_content_id": f"media-source://{DOMAIN}/{_place(job, index)}",
            "media_content_type": kind_of(file.recorded.name),
            "name": file.recorded.source or file.recorded.name,
        }
        for job in jobs
        if job.site_id == entry.entry_id and not job.erased_ms
        for index, file in enumerate(job.files)
        if is_playable(hass, job, index)
    ]


def _place(job: Job, index: int) -> Place:
    day = dt_util.as_local(job.order.start).date().isoformat()
    return Place(job.site_id, job.room or "-", day, job.key, index)
