"""One line of a timetable: a class that meets in a room, on a weekday, in some weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from .periods import Periods, parse_periods
from .weeks import format_weeks, parse_weeks


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A class meeting, every week it has."""

    room: str
    """As the registrar names it."""
    weekday: int
    periods: Periods
    weeks: frozenset[int]
    course: str
    teacher: str = ""
    group: str = ""
    """The teaching class (教学班)."""

    @property
    def key(self) -> str:
        """Return what stays the same when the registrar moves a class: course, teaching class, teacher, day and run.

        Two rows of one key with different weeks or rooms (odd weeks here, even weeks there) are told apart by their
        room and weeks; see `import_plan`.
        """
        return "|".join((self.course, self.group, self.teacher, str(self.weekday), str(self.periods)))

    def name_on(self, day: date) -> str:
        """Return what names the occurrence on a day."""
        return f"{self.key}|{self.room}|{day.isoformat()}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object that `from_json` reads."""
        return {
            "room": self.room,
            "weekday": self.weekday,
            "periods": str(self.periods),
            "weeks": format_weeks(self.weeks),
            "course": self.course,
            "teacher": self.teacher,
            "group": self.group,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned. Raises CellError or KeyError on anything else."""
        return cls(
            room=data["room"],
            weekday=data["weekday"],
            periods=parse_periods(data["periods"]),
            weeks=parse_weeks(data["weeks"]),
            course=data["course"],
            teacher=data["teacher"],
            group=data["group"],
        )
