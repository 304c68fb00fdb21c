"""One line of the ledger as it stands: everything that happened to a recording, folded in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from ...campuslink.device.recorder.orders import RecordingOrder
from ...store.rules.times import from_ms
from .steps import CHAIN, RANK, Cause, Step, Transition
from .subject import Plan, Subject

ENOUGH_WITHOUT_S: Final = 60.0
"""A recording this much shorter than its lesson is complete."""

BROKEN: Final = frozenset({Cause.NOT_RECORDING, Cause.UNREACHABLE, Cause.ANOTHER})
"""Troubles in which nothing, as far as is known, is recorded."""


class RecordingState(StrEnum):
    """Where a recording stands."""

    PLANNED = "planned"
    ARMED = "armed"
    RECORDING = "recording"
    PAUSED = "paused"
    FAILED = "failed"
    """It is due and does not record, or it was due and nothing was recorded."""
    STOPPED = "stopped"
    STORED = "stored"
    QUEUED = "queued"
    UPLOADED = "uploaded"
    CONFIRMED = "confirmed"
    ERASED = "erased"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of one file."""

    size: int | None = None
    duration_s: float | None = None
    sha256: str = ""
    source: str = ""

    def merged(self, newer: Mapping[str, Any]) -> FileFacts:
        """Return it with what a row says newly."""
        return replace(self, **{name: value for name, value in newer.items() if value is not None})


@dataclass(slots=True)
class Recording:
    """One lesson and recorder, from plan to confirmed archive."""

    subject: Subject
    plan: Plan
    extended_to: datetime | None = None
    skip: Transition | None = None
    started_at: datetime | None = None
    """When it first was seen recording."""
    begun_at: datetime | None = None
    """When it was last seen starting."""
    stopped: Transition | None = None
    """How it was last stopped; None while it records."""
    is_recording: bool = False
    is_paused: bool = False
    recorded_s: float = 0.0
    """Seconds between starts and stops."""
    furthest: Step = Step.PLANNED
    missed: dict[Step, Transition] = field(default_factory=dict)
    """The first miss of each step."""
    open_miss: Transition | None = None
    """The last miss that was not made good."""
    told: set[Step] = field(default_factory=set)
    """Missed steps that automations heard of."""
    troubles: dict[str, Transition] = field(default_factory=dict)
    """By cause, those that are not over."""
    trouble_count: int = 0
    files: dict[str, FileFacts] = field(default_factory=dict)
    """By name."""
    parts: dict[str, Step] = field(default_factory=dict)
    """How far each part got in the archive, by the id under which it was handed over."""
    handed: set[str] = field(default_factory=set)
    """Names of the files that were handed to the archive."""
    is_collected: bool = False
    """Whether its files were listed since it was last stopped."""
    is_left_alone: bool = False
    """Whether a person stopped it; the timetable does not start it again."""
    is_scheduled: bool = False
    is_failed: bool = False
    is_erased: bool = False
    signal_good_at: datetime | None = None

    @property
    def id(self) -> str:
        """Return the recording's name."""
        return self.subject.recording_id

    @property
    def start(self) -> datetime:
        """Return when the lesson begins."""
        return self.plan.start

    @property
    def end(self) -> datetime:
        """Return up to when it is recorded: the lesson's end, or what it was extended to."""
        return max(self.plan.end, self.extended_to) if self.extended_to else self.plan.end

    @property
    def first_miss(self) -> Transition | None:
        """Return the first step that was missed."""
        return min(self.missed.values(), key=lambda miss: (miss.at, RANK[missed_step(miss)]), default=None)

    @property
    def is_held(self) -> bool:
        """Whether a person, or a rule of a person, does not want it recorded now."""
        return self.skip is not None or self.is_left_alone

    @property
    def is_complete(self) -> bool:
        """Whether what was recorded covers the lesson."""
        if self.started_at is None or self.is_recording:
            return False
        held_s = self.recorded_s if self.duration_s is None else self.duration_s
        return held_s >= (self.end - self.start).total_seconds() - ENOUGH_WITHOUT_S

    @property
    def size(self) -> int | None:
        """Return the bytes of all files; None while none is known."""
        known = [each.size for each in self.files.values() if each.size is not None]
        return sum(known) if known else None

    @property
    def duration_s(self) -> float | None:
        """Return the seconds of the source that has most; None while none is known."""
        by_source: dict[str, float] = {}
        for each in self.files.values():
            if each.duration_s is not None:
                by_source[each.source] = by_source.get(each.source, 0.0) + each.duration_s
        return max(by_source.values(), default=None)

    @property
    def state(self) -> RecordingState:
        """Return where it stands."""
        if self.is_erased:
            return RecordingState.ERASED
        return self._state_before() if self.started_at is None else self._state_since()

    def _state_before(self) -> RecordingState:
        """Return where something stands of which nothing was recorded."""
        if self.skip is not None:
            return RecordingState.SKIPPED
        is_due = self.open_miss is not None and missed_step(self.open_miss) is Step.STARTED
        if self.is_failed or is_due:
            return RecordingState.FAILED
        return RecordingState.ARMED if self.furthest is Step.ARMED else RecordingState.PLANNED

    def _state_since(self) -> RecordingState:
        """Return where something stands of which something was recorded."""
        if not BROKEN.isdisjoint(self.troubles):
            return RecordingState.FAILED
        if self.is_recording:
            return RecordingState.PAUSED if self.is_paused else RecordingState.RECORDING
        if self.parts:
            return RecordingState(min(self.parts.values(), key=RANK.__getitem__).value)
        return RecordingState.STORED if self.files else RecordingState.STOPPED

    def mentions(self, word: str) -> bool:
        """Return whether a text of the lesson has a word in it. word: casefolded; an empty one is everywhere."""
        texts = (self.plan.course, self.plan.teacher, self.plan.group, self.subject.room, self.subject.recorder)
        return any(word in text.casefold() for text in texts)

    def order(self) -> RecordingOrder:
        """Return what the recorder is told."""
        return RecordingOrder(
            id=self.id,
            title=self.plan.course,
            start=self.plan.start,
            end=self.end,
            course=self.plan.course,
            teacher=self.plan.teacher,
            group=self.plan.group,
            room=self.subject.room,
        )

    def take(self, row: Transition) -> None:
        """Fold what happened next."""
        reached = Step.STARTED if row.step is Step.SEEN else row.step
        if reached in RANK:
            self._reach(reached)
        if (take := _TAKERS.get(row.step)) is not None:
            take(self, row)

    def _reach(self, step: Step) -> None:
        if self.open_miss is not None and RANK[step] >= RANK[missed_step(self.open_miss)]:
            self.open_miss = None
        if step is Step.STARTED or RANK[step] > RANK[self.furthest]:
            self.furthest = step

    def _replan(self, row: Transition) -> None:
        before, self.plan = self.plan, Plan.from_json(row.data)
        if row.cause != Cause.CHANGED:
            self.skip = None
        if before.start != self.plan.start and self.furthest is Step.ARMED:
            self.furthest = Step.PLANNED
        if before.end != self.plan.end:
            self.extended_to = None
        if row.cause == Cause.PERSON:
            self.is_left_alone = False

    def _start(self, row: Transition) -> None:
        self.is_recording, self.is_paused = True, False
        self.started_at = self.started_at or row.at
        if row.step is Step.STARTED or self.begun_at is None:
            self.begun_at = row.at
        self.stopped, self.is_failed, self.is_left_alone, self.is_collected = None, False, False, False
        for cause in BROKEN:
            self.troubles.pop(cause, None)

    def _stop(self, row: Transition) -> None:
        if self.is_recording and self.begun_at is not None:
            self.recorded_s += recorded_s(self.begun_at, row)
        self.is_recording, self.is_paused, self.stopped, self.is_collected = False, False, row, False
        self.is_left_alone = row.cause == Cause.PERSON
        if row.cause not in BROKEN:
            self.troubles.clear()

    def _pause(self, row: Transition) -> None:
        self.is_paused = row.step is Step.PAUSED

    def _hear_signal(self, row: Transition) -> None:
        self.signal_good_at = self.signal_good_at or row.at

    def _extend(self, row: Transition) -> None:
        self.extended_to = from_ms(row.data["end_ms"])

    def _skip(self, row: Transition) -> None:
        self.skip = row

    def _schedule(self, _row: Transition) -> None:
        self.is_scheduled = True

    def _fail(self, _row: Transition) -> None:
        self.is_failed = True

    def _erase(self, _row: Transition) -> None:
        self.is_erased = True

    def _miss(self, row: Transition) -> None:
        self.missed.setdefault(missed_step(row), row)
        self.open_miss = row

    def _tell(self, row: Transition) -> None:
        self.told.add(missed_step(row))

    def _suffer(self, row: Transition) -> None:
        self.troubles[row.cause] = row
        self.trouble_count += 1

    def _recover(self, row: Transition) -> None:
        self.troubles.pop(row.cause, None)

    def _archive(self, row: Transition) -> None:
        for name, facts in row.data.get("files", {}).items():
            self.files[name] = self.files.get(name, FileFacts()).merged(facts)
        if row.step is Step.STORED and not {"part", "checksum"} & row.data.keys():
            self.is_collected = True
            self.troubles.clear()
        self.handed.update(row.data.get("handed", ()))
        if part := row.data.get("part"):
            reached = self.parts.get(part, row.step)
            self.parts[part] = max(reached, row.step, key=RANK.__getitem__)


