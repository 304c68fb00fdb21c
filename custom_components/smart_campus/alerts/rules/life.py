"""What people and reports may do to an alert: each returns what is to be written, or says why not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from ...store.rules.text import clean_text
from ...store.rules.times import to_ms
from .alert import MOST_NOTE, Actor, Alert, AlertReport, AlertState, Text
from .coding import actor_to, report_to, text_from
from .transition import TransitionKind

LONGEST_SNOOZE: Final = timedelta(days=7)
DEFAULT_SNOOZE: Final = timedelta(minutes=30)


class LifeError(Exception):
    """An alert cannot take what somebody wants to do to it. `text` says why, for that person."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


type Step = tuple[TransitionKind, dict[str, Any]]


def acknowledge(alert: Alert, actor: Actor) -> Step:
    """Take an alert on. Raises LifeError when somebody did, or when it is over."""
    refuse_over(alert)
    if alert.acknowledged_by is not None:
        raise LifeError(
            "already_acknowledged",
            Text("already_acknowledged", {"name": name_of(alert.acknowledged_by), "at": _iso(alert.acknowledged_at)}),
        )
    return TransitionKind.ACKNOWLEDGED, {"actor": actor_to(actor)}


def resolve(alert: Alert, actor: Actor, note: str = "") -> Step:
    """End an alert. Raises LifeError when it is over."""
    refuse_over(alert)
    return TransitionKind.RESOLVED, {"actor": actor_to(actor), "note": clean_text(note, MOST_NOTE)}


def snooze(alert: Alert, actor: Actor, length: timedelta, now: datetime) -> Step:
    """Put an alert off. Raises LifeError when it is over, or when the length is none."""
    refuse_over(alert)
    if not timedelta() < length <= LONGEST_SNOOZE:
        raise LifeError("snooze_too_long", Text("snooze_too_long"))
    return TransitionKind.SNOOZED, {"actor": actor_to(actor), "until": to_ms(now + length)}


def note(alert: Alert, actor: Actor, text: str) -> Step:
    """Write something to an alert, also to one that is over. Raises LifeError when there is nothing to write."""
    cleaned = clean_text(text, MOST_NOTE)
    if not cleaned:
        raise LifeError("note_empty", Text("note_empty"))
    return TransitionKind.NOTED, {"actor": actor_to(actor), "text": cleaned}


def report_again(alert: Alert, report: AlertReport) -> Step | None:
    """Return what a second report changes: its words, or the severity when it is worse now; None when nothing."""
    new = report_to(report)
    changed: dict[str, Any] = {}
    for name in ("title", "cause"):
        if text_from(new[name]) != getattr(alert, name):
            changed[name] = new[name]
    if report.severity.rank > alert.severity.rank:
        changed["severity"] = report.severity.value
    if new["parent_key"] != alert.parent_key:
        changed["parent_key"] = new["parent_key"]
    if not changed:
        return None
    return TransitionKind.CHANGED, {**changed, "evidence": new["evidence"]}


def is_snooze_over(alert: Alert, now: datetime) -> bool:
    """Return whether an alert that was put off is due again."""
    return alert.state is AlertState.SNOOZED and (alert.snoozed_until is None or alert.snoozed_until <= now)


def name_of(actor: Actor | None) -> str:
    """Return who it was, as far as a name is known."""
    return "?" if actor is None or not actor.name else actor.name


def describe_end(alert: Alert) -> Mapping[str, str]:
    """Return who ended an alert and when, for a sentence."""
    return {"name": name_of(alert.resolved_by), "at": _iso(alert.resolved_at)}


def refuse_over(alert: Alert) -> None:
    """Raise LifeError when an alert is over."""
    if not alert.is_open:
        raise LifeError("already_resolved", Text("already_resolved", describe_end(alert)))


def _iso(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")
