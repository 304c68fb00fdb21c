"""How many lessons of a day were to be recorded, and how many were."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...recordings.rules.counting import GROUPS, Group
from ...recordings.rules.recording import Recording

RECORDED = frozenset({Group.WAITING, Group.CONFIRMED})


@dataclass(frozen=True, slots=True)
class LessonCount:
    """Lessons that are over and were to be recorded."""

    recorded: int = 0
    held: int = 0

    def __add__(self, other: LessonCount) -> LessonCount:
        return LessonCount(self.recorded + other.recorded, self.held + other.held)


def count_lessons(recordings: Iterable[Recording], timetabled: Mapping[str, datetime], now: datetime) -> LessonCount:
    """Return how lessons of one day stand.

    timetabled: end of each lesson, by id, in rooms whose lessons are to be recorded; those without a row in the ledger
    were not recorded. Lessons that somebody skipped count nowhere, nor do recordings beside the timetable.
    """
    by_lesson: dict[str, list[Recording]] = {}
    for each in recordings:
        if not each.subject.is_manual:
            by_lesson.setdefault(each.subject.lesson_id, []).append(each)
    states = [_is_recorded(members, now) for members in by_lesson.values()]
    silent = sum(end <= now for lesson_id, end in timetabled.items() if lesson_id not in by_lesson)
    return LessonCount(sum(state is True for state in states), sum(state is not None for state in states) + silent)


def _is_recorded(members: Collection[Recording], now: datetime) -> bool | None:
    """Return whether any recorder has a lesson; None while it runs, and when it was skipped by all."""
    groups = {GROUPS[each.state] for each in members}
    if groups == {Group.SKIPPED} or all(each.end > now for each in members):
        return None
    return not groups.isdisjoint(RECORDED)
