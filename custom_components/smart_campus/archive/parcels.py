"""Packs a recording for an archive: what its files are called there, and what is said about them."""

from pathlib import Path

from homeassistant.util import dt as dt_util

from .rules.job import Job
from .rules.metadata import side_file
from .rules.naming import file_names, folder_of, stem_of, words_of
from .targets.parcel import Parcel, ParcelFile


def pack(job: Job, template: str) -> Parcel:
    """Return a recording whose files are all on this machine. template: of its folder in the archive."""
    zone = dt_util.get_default_time_zone()
    names = file_names(job.recording_id, job.order, tuple(file.recorded for file in job.files), zone)
    files = tuple(
        ParcelFile(
            path=Path(file.path),
            name=name,
            size=file.size or 0,
            sha256=file.sha256,
            md5=file.md5,
            source=file.recorded.source,
        )
        for name, file in zip(names, job.files, strict=True)
    )
    return Parcel(
        recording_id=job.recording_id,
        room=job.room,
        order=job.order,
        folder=str(job.progress.get("folder", "")) or folder_of(template, words_of(job.order, job.room, zone)),
        side_name=f"{stem_of(job.recording_id, job.order, zone)}.json",
        side=side_file(job.recording_id, job.room, job.order, list(zip(names, job.files, strict=True))),
        files=files,
    )
