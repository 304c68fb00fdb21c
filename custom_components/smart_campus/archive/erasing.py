"""Erases a recording everywhere, and says where that was not possible."""

import asyncio
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant

from ..campuslink.errors import CampusLinkError
from .local import async_drop_local
from .rules.faults import ArchiveFaultError
from .rules.job import Job, JobState
from .shelf import now_ms
from .telling import async_tell

if TYPE_CHECKING:
    from .site_archive import SiteArchive


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of an erasure."""

    job: Job
    left_local: tuple[str, ...]
    """Files on this machine that could not be deleted."""
    left_recorder: tuple[str, ...]
    """Files the recorder still holds: it deletes them itself, or does not answer."""
    left_archive: tuple[str, ...]
    """Places in the archive that could not be deleted."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left that we know of."""
        return not (self.left_local or self.left_recorder or self.left_archive)


async def async_erase_job(
    hass: HomeAssistant, archive: SiteArchive, job: Job, *, why: str, user: tuple[str, str]
) -> Erased:
    """Erase a recording on this machine, on its recorder and in the archive. Raises StoreError."""
    held = [file.recorded for file in job.files if file.is_fetched or not file.path]
    await archive.async_release(job.key)
    job, _freed, left_local = await async_drop_local(hass, archive, archive.newest(job), why, user=user)
    await asyncio.to_thread(shutil.rmtree, archive.work_folder / job.key, ignore_errors=True)
    recorder = archive.recorder_of(job)
    left_recorder = []
    for recorded in held:
        if recorder is not None and not recorder.holds_files:
            continue
        try:
            if recorder is None:
                raise CampusLinkError("not in operation")  # noqa: TRY301 - one way to say that it is left
            await recorder.discard(recorded)
        except CampusLinkError:
            left_recorder.append(recorded.name)
    left_archive = await _async_erase_archived(archive, job)
    detail = "; ".join(
        (
            why,
            *(f"local: {name}" for name in left_local),
            *(f"recorder: {name}" for name in left_recorder),
            *(f"archive: {place}" for place in left_archive),
        )
    )
    receipt = job.receipt if left_archive else {}
    job = replace(job.next(), state=JobState.ERASED, erased_ms=now_ms(), receipt=receipt, progress={})
    await archive.async_put(job, "erased", detail=detail, user=user)
    erased = Erased(job, tuple(left_local), tuple(left_recorder), tuple(left_archive))
    async_tell(hass, job, "erased", cause="" if erased.is_complete else "left", each_file=False)
    return erased


async def _async_erase_archived(archive: SiteArchive, job: Job) -> list[str]:
    if not job.receipt:
        return []
    target, settings = archive.target, archive.settings
    places = [str(place) for place in job.receipt.get("files", ())]
    if target is None or settings is None or settings.id != job.target_id:
        return places
    with suppress(ArchiveFaultError):
        return list(await target.erase(job.receipt))
    return places
