"""What happens to alerts, told once to everybody who listens: triggers, entities, the delivery, open pages."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from .rules.alert import Actor, Alert


class AlertHappening(StrEnum):
    """What happened."""

    RAISED = "raised"
    CHANGED = "changed"
    """Reported again: worse, with another cause, or with more that hangs on it."""
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    """A snooze is over."""
    NOTED = "noted"
    ANSWERED = "answered"
    """Somebody pressed a button of the report's own."""
    RESOLVED = "resolved"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertNews:
    """Something that happened to an alert."""

    happening: AlertHappening
    alert: Alert
    """As it is after that."""
    actor: Actor | None = None
    detail: str = ""
    """Who it was escalated to, which button was pressed."""


SIGNAL_ALERT: SignalType[AlertNews] = SignalType(f"{DOMAIN}_alert")
SIGNAL_DIRECTORY: SignalType[()] = SignalType(f"{DOMAIN}_alert_directory")
"""Sent when people, channels or rules changed: whoever is to be told is planned anew."""
SIGNAL_CLOCK_SET: SignalType[timedelta] = SignalType(f"{DOMAIN}_alert_clock_set")
"""Sent when the clock on the wall was set, with by how much: every stored time moves along."""
