"""How a day's recordings stand, in numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .recording import Recording, RecordingState


class Group(StrEnum):
    """States as far as a person at the dashboard tells them apart."""

    PLANNED = "planned"
    RUNNING = "running"
    FAILED = "failed"
    WAITING = "waiting"
    """Recorded, and not confirmed by the archive yet."""
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"


GROUPS: Final[Mapping[RecordingState, Group]] = {
    RecordingState.PLANNED: Group.PLANNED,
    RecordingState.ARMED: Group.PLANNED,
    RecordingState.RECORDING: Group.RUNNING,
    RecordingState.PAUSED: Group.RUNNING,
    RecordingState.FAILED: Group.FAILED,
    RecordingState.STOPPED: Group.WAITING,
    RecordingState.STORED: Group.WAITING,
    RecordingState.QUEUED: Group.WAITING,
    RecordingState.UPLOADED: Group.WAITING,
    RecordingState.CONFIRMED: Group.CONFIRMED,
    RecordingState.ERASED: Group.CONFIRMED,
    RecordingState.SKIPPED: Group.SKIPPED,
}


@dataclass(frozen=True, slots=True)
class DayCount:
    """Lessons of a day; recordings that people started beside the timetable do not count."""

    groups: Mapping[Group, int]
    share_confirmed: float | None
    """Percent of the lessons that are over and were to be recorded; None while none is."""

    def __getitem__(self, group: Group) -> int:
        """Return how many there are."""
        return self.groups[group]


def count(recordings: Iterable[Recording], now: datetime) -> DayCount:
    """Return how recordings stand."""
    groups = dict.fromkeys(Group, 0)
    over = confirmed = 0
    for each in recordings:
        if each.subject.is_manual:
            continue
        group = GROUPS[each.state]
        groups[group] += 1
        if group is not Group.SKIPPED and each.end <= now:
            over += 1
            confirmed += group is Group.CONFIRMED
    return DayCount(groups, round(100 * confirmed / over, 1) if over else None)
