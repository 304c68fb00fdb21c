"""What can happen to a recording, from plan to confirmed archive, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from ...campuslink.model import EMPTY
from ...store.rules.times import to_ms
from .actor import NOBODY, Actor


class Step(StrEnum):
    """One thing that happened."""

    PLANNED = "planned"
    """To be recorded; again when the lesson's time or subject changed, or when it is recorded after all."""
    SCHEDULED = "scheduled"
    """The recorder holds it in a schedule of its own."""
    ARMED = "armed"
    """The recorder was looked at before the lesson, and is fit."""
    STARTED = "started"
    """Seen recording."""
    SEEN = "seen"
    """Still recording, seen after Home Assistant was away."""
    SIGNAL_GOOD = "signal_good"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    """To be recorded beyond the end of the lesson; may happen several times."""
    STOPPED = "stopped"
    """Seen stopped."""
    STORED = "stored"
    """Its files are whole: size and duration by the recorder, the checksum once the archive has made it."""
    QUEUED = "queued"
    UPLOADED = "uploaded"
    CONFIRMED = "confirmed"
    """The archive proved size and checksum."""
    ERASED = "erased"
    SKIPPED = "skipped"
    """Not to be recorded, or not any longer."""
    FAILED = "failed"
    """The lesson is over and nothing of it was recorded."""
    MISSED = "missed"
    """A step did not come when it should have; `data` says which."""
    TOLD = "told"
    """Automations heard of a missed step."""
    TROUBLE = "trouble"
    """Something is wrong with a running recording; the cause says what."""
    RECOVERED = "recovered"
    """It is over; the cause says what."""


CHAIN: Final = (
    Step.PLANNED,
    Step.ARMED,
    Step.STARTED,
    Step.SIGNAL_GOOD,
    Step.STOPPED,
    Step.STORED,
    Step.QUEUED,
    Step.UPLOADED,
    Step.CONFIRMED,
)
"""The steps of a lesson that is recorded as it should be, in order."""
RANK: Final = {step: rank for rank, step in enumerate(CHAIN)}


class Cause(StrEnum):
    """Why something happened, for causes that are ours; the archive has more words."""

    TIMETABLE = "timetable"
    MANUAL = "manual"
    """A person started a recording beside the timetable."""
    RESTORED = "restored"
    CHANGED = "changed"
    """The timetable says another time, course or teacher."""

    # Not, or no longer, recorded
    CANCELLED = "cancelled"
    MOVED = "moved"
    """The lesson is held in another room."""
    NOT_RECORDED = "not_recorded"
    """The room's lessons are not recorded."""
    RECORDER_REMOVED = "recorder_removed"
    DUPLICATE = "duplicate"
    """The same time in the same room is recorded as another lesson."""
    OVERLAP = "overlap"
    """Another lesson of the room covers its whole time."""
    EMPTY_ROOM = "empty_room"
    PERSON = "person"

    # Why a recording began or ended
    END = "end"
    RETRY = "retry"
    RESTART = "restart"
    """Home Assistant was started again."""
    OWN_SCHEDULE = "own_schedule"
    NEXT_LESSON = "next_lesson"
    ANOTHER = "another"
    """The recorder records something else by now."""

    # What goes wrong
    UNREACHABLE = "unreachable"
    CREDENTIALS = "credentials"
    REFUSED = "refused"
    BUSY = "busy"
    NOT_IN_OPERATION = "not_in_operation"
    """The recorder's settings or profile must be mended first."""
    SOURCE = "source"
    DISK = "disk"
    SOUND = "sound"
    CLOCK = "clock"
    NOT_RECORDING = "not_recording"
    NOT_ADVANCING = "not_advancing"
    SOUND_SILENT = "sound_silent"
    SOUND_CLIPPED = "sound_clipped"
    SOUND_ABSENT = "sound_absent"
    PICTURE_BLACK = "picture_black"
    PICTURE_FROZEN = "picture_frozen"
    PICTURE_ABSENT = "picture_absent"
    NO_FILES = "no_files"
    AWAY = "away"
    """Home Assistant was not running."""
    OVERDUE = "overdue"
    """The archive has kept it waiting for half a day."""
    STORE = "store"
    """No disk takes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """A row of the ledger: never changed once written."""

    recording_id: str
    step: Step
    at: datetime
    """UTC, by the clock of this machine when it was written; the order of rows is not that of their times."""
    cause: str = ""
    """A word of `Cause`, or the archive's."""
    detail: str = ""
    """What a device or a person said: hostile until escaped."""
    actor: Actor = NOBODY
    data: Mapping[str, Any] = EMPTY
    key: str = field(default_factory=lambda: uuid4().hex)
    """Names the row, so that it is kept once even if it is written twice."""

    def to_payload(self) -> dict[str, Any]:
        """Return it as it lies in the store."""
        return {
            "row_key": self.key,
            "recording_id": self.recording_id,
            "step": self.step.value,
            "at_ms": to_ms(self.at),
            "cause": self.cause,
            "detail": self.detail,
            "user_id": self.actor.user_id,
            "user_name": self.actor.name,
            "data": dict(self.data),
        }
