"""One recording in the queue, from handed over to confirmed, and how it is kept in a row."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from ...campuslink.device.recorder.orders import RecordedFile, RecordingOrder
from ...store.rules.text import clean_text
from ...store.rules.times import to_ms
from .item import ArchiveItem

LONGEST_NAME: Final = 120
LONGEST_CAUSE: Final = 200


class JobState(StrEnum):
    """How far a recording is."""

    QUEUED = "queued"
    """On its way: to be fetched, sent, or proven."""
    DECISION = "decision"
    """Waits for a person."""
    CONFIRMED = "confirmed"
    GIVEN_UP = "given_up"
    """A person decided that it stays here only."""
    ERASED = "erased"


OPEN_STATES: Final = (JobState.QUEUED, JobState.DECISION)


@dataclass(frozen=True, kw_only=True, slots=True)
class JobFile:
    """One file of a recording."""

    recorded: RecordedFile
    path: str = ""
    """Where it lies on this machine; empty while it does not, or not any more."""
    is_fetched: bool = False
    """Whether it is a copy of our own, rather than the recorder's only one."""
    size: int | None = None
    sha256: str = ""
    md5: str = ""
    """For targets that prove what they hold by nothing better."""

    @property
    def is_stored(self) -> bool:
        """Whether it was seen whole on this machine."""
        return bool(self.sha256)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        data = {name: getattr(self, name) for name in ("path", "is_fetched", "size", "sha256", "md5")}
        start = self.recorded.start
        return {**data, "recorded": {**asdict(self.recorded), "start": start.isoformat() if start else None}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        given = dict(data["recorded"])
        given["start"] = datetime.fromisoformat(given["start"]) if given["start"] else None
        given["gaps"] = tuple((float(begin), float(end)) for begin, end in given["gaps"])
        return cls(**{**data, "recorded": RecordedFile(**given)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One recording in the queue. Times are milliseconds since 1970-01-01 UTC; 0 for never."""

    key: str
    site_id: str
    recording_id: str
    device: str
    """Subentry id of the recorder."""
    room: str
    order: RecordingOrder
    files: tuple[JobFile, ...]
    revision: int = 0
    """Grows with every change; an older one never overwrites a newer one."""
    state: JobState = JobState.QUEUED
    added_ms: int = 0
    attempts: int = 0
    """Failures in a row."""
    next_ms: int = 0
    """Not to be tried before."""
    cause: str = ""
    """What failed last; empty while nothing did."""
    failing_since_ms: int = 0
    is_uploaded: bool = False
    target_id: str = ""
    """Subentry id of the archive it was or is being sent to."""
    progress: Mapping[str, Any] = field(default_factory=dict)
    """What the target needs to go on where it stopped."""
    receipt: Mapping[str, Any] = field(default_factory=dict)
    """Where the target keeps it."""
    confirmed_ms: int = 0
    local_gone_ms: int = 0
    """When the local files were deleted."""
    erased_ms: int = 0

    @classmethod
    def of(cls, site_id: str, item: ArchiveItem, added_ms: int) -> Self:
        """Return a recording as it enters the queue."""
        return cls(
            key=hashlib.sha256(f"{site_id}/{item.recording_id}".encode()).hexdigest()[:32],
            site_id=site_id,
            recording_id=item.recording_id,
            device=item.device_subentry_id,
            room=item.room,
            order=item.order,
            files=tuple(JobFile(recorded=file) for file in item.files),
            added_ms=added_ms,
        )

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.state in OPEN_STATES

    @property
    def is_stored(self) -> bool:
        """Whether every file was seen whole on this machine."""
        return all(file.is_stored for file in self.files)

    @property
    def has_local(self) -> bool:
        """Whether any file lies on this machine."""
        return any(file.path for file in self.files)

    @property
    def size(self) -> int | None:
        """Bytes of all files together; None while one is not known."""
        sizes = [file.size if file.size is not None else file.recorded.size for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def sha256(self) -> str | None:
        """Checksum of a recording of one file."""
        return self.files[0].sha256 or None if len(self.files) == 1 else None

    def next(self) -> Self:
        """Return it as the next revision, for `dataclasses.replace` to change."""
        return replace(self, revision=self.revision + 1)

    def with_file(self, index: int, file: JobFile) -> Self:
        """Return the next revision, with another file in one place."""
        return replace(self.next(), files=(*self.files[:index], file, *self.files[index + 1 :]))

    def to_payload(self) -> dict[str, Any]:
        """Return the row that keeps it."""
        return {
            "job_key": self.key,
            "site_id": self.site_id,
            "recording_id": self.recording_id,
            "device": self.device,
            "room": clean_text(self.room, LONGEST_NAME),
            "course": clean_text(self.order.course, LONGEST_NAME),
            "revision": self.revision,
            "state": self.state.value,
            "start_ms": to_ms(self.order.start),
            "has_local": int(self.has_local),
            "confirmed_ms": self.confirmed_ms,
            "data": json.dumps(self._data(), ensure_ascii=False, separators=(",", ":")),
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Rebuild what `to_payload` returned."""
        data: dict[str, Any] = json.loads(row["data"])
        return cls(
            **{
                **data,
                **{name: row[name] for name in ("site_id", "recording_id", "device", "revision", "confirmed_ms")},
                "key": row["job_key"],
                "state": JobState(row["state"]),
                "order": RecordingOrder.from_json(data["order"]),
                "files": tuple(JobFile.from_json(file) for file in data["files"]),
            }
        )

    def _data(self) -> dict[str, Any]:
        return {
            "room": self.room,
            "order": self.order.to_json(),
            "files": [file.to_json() for file in self.files],
            "added_ms": self.added_ms,
            "attempts": self.attempts,
            "next_ms": self.next_ms,
            "cause": self.cause,
            "failing_since_ms": self.failing_since_ms,
            "is_uploaded": self.is_uploaded,
            "target_id": self.target_id,
            "progress": dict(self.progress),
            "receipt": dict(self.receipt),
            "local_gone_ms": self.local_gone_ms,
            "erased_ms": self.erased_ms,
        }
