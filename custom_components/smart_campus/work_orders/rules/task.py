"""Tasks that come back: what a plan asks for at one room or piece of equipment, and what was done so far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from ...campuslink.model import Kind
from ...recordings.rules.actor import NOBODY, Actor
from .recurrence import Recurrence

MOST_MISSED: Final = 1000
"""Missed days are counted up to here."""


class Targets(StrEnum):
    """What a plan is for."""

    ROOMS = "rooms"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Target:
    """One room or one piece of equipment."""

    key: str
    """``room:`` and its subentry id, or ``asset:`` and its id in the ledger."""
    name: str
    area_id: str | None = None
    kind: str | None = None
    """Kind of the device; None for a room, empty for what has no network."""

    @property
    def device_kind(self) -> Kind | None:
        """Return the kind of its device; None where there is none."""
        return next((kind for kind in Kind if kind.value == self.kind), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskPlan:
    """What an administrator set up."""

    id: str
    title: str
    targets: Targets
    recurrence: Recurrence
    since: date
    """The first day on which anything can be due."""
    areas: frozenset[str] = frozenset()
    """Only there; empty for everywhere."""
    kinds: frozenset[str] = frozenset()
    """Only equipment of these kinds; empty for all of it."""
    lead_days: int = 0
    """So many days before it is due a task appears."""
    instructions: str = ""

    def means(self, target: Target) -> bool:
        """Return whether a room or a piece of equipment is meant."""
        return (not self.areas or target.area_id in self.areas) and (
            self.targets is Targets.ROOMS or not self.kinds or target.kind in self.kinds
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """Somebody did a task."""

    plan_id: str
    target: str
    """Key of the room or piece of equipment."""
    due: date
    """The first day on which it was due and not done."""
    through: date
    """The last day on which it was due that is settled by it."""
    on: date
    """The day on which it was done."""
    at: datetime
    actor: Actor = NOBODY
    missed: int = 0
    """Later days on which it had been due as well, and which it settles."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What is to be done at one target now."""

    target: Target
    due: date
    missed: int
    """Times it came due again since, without anybody doing it."""


def open_task(
    plan: TaskPlan,
    target: Target,
    last: Done | None,
    today: date,
    *,
    ledger_on: date | None = None,
    terms: Collection[date] = (),
) -> Task | None:
    """Return what is to be done; None while it is not time yet. What nobody did stays until somebody does.

    ledger_on: what the equipment ledger says of the next inspection, where it is this plan's.
    """
    due = due_of(plan, last, ledger_on=ledger_on, terms=terms)
    if due is None or today < due - timedelta(days=plan.lead_days):
        return None
    return Task(target=target, due=due, missed=len(_later_days(plan, due, today, terms)))


def due_of(
    plan: TaskPlan, last: Done | None, *, ledger_on: date | None = None, terms: Collection[date] = ()
) -> date | None:
    """Return when something is due next, or since when it is; None when no term is known to begin.

    Days of rooms lie fast, whenever somebody comes. Equipment is checked so long after it was checked last.
    """
    if ledger_on is not None and (last is None or ledger_on > last.on):
        return ledger_on
    if last is None:
        return plan.recurrence.next_after(plan.since - timedelta(days=1), anchor=plan.since, terms=terms)
    if plan.targets is Targets.EQUIPMENT:
        return plan.recurrence.next_after(max(last.on, last.due), anchor=last.on, terms=terms)
    return plan.recurrence.next_after(last.through, anchor=plan.since, terms=terms)


def finish(plan: TaskPlan, task: Task, at: datetime, actor: Actor, terms: Collection[date] = ()) -> Done:
    """Return that somebody did a task: it settles every day so far on which it was due.

    at: by the clock on the site's wall, whose date counts.
    """
    today = at.date()
    later = _later_days(plan, task.due, today, terms)
    return Done(
        plan_id=plan.id,
        target=task.target.key,
        due=task.due,
        through=later[-1] if later else task.due,
        on=today,
        at=at,
        actor=actor,
        missed=len(later),
    )


def _later_days(plan: TaskPlan, due: date, today: date, terms: Collection[date]) -> list[date]:
    """Return the days behind the first one, up to today, on which it came due again."""
    days: list[date] = []
    anchor = due if plan.targets is Targets.EQUIPMENT else plan.since
    day = plan.recurrence.next_after(due, anchor=anchor, terms=terms)
    while day is not None and day <= today and len(days) < MOST_MISSED:
        days.append(day)
        day = plan.recurrence.next_after(day, anchor=anchor, terms=terms)
    return days
