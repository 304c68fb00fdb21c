"""What names a recording, the same in every run, and what a recorder is told of it."""

from datetime import date
from hashlib import sha256

from ...campuslink.device.recorder.orders import RecordingOrder
from ...rooms.rules.lessons import Lesson


def recording_id_of(site_id: str, lesson_id: str, day: date, device_key: str) -> str:
    """Return the name of one lesson's recording by one recorder: letters and digits only.

    An occurrence that a calendar moves to another day is another recording.
    """
    return sha256(f"{site_id}|{lesson_id}|{day.isoformat()}|{device_key}".encode()).hexdigest()[:20]


def order_of(lesson: Lesson, recording_id: str, room: str) -> RecordingOrder:
    """Return what a recorder is told; room: as people call it."""
    return RecordingOrder(
        id=recording_id,
        title=lesson.course,
        start=lesson.start,
        end=lesson.end,
        course=lesson.course,
        teacher=lesson.teacher,
        group=lesson.group,
        room=room,
    )
