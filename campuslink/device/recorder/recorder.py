"""What every recorder offers beyond being polled: recording, checks before a lesson, and the files it holds."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import override

from ...errors import NotWritableError
from ...model import Reading, Value
from ..base import BaseDevice
from .orders import Preflight, RecordedFile, RecorderState, RecordingOrder


class Recorder(BaseDevice):
    """A recorder of lessons. Commands return what was observed afterwards; all raise LinkError and RefusedError."""

    can_pause = False
    can_schedule = False
    """Whether it can hold a schedule of its own and records by it when nobody tells it to."""
    has_preview = False
    holds_files = True
    """Whether its files can be fetched; else somebody else brings them to the archive."""

    @property
    def is_shut_out(self) -> bool:
        """Whether it refused our login, and is asked nothing until that is another one."""
        return False

    @abstractmethod
    async def start(self, order: RecordingOrder) -> RecorderState:
        """Record, and return once the recorder was seen recording (the file grows, or time advances).

        Raises RefusedError when it does not record within its family's usual time. Recording already for the same
        order it does nothing; for another one it raises RefusedError.
        """

    @abstractmethod
    async def stop(self) -> RecorderState:
        """End the recording, and return once it was seen stopped. Does nothing when nothing records."""

    async def pause(self) -> RecorderState:
        """Pause the recording. Raises NotWritableError where `can_pause` is False."""
        raise NotWritableError("this recorder cannot pause")

    async def resume(self) -> RecorderState:
        """Go on after a pause. Raises NotWritableError where `can_pause` is False."""
        raise NotWritableError("this recorder cannot pause")

    @abstractmethod
    async def preflight(self, order: RecordingOrder) -> Preflight:
        """Look whether the order can be recorded; an answer proves that the recorder is reachable."""

    @abstractmethod
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        """Return the files of an order, or, where the recorder cannot tell, those of its time."""

    @abstractmethod
    def fetch(self, file: RecordedFile, *, offset: int = 0) -> AsyncIterator[bytes]:
        """Yield a file's content from an offset on. Raises RefusedError when the recorder cannot begin there."""

    async def discard(self, file: RecordedFile) -> None:
        """Delete a file from the recorder. Raises NotWritableError where that is not possible."""
        raise NotWritableError(f"{file.name}: this recorder deletes its files itself")

    @abstractmethod
    def local_path(self, file: RecordedFile) -> Path | None:
        """Return where a file lies on this machine; None where it must be fetched."""

    @property
    def live_url(self) -> str | None:
        """Address of what would be recorded as a live stream, None where there is none; may hold a login."""
        return None

    async def preview(self) -> bytes | None:
        """Return a picture of what would be recorded as JPEG or PNG; None while there is none."""
        return None

    async def schedule(self, orders: Sequence[RecordingOrder]) -> None:
        """Make these the orders the recorder holds for the time to come. Raises NotWritableError."""
        raise NotWritableError(f"this recorder holds no schedule, and not these {len(orders)}")

    async def scheduled(self) -> Sequence[RecordingOrder]:
        """Return the orders the recorder holds. Raises NotWritableError."""
        raise NotWritableError("this recorder holds no schedule")

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Raise NotWritableError: recorders are told what to do by their own commands."""
        raise NotWritableError(f"{point} cannot be set to {value!r}")
