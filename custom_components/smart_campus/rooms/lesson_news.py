"""How the rest of Home Assistant hears of lessons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from .rules.lessons import Lesson
from .rules.moments import Happening
from .settings import RoomSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class LessonNews:
    """Something came up around a lesson."""

    happening: Happening
    room: RoomSettings
    lesson: Lesson
    lead: timedelta = timedelta()
    """How long before the begin it is told, for a lesson that is about to start."""
    is_late: bool = False
    """Whether it was due while nobody looked: Home Assistant was down."""


SIGNAL_LESSON: Final[SignalType[LessonNews]] = SignalType(f"{DOMAIN}_lesson")


def describe_lesson(lesson: Lesson, zone_of: datetime) -> dict[str, Any]:
    """Return a lesson as plain values, times in the zone of a given moment."""
    return {
        "lesson_id": lesson.id,
        "course": lesson.course,
        "teacher": lesson.teacher,
        "group": lesson.group,
        "week": lesson.week,
        "start": lesson.start.astimezone(zone_of.tzinfo).isoformat(),
        "end": lesson.end.astimezone(zone_of.tzinfo).isoformat(),
    }