def missed_step(row: Transition) -> Step:
    """Return which step a row says was missed."""
    return Step(row.data["step"])


def next_step(step: Step) -> Step:
    """Return what follows in the chain; the last step follows itself."""
    return CHAIN[min(RANK[step] + 1, len(CHAIN) - 1)]


def recorded_s(begun_at: datetime, stop: Transition) -> float:
    """Return the seconds a recording ran: as the recorder counted them, else by the clock, which may have jumped."""
    counted: Any = stop.data.get("elapsed_s")
    return max(0.0, float(counted) if counted is not None else (stop.at - begun_at) / timedelta(seconds=1))


_TAKERS: Final[Mapping[Step, Callable[[Recording, Transition], None]]] = {
    Step.PLANNED: Recording._replan,
    Step.SCHEDULED: Recording._schedule,
    Step.SKIPPED: Recording._skip,
    Step.STARTED: Recording._start,
    Step.SEEN: Recording._start,
    Step.STOPPED: Recording._stop,
    Step.PAUSED: Recording._pause,
    Step.RESUMED: Recording._pause,
    Step.SIGNAL_GOOD: Recording._hear_signal,
    Step.EXTENDED: Recording._extend,
    Step.FAILED: Recording._fail,
    Step.ERASED: Recording._erase,
    Step.STORED: Recording._archive,
    Step.QUEUED: Recording._archive,
    Step.UPLOADED: Recording._archive,
    Step.CONFIRMED: Recording._archive,
    Step.MISSED: Recording._miss,
    Step.TOLD: Recording._tell,
    Step.TROUBLE: Recording._suffer,
    Step.RECOVERED: Recording._recover,
}
"""What a row changes, by its step."""
