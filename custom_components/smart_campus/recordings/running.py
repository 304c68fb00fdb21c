"""What a recorder's own commands must know of the timetable, and what the timetable's recordings hear of them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.signal_type import SignalType

from ..campuslink.device.recorder.orders import RecordingOrder
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..rooms.rules.lessons import Lesson
from ..rooms.settings import RoomSettings
from .rules.actor import Actor
from .rules.identity import recording_id_of

LONGEST_EXTENSION: Final = timedelta(hours=12)
"""How far beyond its end a lesson may be recorded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningLesson:
    """A timetabled lesson that a recorder has to record now."""

    lesson: Lesson
    room: RoomSettings
    order: RecordingOrder
    """What the recorder is to be told, also when a person starts it."""


class RecorderCommand(StrEnum):
    """What a person or an automation told a recorder."""

    START = "start"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandNews:
    """A recorder did what it was told by somebody else than the timetable."""

    coordinator: DeviceCoordinator
    command: RecorderCommand
    actor: Actor
    reason: str
    order: RecordingOrder | None
    """What was started."""


SIGNAL_COMMAND: Final[SignalType[CommandNews]] = SignalType(f"{DOMAIN}_recorder_command")


@callback
def async_running_lesson(hass: HomeAssistant, coordinator: DeviceCoordinator) -> RunningLesson | None:
    """Return the timetabled lesson a recorder has to record now; None when it may be stopped without further ado."""
    if (found := _room_of(hass, coordinator)) is None:
        return None
    entry, room = found
    now = dt_util.utcnow()
    lessons: dict[str, Lesson] = {
        recording_id_of(entry.entry_id, lesson.id, lesson.day, coordinator.key): lesson
        for lesson in entry.runtime_data.rooms.table.between(room.registrar_name, now - LONGEST_EXTENSION, now)
        if room.is_recorded
    }
    recording = entry.runtime_data.recordings.due_on(coordinator.key, now)
    if recording is None or recording.id not in lessons:
        return None
    return RunningLesson(lesson=lessons[recording.id], room=room, order=recording.order())


@callback
def async_note_command(
    hass: HomeAssistant,
    coordinator: DeviceCoordinator,
    command: RecorderCommand,
    actor: Actor,
    *,
    order: RecordingOrder | None = None,
    reason: str = "",
) -> None:
    """Tell that a recorder did what somebody wanted. order: what was started. reason: why a lesson was stopped.

    Called once the recorder was seen to do it. A lesson that was stopped so is not started again by the timetable.
    """
    news = CommandNews(coordinator=coordinator, command=command, actor=actor, reason=reason, order=order)
    async_dispatcher_send(hass, SIGNAL_COMMAND, news)


def _room_of(hass: HomeAssistant, coordinator: DeviceCoordinator) -> tuple[ConfigEntry, RoomSettings] | None:
    """Return the site and the room whose area a recorder stands in."""
    area_id = coordinator.area_id
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        if area_id and coordinator in entry.runtime_data.coordinators.values():
            room = entry.runtime_data.rooms.room_of_area(area_id)
            return None if room is None else (entry, room)
    return None
