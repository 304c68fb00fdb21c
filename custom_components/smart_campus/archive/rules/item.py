"""What is handed to the archive: one recording with its files."""

from dataclasses import dataclass

from ...campuslink.device.recorder.orders import RecordedFile, RecordingOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveItem:
    """A recording that was stopped. The same recording handed over twice is one."""

    recording_id: str
    """Names it in the ledger; unique in the installation."""
    device_subentry_id: str
    """The recorder that holds its files."""
    room: str
    """As people call it."""
    order: RecordingOrder
    files: tuple[RecordedFile, ...]
