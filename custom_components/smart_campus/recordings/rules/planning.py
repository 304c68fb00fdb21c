"""What the ledger has to say when the timetable is held against it: lessons new, changed and gone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .recording import Recording
from .steps import Cause, Step, Transition
from .subject import Plan, Subject

COME_BACK: Final = frozenset({Cause.CANCELLED, Cause.MOVED, Cause.NOT_RECORDED, Cause.RECORDER_REMOVED})
"""Reasons for which a lesson is skipped that are void once the timetable has it again."""
COVERED: Final = frozenset({Cause.DUPLICATE, Cause.OVERLAP})

type Row = tuple[Transition, Subject | None]
"""A row, with its subject where it is the first of a recording."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A lesson to be recorded by a recorder, as the timetable is now."""

    subject: Subject
    plan: Plan


def plan_rows(
    wanted: Mapping[str, Wanted],
    known: Mapping[str, Recording],
    now: datetime,
    why_gone: Callable[[Recording], Cause | None],
) -> list[Row]:
    """Return the rows that make the ledger say what the timetable says; none when it does already.

    wanted: by recording id. known: every recording of the days wanted covers. why_gone: says of a recording that is
    not wanted any more why; None when nothing is known of its room's lessons now, so that it stays as it is.
    """
    covered = covered_by(wanted.values(), known)
    rows: list[Row] = []
    for recording_id, each in wanted.items():
        recording = known.get(recording_id)
        if recording is None:
            rows.extend(_begin(each, now, covered.get(recording_id)))
        elif now < max(recording.end, each.plan.end):
            rows.extend(_follow(recording, each, now, covered.get(recording_id)))
    rows.extend(
        (_row(recording.id, Step.SKIPPED, now, cause), None)
        for recording in known.values()
        if recording.id not in wanted and _is_open(recording, now) and (cause := why_gone(recording)) is not None
    )
    return rows


def covered_by(wanted: Iterable[Wanted], known: Mapping[str, Recording]) -> dict[str, tuple[Cause, str]]:
    """Return each lesson that never has the recorder for itself, with why, and the recording that covers it.

    The timetable wins over bookings of calendars; of two equal ones the one begun last.
    """
    by_recorder: dict[str, list[Wanted]] = {}
    for each in wanted:
        by_recorder.setdefault(each.subject.device_key, []).append(each)
    found: dict[str, tuple[Cause, str]] = {}
    for members in by_recorder.values():
        members.sort(key=lambda each: (each.plan.start, each.plan.end))
        for group in _overlapping(members):
            found.update(_losers(group, known))
    return found


def _overlapping(members: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Yield the runs of lessons that overlap one another, of lessons in order of time."""
    group: list[Wanted] = []
    until: datetime | None = None
    for each in members:
        if until is not None and each.plan.start >= until:
            if len(group) > 1:
                yield group
            group, until = [], None
        group.append(each)
        until = each.plan.end if until is None else max(until, each.plan.end)
    if len(group) > 1:
        yield group


def _losers(group: Sequence[Wanted], known: Mapping[str, Recording]) -> Iterator[tuple[str, tuple[Cause, str]]]:
    edges = sorted({edge for each in group for edge in (each.plan.start, each.plan.end)})
    winners: dict[datetime, Wanted] = {}
    for edge in edges[:-1]:
        there = [each for each in group if each.plan.start <= edge < each.plan.end]
        if there:
            winners[edge] = max(there, key=lambda each: _claim(each, known))
    won = {each.subject.recording_id for each in winners.values()}
    for each in group:
        if each.subject.recording_id not in won:
            winner = winners[each.plan.start]
            times = (winner.plan.start, winner.plan.end)
            is_same = times == (each.plan.start, each.plan.end)
            cause = Cause.DUPLICATE if is_same else Cause.OVERLAP
            yield each.subject.recording_id, (cause, winner.subject.recording_id)


def _claim(each: Wanted, known: Mapping[str, Recording]) -> tuple[bool, datetime, datetime, int, str]:
    """Return what the greatest of has the recorder; what is recorded or planned already keeps it against its like."""
    recording = known.get(each.subject.recording_id)
    standing = 0 if recording is None else 1 + (recording.skip is None) + recording.is_recording
    return each.subject.is_planned, each.plan.start, each.plan.end, standing, each.subject.recording_id


def _begin(each: Wanted, now: datetime, loss: tuple[Cause, str] | None) -> Iterator[Row]:
    recording_id = each.subject.recording_id
    # One name for the first row of a recording: planned twice, by two starts or without the database, it stands once
    yield (
        Transition(
            recording_id=recording_id,
            step=Step.PLANNED,
            at=now,
            cause=Cause.TIMETABLE,
            data=each.plan.to_json(),
            key=f"{recording_id}:planned",
        ),
        each.subject,
    )
    if loss is not None:
        yield _covered(recording_id, now, loss), None


def _follow(recording: Recording, each: Wanted, now: datetime, loss: tuple[Cause, str] | None) -> Iterator[Row]:
    skipped = recording.skip.cause if recording.skip else None
    is_back = skipped in COME_BACK or (skipped in COVERED and loss is None)
    if is_back or recording.plan != each.plan:
        cause = Cause.RESTORED if is_back else Cause.CHANGED
        yield _row(recording.id, Step.PLANNED, now, cause, each.plan), None
    if loss is not None and (skipped is None or skipped in COME_BACK) and recording.started_at is None:
        yield _covered(recording.id, now, loss), None


def _is_open(recording: Recording, now: datetime) -> bool:
    """Return whether a lesson that is gone from the timetable would still be recorded."""
    if recording.subject.is_manual or recording.is_held or now >= recording.end:
        return False
    return recording.is_recording or not recording.is_complete


def _covered(recording_id: str, now: datetime, loss: tuple[Cause, str]) -> Transition:
    cause, winner = loss
    return Transition(recording_id=recording_id, step=Step.SKIPPED, at=now, cause=cause, data={"covered_by": winner})


def _row(recording_id: str, step: Step, now: datetime, cause: Cause, plan: Plan | None = None) -> Transition:
    data = plan.to_json() if plan else {}
    return Transition(recording_id=recording_id, step=step, at=now, cause=cause, data=data)
