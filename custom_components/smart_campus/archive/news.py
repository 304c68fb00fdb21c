"""What became of a recording on its way to the archive, told once to everybody who listens: the ledger above all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN

type ArchiveStep = Literal["stored", "queued", "uploaded", "confirmed", "failed", "erased"]
"""stored: whole on this machine, its checksum known. queued: waits for its turn. uploaded: sent whole.
confirmed: the archive proved size and checksum. failed: it will be tried again, or waits for a person (`cause` says
which). erased: deleted by rule or by a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveNews:
    """A step of one recording.

    Every step is told once for each file, and once with an empty `file` when the whole recording has reached it;
    whoever follows recordings goes by the latter. A failure is told for the recording when it begins and whenever its
    cause changes, not at each attempt.
    """

    recording_id: str
    step: ArchiveStep
    at: datetime
    size: int | None = None
    """Bytes: of the file, or of all files together; None while not known."""
    sha256: str | None = None
    """Of the file, as 64 hexadecimal digits; of a recording only when it has one file."""
    cause: str = ""
    """A word of `rules.faults.FaultCode`, for a failure; behind ``: `` what the other side said, if anything."""
    file: str = ""
    """Name of the file it is about; empty for the whole recording."""


SIGNAL_ARCHIVE: SignalType[ArchiveNews] = SignalType(f"{DOMAIN}_archive")
