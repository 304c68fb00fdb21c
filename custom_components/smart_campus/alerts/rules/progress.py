"""Who was told what of an alert so far, folded from its transitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from .alert import Alert, Severity
from .coding import severity_from
from .transition import Transition, TransitionKind

type Line = tuple[str, str]
"""Contact and channel, by their ids."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What one person was told by one channel."""

    heard: str = ""
    """Event of the last message that arrived; empty before the first."""
    heard_at: datetime | None = None
    severity: Severity = Severity.NOTICE
    """As it was then told."""
    was_told: bool = False
    """Whether any message ever arrived."""
    reminders: int = 0
    failures: int = 0
    """In a row."""
    tried_at: datetime | None = None
    retry_at: datetime | None = None
    message_id: str = ""
    group: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of telling people of one alert."""

    lines: Mapping[Line, Telling] = field(default_factory=dict)
    begun: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    """When each step of each group was first tried, since the alert was last opened."""
    is_closed: bool = False
    """Whether everybody heard that it is over."""


def fold_progress(progress: Progress, transition: Transition, before: Alert | None, after: Alert | None) -> Progress:
    """Return the progress after something happened. before, after: the alert around it."""
    match transition.kind:
        case TransitionKind.TELLING:
            return _telling(progress, transition)
        case TransitionKind.TOLD:
            return _told(progress, transition)
        case TransitionKind.CLOSED:
            return replace(progress, is_closed=True)
    if before is not None and after is not None and _is_opened_anew(before, after):
        return replace(
            progress, begun={}, lines={line: replace(each, heard="") for line, each in progress.lines.items()}
        )
    return progress


def shifted_progress(progress: Progress, by: timedelta) -> Progress:
    """Return the progress with every time moved, after the clock on the wall was set."""

    def moved(at: datetime | None) -> datetime | None:
        return None if at is None else at + by

    lines = {
        line: replace(each, heard_at=moved(each.heard_at), tried_at=moved(each.tried_at), retry_at=moved(each.retry_at))
        for line, each in progress.lines.items()
    }
    return replace(progress, lines=lines, begun={step: at + by for step, at in progress.begun.items()})


def retry_delay(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: half a minute, doubled up to five."""
    return timedelta(seconds=min(30 << min(max(failures - 1, 0), 10), 300))


def _is_opened_anew(before: Alert, after: Alert) -> bool:
    is_woken = before.state is not after.state and after.is_open and after.state.value == "open"
    return is_woken or after.severity.rank > before.severity.rank


def _telling(progress: Progress, transition: Transition) -> Progress:
    data = transition.data
    line = _line_of(data)
    telling = progress.lines.get(line, Telling())
    group, step = str(data.get("group", "")), int(data.get("step", 0))
    begun = dict(progress.begun)
    if group:
        begun.setdefault((group, step), transition.at)
        telling = replace(telling, group=group, step=step)
    lines = {**progress.lines, line: replace(telling, tried_at=transition.at)}
    return replace(progress, lines=lines, begun=begun)


def _told(progress: Progress, transition: Transition) -> Progress:
    data = transition.data
    line = _line_of(data)
    telling = progress.lines.get(line, Telling())
    if not data.get("ok"):
        failures = telling.failures + 1
        wait = data.get("retry_after_s")
        delay = retry_delay(failures) if wait is None else timedelta(seconds=min(max(float(wait), 1.0), 3600.0))
        telling = replace(telling, failures=failures, retry_at=transition.at + delay)
        return replace(progress, lines={**progress.lines, line: telling})
    event = str(data.get("event", ""))
    telling = replace(
        telling,
        heard=event,
        heard_at=transition.at,
        severity=severity_from(data.get("severity"), telling.severity),
        was_told=True,
        reminders=telling.reminders + 1 if event == "reminder" else telling.reminders,
        failures=0,
        retry_at=None,
        message_id=str(data.get("message_id") or telling.message_id),
    )
    return replace(progress, lines={**progress.lines, line: telling})


def _line_of(data: Mapping[str, Any]) -> Line:
    return str(data.get("contact", "")), str(data.get("channel", ""))
