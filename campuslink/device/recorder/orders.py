"""What a recorder is told to record, and what it then holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from ...model import EMPTY


class RecorderState(StrEnum):
    """What a recorder is doing, as observed, not as last commanded."""

    IDLE = "idle"
    STARTING = "starting"
    RECORDING = "recording"
    PAUSED = "paused"
    STOPPING = "stopping"
    ERROR = "error"


class PictureState(StrEnum):
    """What the picture is like while it is looked at."""

    GOOD = "good"
    BLACK = "black"
    FROZEN = "frozen"
    ABSENT = "absent"
    """No packets, no signal."""


class SoundState(StrEnum):
    """What the sound is like while it is listened to."""

    GOOD = "good"
    SILENT = "silent"
    CLIPPED = "clipped"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingOrder:
    """One recording to be made. Texts come from timetables and people: hostile until escaped."""

    id: str
    """Names the recording everywhere, in file names too: letters, digits, ``-`` and ``_`` only."""
    title: str
    start: datetime
    """Planned begin, with a zone."""
    end: datetime
    """Planned end, with a zone."""
    course: str = ""
    teacher: str = ""
    group: str = ""
    room: str = ""
    language: str = ""
    """BCP 47; empty where nobody said."""

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the fields, times in ISO 8601."""
        return {
            "id": self.id,
            "title": self.title,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "course": self.course,
            "teacher": self.teacher,
            "group": self.group,
            "room": self.room,
            "language": self.language,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        times = {key: datetime.fromisoformat(data[key]) for key in ("start", "end")}
        return cls(**{**data, **times})


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedFile:
    """A finished or growing file a recorder holds."""

    id: str
    """What the recorder calls it; asked for with it again."""
    name: str
    """A plain file name without a path."""
    size: int | None = None
    """Bytes; None where the recorder does not tell."""
    start: datetime | None = None
    duration_s: float | None = None
    is_growing: bool = False
    source: str = ""
    """Which source it shows (``teacher``, ``screen``) where each has a file of its own."""
    order_id: str = ""
    """The order it was recorded for; empty where the recorder cannot tell."""
    gaps: tuple[tuple[float, float], ...] = ()
    """Seconds from the begin between which nothing came, as (from, to)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preflight:
    """What a recorder says before a lesson; None where it cannot tell."""

    is_clock_right: bool | None = None
    clock_offset_s: float | None = None
    has_space: bool | None = None
    has_source: bool | None = None
    has_sound: bool | None = None
    notes: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    """Check (``clock``, ``disk``, ``source``, ``sound``) to what the recorder said, for whoever must act."""

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the checks that failed, worst first."""
        checks = {
            "source": self.has_source,
            "disk": self.has_space,
            "sound": self.has_sound,
            "clock": self.is_clock_right,
        }
        return tuple(name for name, is_good in checks.items() if is_good is False)
