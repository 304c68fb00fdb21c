"""Deletes the local files of a recording that its archive has, or that a person wants gone."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant

from ..campuslink.errors import CampusLinkError
from .rules.job import Job, JobFile
from .shelf import async_get_shelf, now_ms

if TYPE_CHECKING:
    from .site_archive import SiteArchive

_LOGGER = logging.getLogger(__name__)


async def async_drop_local(
    hass: HomeAssistant, archive: SiteArchive | None, job: Job, why: str, *, user: tuple[str, str] = ("", "")
) -> tuple[Job, int, list[str]]:
    """Delete what lies on this machine of a recording.

    archive: None while the site is not in operation; then the files are deleted without their recorder.
    Returns the recording as it is kept from now on, the bytes freed, and the names of what could not be deleted.
    """
    freed, left = 0, list[str]()
    files = list(job.files)
    for index, file in enumerate(files):
        if not file.path:
            continue
        if await _async_delete(archive, job, file):
            freed += file.size or 0
            files[index] = replace(file, path="", is_fetched=False)
        else:
            left.append(file.recorded.name)
    job = replace(job.next(), files=tuple(files), local_gone_ms=0 if left else now_ms())
    await (await async_get_shelf(hass)).async_put(
        job, "local_deleted" if not left else "local_kept", detail=why, user=user
    )
    return job, freed, left


async def _async_delete(archive: SiteArchive | None, job: Job, file: JobFile) -> bool:
    path = Path(file.path)
    recorder = archive.recorder_of(job) if archive is not None else None
    if not file.is_fetched and recorder is not None:
        # It is the recorder's own: it may keep lists beside the file
        with suppress(CampusLinkError):
            await recorder.discard(file.recorded)
    try:
        await asyncio.to_thread(_unlink, path, is_fetched=file.is_fetched)
    except OSError as err:
        _LOGGER.warning("%s cannot be deleted: %s", path.name, err.strerror)
        return False
    return True


def _unlink(path: Path, *, is_fetched: bool) -> None:
    path.unlink(missing_ok=True)
    if is_fetched:
        with suppress(OSError):
            path.parent.rmdir()
