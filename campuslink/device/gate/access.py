"""The words of access control that every family of controllers shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ...errors import LinkError


class DoorMode(StrEnum):
    """Who decides about a door."""

    CONTROLLED = "controlled"
    """Cards, buttons and commands; locked otherwise."""
    NORMALLY_OPEN = "normally_open"
    NORMALLY_CLOSED = "normally_closed"
    """Locked for everybody, cards included."""


class EventKind(StrEnum):
    """What an event of a controller is about."""

    GRANTED = "granted"
    DENIED = "denied"
    BUTTON = "button"
    REMOTE_OPENED = "remote_opened"
    DOOR_OPENED = "door_opened"
    DOOR_CLOSED = "door_closed"
    DOOR_FORCED = "door_forced"
    DOOR_HELD_OPEN = "door_held_open"
    TAMPER = "tamper"
    FIRE = "fire"
    ALARM = "alarm"
    RESTARTED = "restarted"
    """The controller itself started anew."""
    OTHER = "other"
    LOG_STARTED = "log_started"
    """From this index on, nothing is lost."""
    LOG_GAP = "log_gap"
    """The controller overwrote events before they could be read; this index is the last one lost."""
    LOG_RESET = "log_reset"
    """The controller counts its events anew; the log goes on from this index."""


class Direction(StrEnum):
    """Which way somebody passes."""

    IN = "in"
    OUT = "out"


class NewsTrouble(StrEnum):
    """Why a controller's events are found by polls alone, seconds later."""

    PORT_TAKEN = "port_taken"
    """Another program on this machine listens where controllers tell their news."""
    TOLD_ELSEWHERE = "told_elsewhere"
    """The controller tells them to another program."""
    NOT_TAKEN = "not_taken"
    """The controller does not take whom to tell."""
    NO_DOOR_EVENTS = "no_door_events"
    """The controller records no events of doors and buttons at all."""


RELEASES = frozenset({EventKind.GRANTED, EventKind.BUTTON, EventKind.REMOTE_OPENED})
"""Events after which a door may be opened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessEvent:
    """One event of a controller."""

    index: int
    """The controller's own count; grows by one with each event."""
    kind: EventKind
    seen_at: float
    """Seconds since 1970-01-01 UTC when it was read."""
    at: datetime | None = None
    """When it happened by the controller's clock, with a zone; None when the controller gave no valid time."""
    door: int | None = None
    direction: Direction | None = None
    card: str | None = field(default=None, repr=False)
    """The credential's number in the clear; for the access log only."""
    reason: str = ""
    """Why, as a word of ours such as ``no_right``; empty where the kind says it all."""
    code: str = ""
    """The reason in the controller's own code."""
    lost: int = 0
    """`LOG_GAP`: how many events are missing."""


class EventRecorder(Protocol):
    """Whoever keeps events for good."""

    async def recorded_index(self) -> int | None:
        """Return the index of the event that was kept last, None for a new controller. Raises NotRecordedError."""

    async def take(self, events: Sequence[AccessEvent]) -> None:
        """Keep events, in their order; they count as read once this returns. Raises NotRecordedError."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """A credential's right to doors within a window."""

    card: str = field(repr=False)
    doors: frozenset[int]
    start: datetime
    """With a zone."""
    end: datetime
    """With a zone; the right is over then."""


class UnprovenGrantError(LinkError):
    """A controller may have taken a grant or not, and could not be asked to forget it."""

    def __init__(self, detail: str, before: Mapping[int, int]) -> None:
        """before: the rights by door to leave the card with when the grant is taken away."""
        super().__init__(detail)
        self.before = before
