"""The sheet of a day: every lesson that was to be recorded, and how far it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .counting import GROUPS, DayCount, Group, count
from .recording import Recording, missed_step

SHORT: float = 0.9
"""Less than this share of its lesson, and a recording is called short."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DaySheet:
    """What a person goes through at the end of a day."""

    site_id: str
    site: str
    day: date
    made_at: datetime
    recordings: tuple[Recording, ...]
    """In order of time, then of room."""
    count: DayCount
    rooms_without_recorder: tuple[str, ...]
    """Rooms whose lessons are to be recorded, and that have nothing to do it with."""

    def summary(self) -> dict[str, Any]:
        """Return the day in numbers, as plain values."""
        return {
            "site_id": self.site_id,
            "site": self.site,
            "day": self.day.isoformat(),
            "made_at": self.made_at.isoformat(),
            "counts": {group.value: self.count[group] for group in Group},
            "share_confirmed": self.count.share_confirmed,
            "rooms_without_recorder": list(self.rooms_without_recorder),
        }

    def exceptions(self) -> tuple[Recording, ...]:
        """Return the recordings somebody should look at: failed, missed a step, in trouble, or short."""
        return tuple(each for each in self.recordings if is_exception(each))


def make_sheet(
    site_id: str,
    site: str,
    day: date,
    recordings: Iterable[Recording],
    *,
    now: datetime,
    rooms_without: tuple[str, ...] = (),
) -> DaySheet:
    """Return the sheet of a day as it stands now."""
    members = sorted(recordings, key=lambda each: (each.start, each.subject.room, each.id))
    return DaySheet(
        site_id=site_id,
        site=site,
        day=day,
        made_at=now,
        recordings=tuple(members),
        count=count(members, now),
        rooms_without_recorder=rooms_without,
    )


def group_of(recording: Recording) -> Group:
    """Return the group a recording counts in."""
    return GROUPS[recording.state]


def is_exception(recording: Recording) -> bool:
    """Return whether somebody should look at a recording."""
    if group_of(recording) is Group.SKIPPED:
        return False
    return bool(
        group_of(recording) is Group.FAILED or recording.missed or recording.trouble_count or is_short(recording)
    )


def is_short(recording: Recording) -> bool:
    """Return whether much of the lesson is not in the files."""
    duration_s = recording.duration_s
    if duration_s is None or recording.is_recording or recording.subject.is_manual:
        return False
    return duration_s < SHORT * (recording.plan.end - recording.plan.start).total_seconds()


def causes_of(recording: Recording) -> list[tuple[str, str, str]]:
    """Return what went wrong, each as step, cause and what was said; troubles that are over included only in number."""
    found = [(missed_step(miss).value, str(miss.cause), miss.detail) for miss in recording.missed.values()]
    found += [("trouble", str(row.cause), row.detail) for row in recording.troubles.values()]
    if recording.skip is not None:
        found.append(("skipped", str(recording.skip.cause), recording.skip.detail))
    return found
