"""What people tell recorders beside the timetable becomes rows of the ledger, too."""

from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from ..campuslink.device.recorder.orders import RecordingOrder
from ..coordinator import DeviceCoordinator
from ..store.rules.text import clean_text
from .lineup import recorders_of
from .rules.recording import Recording
from .rules.steps import Cause, Step, Transition
from .rules.subject import Plan, Subject
from .running import CommandNews, RecorderCommand
from .wanting import MOST_TEXT

if TYPE_CHECKING:
    from .auto import AutoRecording

STEPS = {
    RecorderCommand.STOP: Step.STOPPED,
    RecorderCommand.PAUSE: Step.PAUSED,
    RecorderCommand.RESUME: Step.RESUMED,
}


async def async_take_command(auto: AutoRecording, news: CommandNews) -> None:
    """Write a command that a recorder was seen to obey into the ledger."""
    ledger, key = auto.ledger, news.coordinator.key
    if news.command is RecorderCommand.START:
        if news.order is not None:
            await _async_started(auto, news, news.order)
        return
    step = STEPS[news.command]
    for recording in tuple(ledger.by_recorder.get(key, {}).values()):
        if recording.is_recording:
            await ledger.async_note(recording, step, Cause.PERSON, detail=news.reason, actor=news.actor)


async def _async_started(auto: AutoRecording, news: CommandNews, order: RecordingOrder) -> None:
    ledger = auto.ledger
    recording = ledger.recordings.get(order.id)
    if recording is None:
        now = dt_util.utcnow()
        subject = _subject(auto, news.coordinator, order)
        data = Plan(
            start=order.start,
            end=order.end,
            course=clean_text(order.course or order.title, MOST_TEXT),
            teacher=clean_text(order.teacher, MOST_TEXT),
            group=clean_text(order.group, MOST_TEXT),
        ).to_json()
        planned = Transition(
            recording_id=order.id, step=Step.PLANNED, at=now, cause=Cause.MANUAL, actor=news.actor, data=data
        )
        await ledger.async_append([(planned, subject)])
        recording = ledger.recordings[order.id]
    for other in _running_others(auto, news.coordinator.key, recording):
        await ledger.async_note(other, Step.STOPPED, Cause.PERSON, actor=news.actor, detail=news.reason)
    if not recording.is_recording:
        await ledger.async_note(recording, Step.STARTED, Cause.PERSON, actor=news.actor, detail=news.reason)


def _running_others(auto: AutoRecording, key: str, recording: Recording) -> list[Recording]:
    members = auto.ledger.by_recorder.get(key, {}).values()
    return [each for each in members if each.is_recording and each is not recording]


def _subject(auto: AutoRecording, coordinator: DeviceCoordinator, order: RecordingOrder) -> Subject:
    place = next((each for each in recorders_of(auto.hass, auto.entry) if each.key == coordinator.key), None)
    room = auto.rooms.room_of_area(place.area_id) if place else None
    subentry_id = next(each for each, other in auto.coordinators.items() if other is coordinator)
    return Subject(
        recording_id=order.id,
        site_id=auto.entry.entry_id,
        site=clean_text(auto.entry.title, 120),
        day=dt_util.as_local(order.start).date(),
        lesson_id="",
        series="",
        is_planned=False,
        room_id=room.id if room else "",
        room=clean_text(room.title if room else order.room, MOST_TEXT),
        area_id=place.area_id if place else "",
        device_id=subentry_id,
        device_key=coordinator.key,
        recorder=clean_text(coordinator.settings.title, MOST_TEXT),
    )
