"""What can happen to an alert, one frozen row each, and what an alert is after it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from ...store.rules.times import from_ms
from .alert import MOST_CHILDREN, MOST_NOTES, Alert, AlertState, Note
from .coding import actor_from, alert_from, button_from, child_from, severity_from, text_from


class TransitionKind(StrEnum):
    """What happened."""

    RAISED = "raised"
    CHANGED = "changed"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    NOTED = "noted"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    CHILD_ADDED = "child_added"
    CHILD_REMOVED = "child_removed"
    RESOLVED = "resolved"
    TELLING = "telling"
    """Somebody is about to be told: written before it is sent."""
    TOLD = "told"
    """What became of it."""
    CLOSED = "closed"
    """Everybody who was told heard that it is over."""
    CLOCK = "clock"
    """The clock on the wall was set: every time before it moves along. Belongs to no alert."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """One thing that happened. `data` is JSON-able and made by `desk` or `delivery` only."""

    id: str
    alert_id: str
    kind: TransitionKind
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


def fold(alert: Alert | None, transition: Transition) -> Alert | None:
    """Return an alert after something happened to it; None only for one that was never raised.

    What does not fit its state changes nothing: rows may come from a database somebody touched.
    """
    if transition.kind is TransitionKind.RAISED:
        return alert if alert is not None else alert_from(transition.alert_id, transition.at, transition.data)
    if alert is None or (not alert.is_open and transition.kind is not TransitionKind.NOTED):
        return alert
    step = _STEPS.get(transition.kind)
    return alert if step is None else replace(step(alert, transition), version=alert.version + 1)


def fold_all(transitions: Iterable[Transition]) -> dict[str, Alert]:
    """Return the alerts that transitions happened to, by id."""
    found: dict[str, Alert] = {}
    for each in transitions:
        if (alert := fold(found.get(each.alert_id), each)) is not None:
            found[each.alert_id] = alert
    return found


def shifted(alert: Alert, by: timedelta) -> Alert:
    """Return an alert with every time moved, after the clock on the wall was set."""

    def moved(at: datetime | None) -> datetime | None:
        return None if at is None else at + by

    return replace(
        alert,
        raised_at=alert.raised_at + by,
        acknowledged_at=moved(alert.acknowledged_at),
        snoozed_until=moved(alert.snoozed_until),
        resolved_at=moved(alert.resolved_at),
        notes=tuple(replace(note, at=note.at + by) for note in alert.notes),
        children=tuple(replace(child, since=child.since + by) for child in alert.children),
    )


def _changed(alert: Alert, transition: Transition) -> Alert:
    data = transition.data
    severity = severity_from(data.get("severity"), alert.severity)
    if severity.rank > alert.severity.rank:
        # Whoever took it on took on something milder.
        alert = _woken(alert, transition)
    return replace(
        alert,
        severity=severity,
        title=text_from(data["title"]) if "title" in data else alert.title,
        cause=text_from(data["cause"]) if "cause" in data else alert.cause,
        evidence={**alert.evidence, **data.get("evidence", {})},
        buttons=tuple(map(button_from, data["buttons"])) if "buttons" in data else alert.buttons,
        parent_key=data.get("parent_key", alert.parent_key),
    )


def _acknowledged(alert: Alert, transition: Transition) -> Alert:
    if alert.acknowledged_at is not None:
        return alert
    return replace(
        alert,
        state=AlertState.ACKNOWLEDGED,
        acknowledged_at=transition.at,
        acknowledged_by=actor_from(transition.data.get("actor")),
        snoozed_until=None,
    )


def _snoozed(alert: Alert, transition: Transition) -> Alert:
    return replace(alert, state=AlertState.SNOOZED, snoozed_until=from_ms(transition.data["until"]))


def _woken(alert: Alert, transition: Transition) -> Alert:
    return replace(
        alert,
        state=AlertState.OPEN,
        snoozed_until=None,
        # Whoever acknowledged and put it off is asked again.
        acknowledged_at=None,
        acknowledged_by=None,
    )


def _noted(alert: Alert, transition: Transition) -> Alert:
    note = Note(transition.at, actor_from(transition.data.get("actor")), str(transition.data.get("text", "")))
    return replace(alert, notes=(*alert.notes, note)[-MOST_NOTES:])


def _escalated(alert: Alert, transition: Transition) -> Alert:
    name = str(transition.data.get("to", ""))
    if name in alert.escalated_to:
        return alert
    return replace(alert, escalated_to=(*alert.escalated_to, name))


def _child_added(alert: Alert, transition: Transition) -> Alert:
    child = child_from(transition.data, transition.at)
    others = tuple(each for each in alert.children if each.key != child.key)
    return alert if len(others) >= MOST_CHILDREN else replace(alert, children=(*others, child))


def _child_removed(alert: Alert, transition: Transition) -> Alert:
    key = transition.data.get("key")
    return replace(alert, children=tuple(each for each in alert.children if each.key != key))


def _resolved(alert: Alert, transition: Transition) -> Alert:
    return replace(
        alert,
        state=AlertState.RESOLVED,
        resolved_at=transition.at,
        resolved_by=actor_from(transition.data.get("actor")),
        snoozed_until=None,
    )


def _kept(alert: Alert, transition: Transition) -> Alert:
    return alert


_STEPS: Final[Mapping[TransitionKind, Callable[[Alert, Transition], Alert]]] = {
    TransitionKind.CHANGED: _changed,
    TransitionKind.ACKNOWLEDGED: _acknowledged,
    TransitionKind.SNOOZED: _snoozed,
    TransitionKind.WOKEN: _woken,
    TransitionKind.NOTED: _noted,
    TransitionKind.ANSWERED: _kept,
    TransitionKind.ESCALATED: _escalated,
    TransitionKind.CHILD_ADDED: _child_added,
    TransitionKind.CHILD_REMOVED: _child_removed,
    TransitionKind.RESOLVED: _resolved,
}
