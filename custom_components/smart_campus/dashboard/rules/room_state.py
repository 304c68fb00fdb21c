"""What colour a room has on the dashboard, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .words import Sentence

MOST_NAMED: Final = 3
"""Silent devices that a reason names; more are counted."""


class RoomState(StrEnum):
    """How a room is, the worst first."""

    TROUBLE = "trouble"
    """Somebody should go there now."""
    ATTENTION = "attention"
    """Something is wrong that can wait."""
    LESSON = "lesson"
    IN_USE = "in_use"
    FREE = "free"
    UNKNOWN = "unknown"
    """Nothing says anything of the room."""


class RoomRecording(StrEnum):
    """How the recording in a room is."""

    TROUBLE = "trouble"
    RECORDING = "recording"
    PLANNED = "planned"


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomFacts:
    """What is known of a room at one moment."""

    lesson: str | None = None
    """Course of the lesson that runs."""
    following: str | None = None
    """Course of the lesson for which the room should be ready by now."""
    following_at: str = ""
    """When that begins, on the clock on the wall."""
    is_followed: bool = False
    """Whether a timetable says what the room is used for."""
    devices: int = 0
    silent: tuple[str, ...] = ()
    """Names of the devices that do not answer, in order."""
    is_ready: bool | None = None
    """Whether every device answers; None without any."""
    is_occupied: bool | None = None
    recording: RoomRecording | None = None
    recorded_course: str = ""
    alerts: int = 0
    is_urgent: bool = False
    """Whether an open alert is urgent or about safety."""


def state_of(facts: RoomFacts) -> RoomState:
    """Return how a room is."""
    if (
        facts.is_urgent
        or facts.recording is RoomRecording.TROUBLE
        or (facts.silent and (facts.lesson or facts.following))
    ):
        return RoomState.TROUBLE
    if facts.alerts or facts.silent:
        return RoomState.ATTENTION
    if facts.lesson is not None:
        return RoomState.LESSON
    if facts.is_occupied:
        return RoomState.IN_USE
    is_known = facts.is_followed or facts.devices or facts.is_occupied is not None
    return RoomState.FREE if is_known else RoomState.UNKNOWN


def reasons_of(facts: RoomFacts) -> Iterator[Sentence]:
    """Yield why a room is in trouble or wants attention, alerts apart."""
    if facts.recording is RoomRecording.TROUBLE:
        yield Sentence("recording_trouble", {"course": facts.recorded_course})
    if facts.silent and facts.lesson is not None:
        yield Sentence("not_ready_now", {"course": facts.lesson})
    elif facts.silent and facts.following is not None:
        yield Sentence("not_ready", {"course": facts.following, "time": facts.following_at})
    if len(facts.silent) == 1:
        yield Sentence("device_silent", {"device": facts.silent[0]})
    elif facts.silent:
        more = ", …" if len(facts.silent) > MOST_NAMED else ""
        named = ", ".join(facts.silent[:MOST_NAMED]) + more
        yield Sentence("devices_silent", {"count": str(len(facts.silent)), "devices": named})
