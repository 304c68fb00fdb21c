"""Archives one recording slowly into a folder, its row in a durable store, as the queue does.

Run as a program, so that it can be killed.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from custom_components.smart_campus.archive.parcels import pack
from custom_components.smart_campus.archive.rules import tables
from custom_components.smart_campus.archive.rules.item import ArchiveItem
from custom_components.smart_campus.archive.rules.job import Job, JobFile
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets.base import Progress
from custom_components.smart_campus.archive.targets.folder import FolderTarget
from custom_components.smart_campus.campuslink.device.recorder.orders import RecordedFile
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation

from .conftest import ORDER, write_file

WAIT_S = 60
SIZE = 40 << 20


def open_store(folder: Path) -> StoreEngine:
    engine = StoreEngine(StoreLocation.of_file(folder / "store.db"), folder / "spool.db")
    engine.use(tables.SHELF).result(WAIT_S)
    return engine


def first_job(engine: StoreEngine) -> Job:
    [job] = engine.read(lambda connection: tables.read_open(connection, "site1")).result(WAIT_S)
    return job


async def upload(engine: StoreEngine, target: FolderTarget, job: Job) -> tuple[Job, Progress]:
    """Send what a row says, keep each progress in the row, and return the row with what the target said."""

    async def keep(progress: Progress) -> None:
        nonlocal job
        job = replace(job.next(), progress={"at": dict(progress)})
        await asyncio.wrap_future(engine.append(tables.PART, [job.to_payload()]))

    receipt = await target.send(pack(job, "{room}"), job.progress.get("at", {}), keep)
    return job, receipt


def main() -> None:
    folder = Path(sys.argv[1])
    file = write_file(folder / "teacher.mp4", SIZE)
    recorded = RecordedFile(id="teacher", name="teacher.mp4")
    item = ArchiveItem(recording_id="rec-1", device_subentry_id="r1", room="A101", order=ORDER, files=(recorded,))
    stored = JobFile(recorded=recorded, path=str(file.path), size=file.size, sha256=file.sha256, md5=file.md5)
    job = Job.of("site1", item, 1).with_file(0, stored)
    engine = open_store(folder)
    engine.append(tables.PART, [job.to_payload()]).result(WAIT_S)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    asyncio.run(upload(engine, FolderTarget(folder / "nas", Pace(4 << 20)), job))


if __name__ == "__main__":
    main()
