"""Tells everybody who listens what became of a recording."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util

from .news import SIGNAL_ARCHIVE, ArchiveNews, ArchiveStep
from .rules.job import Job


@callback
def async_tell(hass: HomeAssistant, job: Job, step: ArchiveStep, *, cause: str = "", each_file: bool = True) -> None:
    """Tell a step of a recording; first for each file, where that makes sense."""
    now = dt_util.utcnow()
    for file in job.files if each_file else ():
        news = ArchiveNews(
            recording_id=job.recording_id,
            step=step,
            at=now,
            size=file.size,
            sha256=file.sha256 or None,
            cause=cause,
            file=file.recorded.name,
        )
        async_dispatcher_send(hass, SIGNAL_ARCHIVE, news)
    whole = ArchiveNews(recording_id=job.recording_id, step=step, at=now, size=job.size, sha256=job.sha256, cause=cause)
    async_dispatcher_send(hass, SIGNAL_ARCHIVE, whole)
