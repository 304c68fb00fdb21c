"""The archive's rows in the durable store."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from sqlalchemy import Connection

from ..store import DurableStore, async_get_store
from ..store.rules.text import clean_text
from ..store.rules.times import to_ms
from .rules import tables
from .rules.job import Job


class ArchiveShelf:
    """Recordings go in and their changes are kept. Errors are those of `store.rules.errors`."""

    def __init__(self, store: DurableStore) -> None:
        """Use `async_get_shelf` instead."""
        self._store = store

    async def async_put(self, job: Job, step: str = "", *, detail: str = "", user: tuple[str, str] = ("", "")) -> None:
        """Keep a job as it is now, and with a step what happened to it; returns when both are on a disk.

        user: id and name of who wanted it; empty for nobody.
        """
        payloads = [job.to_payload()]
        if step:
            payloads.append(_event(job, step, detail, user))
        await self._store.async_append(tables.PART, payloads)

    async def async_read[T](self, work: Callable[[Connection], T]) -> T:
        """Run one of the queries of `rules.tables`."""
        return await self._store.async_read(work)

    async def async_waiting(self) -> list[Job]:
        """Return the newest revision of each job that waits on the disk for the database."""
        found: dict[str, Job] = {}
        for payload in await self._store.async_waiting(tables.PART):
            if "event_id" not in payload:
                job = Job.from_row(payload)
                if job.key not in found or found[job.key].revision < job.revision:
                    found[job.key] = job
        return list(found.values())


def _event(job: Job, step: str, detail: str, user: tuple[str, str]) -> dict[str, Any]:
    return {
        "event_id": uuid4().hex,
        "job_key": job.key,
        "site_id": job.site_id,
        "recording_id": job.recording_id,
        "at_ms": now_ms(),
        "step": step,
        "detail": clean_text(detail, 500),
        "user_id": user[0],
        "user_name": clean_text(user[1], 120),
    }


def now_ms() -> int:
    """Return the time as rows keep it."""
    return to_ms(dt_util.utcnow())


async def async_get_shelf(hass: HomeAssistant) -> ArchiveShelf:
    """Return the shelf, opening the durable store at the first call."""
    store = await async_get_store(hass)
    await store.async_use(tables.SHELF)
    return ArchiveShelf(store)
