"""One row of the access log, as whoever saw something hands it over."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any, Final

from ...store.rules.text import clean_text

MOST_TEXT: Final = 120
"""Characters of any text in a row; names of doors and people are shorter."""
MOST_ID: Final = 64


class RowKind(StrEnum):
    """Why there is a row; retention tells them apart."""

    EVENT = "event"
    """A controller told of it: a swipe, a door forced."""
    COMMAND = "command"
    """A person or an automation told a controller to do something."""
    AUDIT = "audit"
    """Somebody looked at, exported or shortened the log."""
    PERMISSION = "permission"
    """Somebody asked for a change, and was let or refused."""


class Outcome(StrEnum):
    """How it went."""

    GRANTED = "granted"
    DENIED = "denied"
    DONE = "done"
    FAILED = "failed"
    NOTED = "noted"
    """Nobody asked for anything: a door was left open, an alarm came."""


class Direction(StrEnum):
    """Which way somebody went, as far as the controller knows."""

    IN = "in"
    OUT = "out"
    UNKNOWN = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessRow:
    """What happened at a door. Text may come from a device: it is cut and cleaned before it is kept."""

    time: datetime
    """Aware."""
    told_at: datetime | None = None
    """The controller's own time of an event, where it is not `time`: one that is told twice is recognised by it."""
    kind: RowKind
    outcome: Outcome
    site_id: str = ""
    """Id of the site's config entry."""
    site: str = ""
    controller: str = ""
    """Its serial number."""
    controller_name: str = ""
    door: int | None = None
    """Number at the controller, from 1."""
    door_name: str = ""
    direction: Direction = Direction.UNKNOWN
    reason: str = ""
    """A word of our own (``no_access``), or what the controller said."""
    card: str | None = field(default=None, repr=False)
    """The clear number. It is kept encrypted, apart from the row, which holds its pseudonym."""
    credential: str = ""
    """Pseudonym, where only that is known; ignored when there is a card."""
    user_id: str = ""
    user: str = ""
    """Who gave a command or looked into the log."""
    command: str = ""
    event_index: int | None = None
    """The controller's own number of an event."""

    @property
    def key(self) -> str:
        """What makes the row one of its kind. A controller that was cleared counts anew: hence the time."""
        if self.kind is RowKind.EVENT and self.event_index is not None:
            return f"{clean_text(self.controller, MOST_ID)}:{self.event_index}:{_to_ms(self.told_at or self.time)}"
        return uuid.uuid7().hex


type Seal = Callable[[str], tuple[str, str]]
"""Turns a card's number into its pseudonym and its encrypted form."""


def to_payload(row: AccessRow, zone: tzinfo, seal: Seal) -> dict[str, Any]:
    """Return a row as it may wait on a disk: no clear card number, no text that could harm."""
    credential, sealed = seal(row.card) if row.card else (clean_text(row.credential, MOST_ID), "")
    return {
        "row_key": row.key,
        "at_ms": _to_ms(row.time),
        "local_time": row.time.astimezone(zone).isoformat(timespec="milliseconds"),
        "kind": row.kind.value,
        "site_id": clean_text(row.site_id, MOST_ID),
        "site": clean_text(row.site, MOST_TEXT),
        "controller": clean_text(row.controller, MOST_ID),
        "controller_name": clean_text(row.controller_name, MOST_TEXT),
        "door": row.door,
        "door_name": clean_text(row.door_name, MOST_TEXT),
        "direction": row.direction.value,
        "outcome": row.outcome.value,
        "reason": clean_text(row.reason, MOST_TEXT),
        "credential": credential,
        "user_id": clean_text(row.user_id, MOST_ID),
        "user_name": clean_text(row.user, MOST_TEXT),
        "command": clean_text(row.command, MOST_TEXT),
        "event_index": row.event_index,
        "sealed": sealed,
    }


def _to_ms(time: datetime) -> int:
    return round(time.astimezone(UTC).timestamp() * 1000)
