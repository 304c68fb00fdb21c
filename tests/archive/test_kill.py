"""A process that is killed in the middle of an upload: the recording is still on its way, and goes on where it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from custom_components.smart_campus.archive.parcels import pack
from custom_components.smart_campus.archive.rules.job import JobState
from custom_components.smart_campus.archive.targets.folder import UNFINISHED, FolderTarget

from .test_s3 import Counting
from .uploading import SIZE, first_job, open_store, upload

ROOT = Path(__file__).parents[2]
MIB = 1 << 20


def kill_in_the_middle(folder: Path) -> int:
    """Let the upload begin, kill its process, and return how much was written."""
    program = [sys.executable, "-m", "tests.archive.uploading", str(folder)]
    environment = {**os.environ, "PYTHONPATH": ""}
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        for _ in range(3_000):
            written = sum(path.stat().st_size for path in (folder / "nas").rglob(f"*{UNFINISHED}"))
            if written > 3 * MIB:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    return sum(path.stat().st_size for path in (folder / "nas").rglob(f"*{UNFINISHED}"))


async def test_killed_upload_goes_on_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    written = kill_in_the_middle(tmp_path)
    assert 3 * MIB < written < SIZE
    assert not list((tmp_path / "nas").rglob("*.mp4"))

    engine = open_store(tmp_path)
    try:
        job = first_job(engine)
        assert (job.recording_id, job.state) == ("rec-1", JobState.QUEUED)
        pace = Counting()
        target = FolderTarget(tmp_path / "nas", pace)
        job, receipt = await upload(engine, target, job)
        await target.verify(pack(job, "{room}"), receipt)
    finally:
        engine.stop()

    assert pace.sent == SIZE - written
    [stored] = (tmp_path / "nas").rglob("*.mp4")
    assert stored.read_bytes() == (tmp_path / "teacher.mp4").read_bytes()
