"""The words of a message about one alert or several, in the language of whoever reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from ...store.rules.text import clean_text
from .alert import Alert, Button, Severity, Text
from .words import render

MOST_NAMED: Final = 10
"""Alerts or consequences that are named; more are counted."""
MOST_TEXT: Final = 1_500
_HEADLINES: Final = {"acknowledged": "taken_on", "resolved": "over"}
_ANSWERABLE: Final = frozenset({"raised", "reminder", "escalated"})

_SECTIONS: Final = (
    ("summary_new", _ANSWERABLE),
    ("summary_taken_on", frozenset({"acknowledged"})),
    ("summary_over", frozenset({"resolved"})),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """For whom, and when, something is worded."""

    language: str
    zone: tzinfo
    now: datetime

    def say(self, key: str, **placeholders: str) -> str:
        """Return a sentence of ours."""
        return render(Text(key, placeholders), self.language, self.zone)

    def show(self, text: str | Text) -> str:
        """Return a title or cause."""
        return render(text, self.language, self.zone)


def title_of(alert: Alert, event: str, wording: Wording) -> str:
    """Return the first line: what happened to which alert."""
    key = _HEADLINES.get(event, event)
    if event == "resolved" and alert.resolved_by is not None and alert.resolved_by.via == "merged":
        key = "merged"
    return wording.say(key, title=wording.show(alert.title))


def text_of(alert: Alert, event: str, severity: Severity, site: str, wording: Wording) -> str:
    """Return everything below the first line. site: what people call it."""
    if event == "acknowledged":
        return _by(alert.acknowledged_by.name if alert.acknowledged_by else "", alert.acknowledged_at, wording)
    if event == "resolved":
        return _by(alert.resolved_by.name if alert.resolved_by else "", alert.resolved_at, wording)
    lines = [wording.say("severity_is", severity=wording.say(severity.value))]
    if place := " · ".join(filter(None, (site, alert.room))):
        lines.append(wording.say("where", place=place))
    if cause := wording.show(alert.cause):
        lines.append(wording.say("why", cause=cause))
    lines.append(wording.say("since", at=alert.raised_at.isoformat()))
    lines += [wording.say("evidence_is", name=name, value=value) for name, value in alert.evidence.items()]
    if alert.children:
        lines.append(_also(alert, wording))
    if event != "raised":
        minutes = max(wording.now - alert.raised_at, timedelta()) // timedelta(minutes=1)
        lines.append(wording.say("not_acknowledged", minutes=str(minutes)))
    return "\n".join(lines)[:MOST_TEXT]


def buttons_of(alert: Alert, event: str, wording: Wording) -> tuple[Button, ...]:
    """Return what can be answered, those of the alert's own first behind acknowledging."""
    if event not in _ANSWERABLE:
        return ()
    own = tuple(Button(each.id, wording.show(each.label), each.resolves) for each in alert.buttons)
    acknowledge, *others = (Button(key, wording.say(key)) for key in ("acknowledge", "snooze", "details"))
    return (acknowledge, *own, *others)


def summary_of(entries: Sequence[tuple[Alert, str, Severity]], wording: Wording) -> tuple[str, str]:
    """Return title and text about several alerts, each with its event and severity."""
    parts: list[str] = []
    for key, events in (
        ("summary_new", _ANSWERABLE),
        ("summary_taken_on", {"acknowledged"}),
        ("summary_over", {"resolved"}),
    ):
        some = [(alert, severity) for alert, event, severity in entries if event in events]
        if some:
            parts += [wording.say(key, count=str(len(some))), *_named(some, wording)]
    return wording.say("summary_title", count=str(len(entries))), "\n".join(parts)[:MOST_TEXT]


def _named(some: Sequence[tuple[Alert, Severity]], wording: Wording) -> Iterable[str]:
    worst_first = sorted(some, key=lambda each: -each[1].rank)
    for alert, severity in worst_first[:MOST_NAMED]:
        where = f" ({alert.room})" if alert.room else ""
        yield f"- [{wording.say(severity.value)}] {clean_text(wording.show(alert.title), 80)}{where}"
    if len(some) > MOST_NAMED:
        yield wording.say("summary_more", count=str(len(some) - MOST_NAMED))


def _also(alert: Alert, wording: Wording) -> str:
    names = ", ".join(wording.show(child.title) for child in alert.children[:MOST_NAMED])
    if len(alert.children) > MOST_NAMED:
        return wording.say("also_more", names=names, count=str(len(alert.children) - MOST_NAMED))
    return wording.say("also", names=names)


def _by(name: str, at: datetime | None, wording: Wording) -> str:
    shown = "" if at is None else at.isoformat()
    return wording.say("by", name=name, at=shown) if name else wording.say("at_all", at=shown)
