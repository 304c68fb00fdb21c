"""The lessons of a room on one day, with how far the recording of each came."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..recordings.ledger_view import async_sheet_of
from ..recordings.rules.recording import Recording, missed_step
from ..rooms.rules.lessons import Lesson
from ..rooms.settings import RoomSettings
from ..site import SiteRuntime
from .asking import PREFIX, SITE_FIELD, async_site_of
from .board import async_find_site
from .streaming import Event, async_stream_built
from .tiles import describe_lesson


@websocket_command(
    {
        vol.Required("type"): f"{PREFIX}/day/subscribe",
        **SITE_FIELD,
        vol.Required("room"): str,
        vol.Optional("day"): cv.date,
    }
)
@callback
def handle_day(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send the day, and again whenever a lesson or its recording changed; a day that is not given is today."""
    if (site := async_site_of(hass, connection, msg)) is None:
        return
    if msg["room"] not in site.runtime_data.rooms.rooms:
        connection.send_error(msg["id"], ERR_NOT_FOUND, "no room of this site has this id")
        return

    @callback
    def found() -> tuple[SiteRuntime, RoomSettings, date] | None:
        entry = async_find_site(hass, msg["site"])
        room = entry.runtime_data.rooms.rooms.get(msg["room"]) if entry else None
        day: date = msg.get("day") or dt_util.now().date()
        return (entry.runtime_data, room, day) if entry and room else None

    @callback
    def mark() -> object:
        if (here := found()) is None:
            return None
        runtime, room, day = here
        return runtime.rooms.table, room, day, runtime.recordings.ledger.version

    async def build() -> Event | None:
        return None if (here := found()) is None else await async_describe_day(*here)

    async_stream_built(hass, connection, msg["id"], mark, build)


async def async_describe_day(runtime: SiteRuntime, room: RoomSettings, day: date) -> dict[str, Any]:
    """Return a room's day. Raises StoreError while the ledger of a day that is not in memory cannot be read."""
    midnight = datetime.combine(day, time(), dt_util.get_default_time_zone())
    held = runtime.rooms.table.between(room.registrar_name, midnight, midnight + timedelta(days=1))
    cancelled = runtime.rooms.cancelled_of(room, day)
    sheet = await async_sheet_of(runtime.recordings, day)
    recorded = {each.subject.lesson_id: each for each in sheet.recordings if each.subject.room_id == room.id}
    lessons = [(lesson, False) for lesson in held] + [(lesson, True) for lesson in cancelled]
    lessons.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[0].id))
    return {
        "day": day.isoformat(),
        "lessons": [_describe(lesson, is_cancelled, recorded) for lesson, is_cancelled in lessons],
    }


def _describe(lesson: Lesson, is_cancelled: bool, recorded: Mapping[str, Recording]) -> dict[str, Any]:
    recording = recorded.get(lesson.id)
    return {
        **(describe_lesson(lesson) or {}),
        "is_cancelled": is_cancelled,
        "recording": None if recording is None else describe_recording(recording),
    }


def describe_recording(recording: Recording) -> dict[str, Any]:
    """Return how a recording stands, in short."""
    miss = recording.first_miss
    return {
        "recording_id": recording.id,
        "state": recording.state.value,
        "missed": None if miss is None else missed_step(miss).value,
        "troubles": sorted(recording.troubles),
        "files": len(recording.files),
    }
