"""What a recording is of: a lesson, in a room, by a recorder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self

from ...store.rules.times import from_ms, to_ms

_TEXTS: Final = (
    "site_id", "site", "lesson_id", "series", "room_id", "room", "area_id", "device_id", "device_key", "recorder",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What does not change about a recording."""

    recording_id: str
    site_id: str
    site: str
    day: date
    """The lesson's date on the site's calendar."""
    lesson_id: str
    """Empty for a recording that a person started beside the timetable."""
    series: str
    """What stays the same when the lesson is moved to another room."""
    is_planned: bool
    """Whether a timetable says the lesson; a calendar's bookings give way to it."""
    room_id: str
    """Subentry id; empty where the recorder stands in no room."""
    room: str
    area_id: str
    device_id: str
    """Subentry id of the recorder."""
    device_key: str
    recorder: str

    @property
    def is_manual(self) -> bool:
        """Whether a person started it beside the timetable."""
        return not self.lesson_id

    def to_payload(self) -> dict[str, Any]:
        """Return it as it lies in the store."""
        return {
            "id": self.recording_id,
            "site_id": self.site_id,
            "site": self.site,
            "day": self.day.isoformat(),
            "lesson_id": self.lesson_id,
            "series": self.series,
            "is_planned": self.is_planned,
            "room_id": self.room_id,
            "room": self.room,
            "area_id": self.area_id,
            "device_id": self.device_id,
            "device_key": self.device_key,
            "recorder": self.recorder,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Rebuild what `to_payload` returned."""
        return cls(
            recording_id=row["id"],
            day=date.fromisoformat(row["day"]),
            is_planned=bool(row["is_planned"]),
            **{name: row[name] for name in _TEXTS},
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a lesson is, as the timetable said last."""

    start: datetime
    end: datetime
    course: str
    teacher: str = ""
    group: str = ""
    week: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object that `from_json` reads."""
        return {
            "start_ms": to_ms(self.start),
            "end_ms": to_ms(self.end),
            "course": self.course,
            "teacher": self.teacher,
            "group": self.group,
            "week": self.week,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        return cls(
            start=from_ms(data["start_ms"]),
            end=from_ms(data["end_ms"]),
            course=data["course"],
            teacher=data["teacher"],
            group=data["group"],
            week=data["week"],
        )
