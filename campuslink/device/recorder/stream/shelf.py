"""The folder of a recorder: one folder an order, found again after a restart."""

import fcntl
import logging
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from ....errors import CodecError, LinkError, NotWritableError, RefusalReason, RefusedError
from ..orders import RecordedFile, RecordingOrder
from .journal import FILE_NAME, Journal

_LOGGER = logging.getLogger(__name__)
_ORDER_ID = re.compile(r"[A-Za-z0-9_-]{1,120}", re.ASCII)
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,120}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,250}", re.ASCII)
LOCK_NAME = ".lock"


class FolderLock:
    """Keeps two processes from recording for one recorder; the system lets go of it when its holder dies."""

    def __init__(self, folder: Path, line: str) -> None:
        """line: which recorder; others may keep their recordings in the same folder."""
        self._path = folder / f"{LOCK_NAME}-{sha256(line.encode()).hexdigest()[:16]}"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Return whether it is ours now. Blocks; raises OSError."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Shelf:
    """Recordings of one recorder below its folder."""

    def __init__(self, folder: Path, line: str) -> None:
        """line: which recorder; others may keep theirs in the same folder."""
        self._folder = folder
        self._line = line

    def folder_of(self, order: RecordingOrder) -> Path:
        """Return where an order's files go. Raises RefusedError for an id that is no file name."""
        if not _ORDER_ID.fullmatch(order.id):
            raise RefusedError(RefusalReason.VALUE, "the id of the recording cannot name a folder")
        return self._folder / order.id

    def find(self, order: RecordingOrder) -> Journal | None:
        """Return what is known of an order; None where nothing is, or it is damaged. Blocks."""
        return self._load(self.folder_of(order))

    def unfinished(self) -> Sequence[Journal]:
        """Return recordings of this recorder that are open or wait to be joined, oldest first. Blocks."""
        if not self._folder.is_dir():
            return ()
        found = [self._load(path.parent) for path in sorted(self._folder.glob(f"*/{FILE_NAME}"))]
        waiting = [journal for journal in found if journal is not None and journal.phase.value != "joined"]
        return sorted(waiting, key=lambda journal: journal.clock.began_at)

    def files(self, journal: Journal) -> Sequence[RecordedFile]:
        """Return the files of a recording; while it is not joined, one a source that still grows. Blocks."""
        folder = journal.folder
        if journal.phase.value == "joined":
            return [
                RecordedFile(
                    id=f"{journal.order.id}/{file.name}",
                    name=file.name,
                    size=file.size,
                    start=datetime.fromtimestamp(journal.clock.began_at + file.offset_s, UTC),
                    duration_s=file.duration_s,
                    source=file.source,
                    order_id=journal.order.id,
                    gaps=file.gaps,
                )
                for file in journal.files
                if (folder / file.name).is_file()
            ]
        growing: list[RecordedFile] = []
        for name in dict.fromkeys(run.source for run in journal.runs):
            sizes = [path.stat().st_size for path in folder.glob(f"{name}.*.ts")]
            growing.append(
                RecordedFile(
                    id=f"{journal.order.id}/{name}",
                    name=f"{journal.order.id}.{name}.mp4",
                    size=sum(sizes),
                    start=datetime.fromtimestamp(journal.clock.began_at, UTC),
                    is_growing=True,
                    source=name,
                    order_id=journal.order.id,
                )
            )
        return growing

    def path_of(self, file: RecordedFile) -> Path:
        """Return where a finished file lies. Raises RefusedError for what is none of ours."""
        if not _FILE_ID.fullmatch(file.id) or ".." in file.id:
            raise RefusedError(RefusalReason.ADDRESS, "this recorder holds no such file")
        return self._folder / file.id

    def discard(self, file: RecordedFile) -> None:
        """Delete a finished file, and the folder behind the last one. Blocks; raises NotWritableError."""
        path = self.path_of(file)
        if file.is_growing:
            raise NotWritableError(f"{file.name} is not finished")
        try:
            path.unlink(missing_ok=True)
        except OSError as err:
            raise LinkError(f"{path.name} cannot be deleted: {err.strerror}") from err
        if any(path.parent.glob("*.mp4")) or any(path.parent.glob("*.ts")):
            return
        with suppress(OSError):
            (path.parent / FILE_NAME).unlink(missing_ok=True)
            path.parent.rmdir()

    def _load(self, folder: Path) -> Journal | None:
        try:
            journal = Journal.load(folder)
        except FileNotFoundError:
            return None
        except (CodecError, OSError) as err:
            _LOGGER.warning("A recording is left alone: %s", err)
            return None
        return journal if journal.line == self._line else None
