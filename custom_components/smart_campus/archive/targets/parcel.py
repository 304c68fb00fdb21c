"""What a target is given: the files of one recording, where they belong, and what is said about them."""

from dataclasses import dataclass
from pathlib import Path

from ...campuslink.device.recorder.orders import RecordingOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelFile:
    """One file, whole and hashed."""

    path: Path
    name: str
    """In the archive: plain, safe, without a folder."""
    size: int
    sha256: str
    md5: str
    source: str = ""
    """Which source it shows (``teacher``, ``screen``)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """One recording."""

    recording_id: str
    room: str
    order: RecordingOrder
    folder: str
    """Where it belongs in the archive: safe names joined by slashes; may be empty."""
    side_name: str
    side: bytes
    """The JSON file beside the files."""
    files: tuple[ParcelFile, ...]

    def place_of(self, name: str) -> str:
        """Return the path of a file below the root of the archive."""
        return f"{self.folder}/{name}" if self.folder else name
