"""What happens to recordings, told once to everybody who listens: triggers, sensors, the dashboard."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from homeassistant.util import dt as dt_util
from homeassistant.util.event_type import EventType
from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from .rules.recording import Recording, missed_step
from .rules.steps import Step, Transition


class NewsKind(StrEnum):
    """What happened; also the key of the trigger."""

    STEP_MISSED = "recording_step_missed"
    STARTED = "recording_started"
    STOPPED = "recording_stopped"
    CONFIRMED = "recording_confirmed"
    TROUBLE = "recording_trouble"
    TROUBLE_OVER = "recording_trouble_over"


KINDS: Final = {
    Step.MISSED: NewsKind.STEP_MISSED,
    Step.STARTED: NewsKind.STARTED,
    Step.STOPPED: NewsKind.STOPPED,
    Step.CONFIRMED: NewsKind.CONFIRMED,
    Step.TROUBLE: NewsKind.TROUBLE,
    Step.RECOVERED: NewsKind.TROUBLE_OVER,
}
"""What a row is told as; other rows are told to nobody."""

EVENT_STEP_MISSED: EventType[dict[str, Any]] = EventType(f"{DOMAIN}_{NewsKind.STEP_MISSED}")


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingNews:
    """Something that happened to a recording."""

    kind: NewsKind
    recording: Recording
    row: Transition

    def payload(self) -> dict[str, Any]:
        """Return what a trigger or an event offers, as plain values."""
        recording, row = self.recording, self.row
        subject, plan = recording.subject, recording.plan
        return {
            "recording_id": recording.id,
            "lesson_id": subject.lesson_id,
            "site": subject.site,
            "room": subject.room,
            "area_id": subject.area_id,
            "recorder": subject.recorder,
            "course": plan.course,
            "teacher": plan.teacher,
            "group": plan.group,
            "start": dt_util.as_local(plan.start).isoformat(),
            "end": dt_util.as_local(recording.end).isoformat(),
            "step": missed_step(row).value if row.step is Step.MISSED else row.step.value,
            "cause": row.cause,
            "detail": row.detail,
            "user": row.actor.name,
            "state": recording.state.value,
        }


SIGNAL_RECORDING: Final[SignalType[RecordingNews]] = SignalType(f"{DOMAIN}_recording")
SIGNAL_LEDGER: Final[SignalType[str, frozenset[str]]] = SignalType(f"{DOMAIN}_ledger")
"""Sent with the id of the site's entry and the ids of the recordings that changed."""
