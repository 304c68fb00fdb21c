"""An alert: a fault with a life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

MOST_KEY: Final = 200
MOST_TITLE: Final = 120
MOST_CAUSE: Final = 500
MOST_NOTE: Final = 500
MOST_NAME: Final = 120
MOST_EVIDENCE: Final = 20
"""Pairs of evidence that are kept."""
MOST_NOTES: Final = 50
MOST_CHILDREN: Final = 200
"""Things listed under one cause; more are counted."""


class Severity(StrEnum):
    """How bad it is, mildest first."""

    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"
    SAFETY = "safety"
    """People are in danger: told whatever the hour, whatever the storm."""

    @property
    def rank(self) -> int:
        """Return a number that grows with the severity."""
        return list(Severity).index(self)


class AlertState(StrEnum):
    """Where in its life an alert is."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Category(StrEnum):
    """What part of the campus an alert is about."""

    NETWORK = "network"
    SECURITY = "security"
    ROOM = "room"
    RECORDING = "recording"
    ENVIRONMENT = "environment"
    METERING = "metering"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of ours, worded in the language of whoever reads it by `words.render`."""

    key: str
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """Text from anywhere; what renders escapes it for where it is shown."""


@dataclass(frozen=True, slots=True)
class Button:
    """What a person can answer."""

    id: str
    """``acknowledge``, ``snooze``, ``details``, or a word of the report's own (``mopped``)."""
    label: str | Text
    resolves: bool = False
    """Whether the answer ends the alert, for a button of the report's own; else it is noted and told."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something to an alert."""

    name: str
    user_id: str | None
    """Id of the user of Home Assistant, where that is known."""
    via: str
    """By which way: the key of a channel, ``action``, ``page``, ``automation``, ``rule``."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote to an alert."""

    at: datetime
    actor: Actor
    text: str


@dataclass(frozen=True, slots=True)
class Child:
    """What else is out of order because of the same fault."""

    key: str
    title: str | Text
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertReport:
    """Somebody says that something is wrong. Texts may come from a device: the desk cuts and cleans them."""

    key: str
    """What is wrong, where. A second report with the key of an open alert is the same fault."""
    severity: Severity
    title: str | Text
    cause: str | Text = ""
    site: str
    """Id of the site's config entry."""
    room: str = ""
    area_id: str | None = None
    device_subentry_id: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    parent_key: str | None = None
    """Key of the alert this one is only a consequence of."""
    buttons: tuple[Button, ...] = ()
    """Beside those every alert has."""
    category: Category = Category.OTHER


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """A fault and what became of it so far. Times are aware, UTC."""

    id: str
    key: str
    severity: Severity
    state: AlertState
    title: str | Text
    cause: str | Text = ""
    room: str = ""
    area_id: str | None = None
    site: str
    """Id of the site's config entry."""
    device_subentry_id: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    raised_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: Actor | None = None
    snoozed_until: datetime | None = None
    escalated_to: tuple[str, ...] = ()
    """Names of those it was handed on to, in order."""
    resolved_at: datetime | None = None
    resolved_by: Actor | None = None
    notes: tuple[Note, ...] = ()
    children: tuple[Child, ...] = ()
    category: Category = Category.OTHER
    buttons: tuple[Button, ...] = ()
    parent_key: str | None = None
    version: int = 1
    """Counts what happened to it."""

    @property
    def is_open(self) -> bool:
        """Return whether the fault is still there, as far as anybody knows."""
        return self.state is not AlertState.RESOLVED

    @property
    def is_unanswered(self) -> bool:
        """Return whether nobody took it on."""
        return self.is_open and self.acknowledged_at is None
