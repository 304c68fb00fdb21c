"""Which lessons are to be recorded by which recorder, as timetable, rooms and areas are now."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.util import dt as dt_util

from ..campuslink.device.recorder.orders import RecordingOrder
from ..rooms.rules.lessons import Lesson
from ..rooms.rules.meeting import Meeting
from ..rooms.settings import RoomSettings
from ..rooms.site_rooms import SiteRooms
from ..store.rules.text import clean_text
from .lineup import RecorderPlace
from .rules.identity import recording_id_of
from .rules.planning import Wanted
from .rules.subject import Plan, Subject

MOST_TEXT = 200
"""Characters of a course, a teacher, a room."""


def wanted_of(
    entry: ConfigEntry, rooms: SiteRooms, places: Sequence[RecorderPlace], first: date, last: date
) -> dict[str, Wanted]:
    """Return the lessons of some days that are to be recorded, by recording id."""
    start, end = (_midnight(day) for day in (first, last + timedelta(days=1)))
    found: dict[str, Wanted] = {}
    for room in rooms.rooms.values():
        mine = [place for place in places if place.area_id == room.area_id] if room.is_recorded else []
        for lesson in rooms.table.between(room.registrar_name, start, end) if mine else ():
            if first <= lesson.day <= last:
                for place in mine:
                    wanted = _wanted(entry, room, place, lesson)
                    found[wanted.subject.recording_id] = wanted
    return found


def order_of_wanted(wanted: Wanted) -> RecordingOrder:
    """Return what a recorder is told of a lesson that has no row yet."""
    return RecordingOrder(
        id=wanted.subject.recording_id,
        title=wanted.plan.course,
        start=wanted.plan.start,
        end=wanted.plan.end,
        course=wanted.plan.course,
        teacher=wanted.plan.teacher,
        group=wanted.plan.group,
        room=wanted.subject.room,
    )


def _wanted(entry: ConfigEntry, room: RoomSettings, place: RecorderPlace, lesson: Lesson) -> Wanted:
    subject = Subject(
        recording_id=recording_id_of(entry.entry_id, lesson.id, lesson.day, place.key),
        site_id=entry.entry_id,
        site=clean_text(entry.title, 120),
        day=lesson.day,
        lesson_id=lesson.id,
        series=lesson.meeting.key,
        is_planned=isinstance(lesson.meeting, Meeting),
        room_id=room.id,
        room=clean_text(room.title, MOST_TEXT),
        area_id=room.area_id,
        device_id=place.subentry_id,
        device_key=place.key,
        recorder=clean_text(place.name, MOST_TEXT),
    )
    plan = Plan(
        start=lesson.start,
        end=lesson.end,
        course=clean_text(lesson.course, MOST_TEXT),
        teacher=clean_text(lesson.teacher, MOST_TEXT),
        group=clean_text(lesson.group, MOST_TEXT),
        week=lesson.week,
    )
    return Wanted(subject=subject, plan=plan)


def _midnight(day: date) -> datetime:
    return dt_util.as_utc(datetime.combine(day, time(), dt_util.get_default_time_zone()))
