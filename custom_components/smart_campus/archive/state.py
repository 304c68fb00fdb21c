"""How the archive is doing, for entities: of a whole site, or of one recorder's recordings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from .rules.job import Job, JobState

SIGNAL_ARCHIVE_CHANGED: SignalType[str] = SignalType(f"{DOMAIN}_archive_changed")
"""Sent with the id of the site's entry when what its state says may have changed."""


class ArchiveResult(StrEnum):
    """What happened last."""

    CONFIRMED = "confirmed"
    FAILED = "failed"
    """It will be tried again."""
    DECISION = "decision"
    """A person must decide."""
    GIVEN_UP = "given_up"


@dataclass(frozen=True, kw_only=True, slots=True)
class LastResult:
    """The last thing that was finished or failed."""

    result: ArchiveResult
    at: datetime
    recording_id: str
    cause: str = ""
    """A word of `rules.faults.FaultCode`; empty for a success."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveState:
    """A momentary view."""

    waiting: int = 0
    """Recordings on their way, those that wait for a person among them."""
    bytes_waiting: int = 0
    """As far as known."""
    decisions: int = 0
    """Recordings that wait for a person."""
    last: LastResult | None = None


def state_of(jobs: Iterable[Job], last: LastResult | None) -> ArchiveState:
    """Return the view of some recordings on their way."""
    found = list(jobs)
    return ArchiveState(
        waiting=len(found),
        bytes_waiting=sum(job.size or 0 for job in found),
        decisions=sum(job.state is JobState.DECISION for job in found),
        last=last,
    )
