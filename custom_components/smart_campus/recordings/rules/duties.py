"""What a recorder has to do now, and when it has to do something next: read from its recordings alone.

Going by what should be, not by what just happened, is what makes restarts and clocks that jump harmless.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .recording import Recording
from .steps import Cause, Step

ARM_BEFORE: Final = timedelta(minutes=10)
GIVE_UP_AFTER: Final = timedelta(days=1)
"""How long after its end a recorder is asked for the files of a lesson that it may hold."""
CONFIRMED_WITHIN: Final = timedelta(hours=12)
"""How long after its end a recording may wait for the archive before that is a missed step."""
OWN_START_S: Final = 5.0
"""A recorder with a schedule of its own is left so long to begin by it."""


class Duty(StrEnum):
    """Something to be done with a recorder; of several the first comes first."""

    STOP = "stop"
    START = "start"
    CLOSE = "close"
    """The lesson is over and was never seen recorded: look whether the recorder did so by itself."""
    ARM = "arm"
    COLLECT = "collect"
    """It is over: list the files and hand them to the archive."""
    WARN = "warn"
    """The archive has not confirmed it for too long."""


_ORDER: Final = {duty: place for place, duty in enumerate(Duty)}


@dataclass(frozen=True, slots=True)
class Due:
    """A duty about one recording."""

    duty: Duty
    recording: Recording
    cause: str = ""
    """Why it is stopped."""


def wanted_now(recordings: Iterable[Recording], now: datetime) -> Recording | None:
    """Return what a recorder should record: the timetable before bookings, of two equal ones the one begun last."""
    candidates = [each for each in recordings if _may_record(each, now)]
    return max(
        candidates,
        key=lambda each: (each.subject.is_planned, each.start, each.end, each.is_recording, each.id),
        default=None,
    )


def duties(recordings: Iterable[Recording], now: datetime) -> list[Due]:
    """Return what is to be done with one recorder, what comes first first."""
    members = tuple(recordings)
    winner = wanted_now(members, now)
    found: list[Due] = []
    for each in members:
        if each.is_recording:
            if cause := _stop_cause(each, winner, now):
                found.append(Due(Duty.STOP, each, cause))
        elif each is winner:
            found.append(Due(Duty.START, each))
        elif duty := _quiet_duty(each, now):
            found.append(Due(duty, each))
    return sorted(found, key=lambda due: (_ORDER[due.duty], due.recording.start, due.recording.id))


def next_due(recordings: Iterable[Recording], now: datetime) -> datetime | None:
    """Return when the next edge of a recording comes; None when none is to come."""
    edges = (
        edge
        for each in recordings
        if not each.is_held or each.is_recording
        for edge in (each.start - ARM_BEFORE, each.start, each.end)
        if edge > now
    )
    return min(edges, default=None)


def _may_record(each: Recording, now: datetime) -> bool:
    if each.subject.is_manual or each.is_held or now >= each.end:
        return False
    # One that records is let go on when the clock is set back before its begin
    return each.is_recording or (each.start <= now and not each.is_complete)


def _stop_cause(each: Recording, winner: Recording | None, now: datetime) -> str:
    if each.skip is not None:
        return each.skip.cause
    if now >= each.end and not each.subject.is_manual:
        return Cause.END
    if winner is not None and winner is not each:
        return Cause.TIMETABLE if each.subject.is_manual else Cause.NEXT_LESSON
    return ""


def _quiet_duty(each: Recording, now: datetime) -> Duty | None:
    """Return what is to be done about a recording that neither runs nor should."""
    if each.started_at is not None:
        is_over = now >= each.end or each.is_held or each.is_complete or each.subject.is_manual
        is_hopeless = each.stopped is not None and now >= each.stopped.at + GIVE_UP_AFTER
        if is_over and needs_collecting(each):
            return None if is_hopeless else Duty.COLLECT
        return Duty.WARN if is_over and is_overdue(each, now) else None
    if each.is_held or each.is_failed:
        return None
    if now >= each.end:
        return Duty.CLOSE
    is_time = each.start - ARM_BEFORE <= now < each.start
    return Duty.ARM if is_time and each.furthest is Step.PLANNED else None


def needs_collecting(each: Recording) -> bool:
    """Return whether files of a stopped recording were not listed, or not handed on."""
    return not each.is_collected or not each.handed.issuperset(each.files)


def is_overdue(each: Recording, now: datetime) -> bool:
    """Return whether the archive keeps a recording waiting for long, and nobody knows why."""
    is_waiting = any(step is not Step.CONFIRMED for step in each.parts.values())
    if not is_waiting or each.is_erased or each.stopped is None or Step.CONFIRMED in each.missed:
        return False
    return each.open_miss is None and now >= each.stopped.at + CONFIRMED_WITHIN
