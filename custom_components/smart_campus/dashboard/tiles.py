"""Rooms as tiles: how each is, why, and what is on and comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr
from homeassistant.util import dt as dt_util

from ..alerts.rules.alert import Alert, Severity
from ..alerts.rules.words import render
from ..recordings.rules.counting import GROUPS, Group
from ..recordings.rules.recording import Recording
from ..rooms.rules.lessons import Lesson
from ..rooms.settings import RoomSettings
from ..site import SiteEntry
from .placed import OCCUPANCY, PlacedDevice
from .rules.room_state import RoomFacts, RoomRecording, RoomState, reasons_of, state_of
from .rules.words import Sentence

MOST_ALERTS = 3
"""Alerts that a tile names; more are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TileParts:
    """All a tile is made of; equal parts make equal tiles."""

    room: RoomSettings
    site: str
    site_title: str
    floor_id: str | None
    floor: str | None
    facts: RoomFacts
    lesson: Lesson | None
    following: Lesson | None
    alerts: tuple[Alert, ...]
    """Open ones, the worst first."""


@callback
def parts_of(
    hass: HomeAssistant,
    site: SiteEntry,
    room: RoomSettings,
    *,
    devices: Iterable[PlacedDevice],
    alerts: Iterable[Alert],
    recordings: Iterable[Recording],
) -> TileParts:
    """Return what the tile of a room is made of now. devices, alerts, recordings: those of the room."""
    rooms, now = site.runtime_data.rooms, dt_util.utcnow()
    area = ar.async_get(hass).async_get_area(room.area_id)
    floor = fr.async_get(hass).async_get_floor(area.floor_id) if area and area.floor_id else None
    worst = tuple(sorted(alerts, key=lambda each: (-each.severity.rank, each.raised_at, each.id)))
    lesson, following = rooms.current(room), rooms.following(room)
    members = tuple(devices)
    is_due = following is not None and now >= following.start - room.open_before
    recording, recorded = recording_now(recordings, now)
    facts = RoomFacts(
        lesson=lesson.course if lesson else None,
        following=following.course if following and is_due else None,
        following_at=f"{dt_util.as_local(following.start):%H:%M}" if following and is_due else "",
        is_followed=rooms.is_timetable_current(room),
        devices=len(members),
        silent=tuple(sorted(each.name for each in members if each.is_offline)),
        is_ready=is_ready(members),
        is_occupied=is_occupied(members),
        recording=recording,
        recorded_course=recorded.plan.course if recorded else "",
        alerts=len(worst),
        is_urgent=bool(worst) and worst[0].severity.rank >= Severity.URGENT.rank,
    )
    return TileParts(
        room=room,
        site=site.entry_id,
        site_title=site.title,
        floor_id=floor.floor_id if floor else None,
        floor=floor.name if floor else None,
        facts=facts,
        lesson=lesson,
        following=following,
        alerts=worst,
    )


def make_tile(parts: TileParts, language: str) -> dict[str, Any]:
    """Return a tile. Texts are as devices, timetables and people gave them: whoever shows them escapes them."""
    facts, room = parts.facts, parts.room
    state = state_of(facts)
    return {
        "room": room.id,
        "site": parts.site,
        "site_title": parts.site_title,
        "name": room.title,
        "area_id": room.area_id,
        "floor_id": parts.floor_id,
        "floor": parts.floor,
        "type": room.room_type.value,
        "state": state.value,
        "reasons": _reasons(parts, language) if state in (RoomState.TROUBLE, RoomState.ATTENTION) else [],
        "now": describe_lesson(parts.lesson),
        "next": describe_lesson(parts.following),
        "recording": facts.recording.value if facts.recording else None,
        "alerts": facts.alerts,
        "worst": parts.alerts[0].severity.value if parts.alerts else None,
        "devices": facts.devices,
        "offline": len(facts.silent),
        "is_ready": facts.is_ready,
        "is_occupied": facts.is_occupied,
    }


def describe_lesson(lesson: Lesson | None) -> dict[str, Any] | None:
    """Return a lesson in short."""
    if lesson is None:
        return None
    return {
        "lesson_id": lesson.id,
        "course": lesson.course,
        "teacher": lesson.teacher,
        "group": lesson.group,
        "start": dt_util.as_local(lesson.start).isoformat(),
        "end": dt_util.as_local(lesson.end).isoformat(),
    }


def is_ready(devices: Iterable[PlacedDevice]) -> bool | None:
    """Return whether every device answers; None without any, and while one was not asked yet."""
    seen = {each.is_reachable for each in devices}
    return False if False in seen else None if None in seen or not seen else True


def is_occupied(devices: Iterable[PlacedDevice]) -> bool | None:
    """Return whether somebody is there; None where no sensor says."""
    seen = [value for each in devices if (value := each.value(OCCUPANCY)) is not None]
    return any(seen) if seen else None


def recording_now(recordings: Iterable[Recording], now: datetime) -> tuple[RoomRecording | None, Recording | None]:
    """Return how the recording that is due in a room is, or that one is planned for today."""
    due = [each for each in recordings if each.end > now and GROUPS[each.state] is not Group.SKIPPED]
    for each in due:
        group = GROUPS[each.state]
        if each.start <= now and (group is Group.FAILED or (group is Group.RUNNING and each.troubles)):
            return RoomRecording.TROUBLE, each
    for each in due:
        if GROUPS[each.state] is Group.RUNNING:
            return RoomRecording.RECORDING, each
    today = dt_util.now().date()
    planned = [each for each in due if GROUPS[each.state] is Group.PLANNED and each.subject.day == today]
    return (RoomRecording.PLANNED, planned[0]) if planned else (None, None)


def by_room(recordings: Mapping[str, Recording], now: datetime) -> dict[str, list[Recording]]:
    """Return the recordings that are not over, by id of their room."""
    found: dict[str, list[Recording]] = {}
    for each in recordings.values():
        if each.end > now:
            found.setdefault(each.subject.room_id, []).append(each)
    return found


def _reasons(parts: TileParts, language: str) -> list[dict[str, str]]:
    zone = dt_util.get_default_time_zone()
    told = [{"code": "alert", "text": render(each.title, language, zone)} for each in parts.alerts[:MOST_ALERTS]]
    if (more := len(parts.alerts) - MOST_ALERTS) > 0:
        told.append(Sentence("more_alerts", {"count": str(more)}).to_json(language))
    return [*(reason.to_json(language) for reason in reasons_of(parts.facts)), *told]
