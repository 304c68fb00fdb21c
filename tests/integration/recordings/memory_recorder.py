"""A small recorder in memory: it does what it is told, and a test sets its insides."""

import time
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, override

from custom_components.smart_campus.campuslink.device.recorder.orders import (
    Preflight,
    RecordedFile,
    RecorderState,
    RecordingOrder,
)
from custom_components.smart_campus.campuslink.device.recorder.recorder import Recorder
from custom_components.smart_campus.campuslink.device.spec import DeviceSpec
from custom_components.smart_campus.campuslink.errors import (
    CampusLinkError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from custom_components.smart_campus.campuslink.model import DeviceIdentity, Quality, Reading, UpdateReport, Value

POINTS = ("state", "title", "elapsed", "written", "picture", "sound", "storage_free", "time_left", "gaps")
PNG = bytes.fromhex("89504e470d0a1a0a") + b"picture"


@dataclass
class Lecture:
    """What the recorder in memory is and does."""

    values: dict[str, Value] = field(
        default_factory=lambda: {
            "state": "idle",
            "title": None,
            "elapsed": None,
            "written": None,
            "picture": "good",
            "sound": "good",
            "storage_free": 5_000_000_000,
            "time_left": 100_000,
            "gaps": 0,
        }
    )
    points: tuple[str, ...] = POINTS
    orders: list[RecordingOrder] = field(default_factory=list)
    error: CampusLinkError | None = None
    """Raised by every command."""
    is_silent: bool = False
    is_shut_out: bool = False
    obeys: bool = True
    can_pause: bool = True
    has_preview: bool = True
    picture: bytes | None = PNG
    pictures_taken: int = 0


class MemoryRecorder(Recorder):
    """A recorder whose insides a test sets."""

    def __init__(self, spec: DeviceSpec, lecture: Lecture) -> None:
        catalogue = spec.catalogue
        super().__init__(spec.profile, catalogue, {point: catalogue.points[point].poll for point in lecture.points})
        self.lecture = lecture
        self.can_pause = lecture.can_pause
        self.has_preview = lecture.has_preview

    @property
    @override
    def line(self) -> str:
        return "memory"

    @property
    @override
    def is_shut_out(self) -> bool:
        return self.lecture.is_shut_out

    @override
    async def identify(self) -> DeviceIdentity:
        return DeviceIdentity(manufacturer="Example", model="One")

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        if self.lecture.is_silent:
            raise NoAnswerError("no answer")
        now = time.time()
        values = {point: self.lecture.values[point] for point in points if point in self.points}
        return UpdateReport(
            readings={
                point: Reading(value, Quality.ABSENT if value is None else Quality.GOOD, now)
                for point, value in values.items()
            }
        )

    @override
    async def start(self, order: RecordingOrder) -> RecorderState:
        self._refuse()
        if self.lecture.values["state"] == "recording" and self.lecture.orders[-1].id != order.id:
            raise RefusedError(RefusalReason.BUSY, "it records something else")
        self.lecture.orders.append(order)
        return self._go("recording")

    @override
    async def stop(self) -> RecorderState:
        self._refuse()
        return self._go("idle")

    @override
    async def pause(self) -> RecorderState:
        self._refuse()
        return self._go("paused") if self.can_pause else await super().pause()

    @override
    async def resume(self) -> RecorderState:
        self._refuse()
        return self._go("recording")

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        return Preflight()

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        return ()

    @override
    async def fetch(self, file: RecordedFile, *, offset: int = 0) -> AsyncIterator[bytes]:
        yield b""

    @override
    def local_path(self, file: RecordedFile) -> Path | None:
        return None

    @override
    async def preview(self) -> bytes | None:
        self._refuse()
        self.lecture.pictures_taken += 1
        return self.lecture.picture

    @override
    def describe(self) -> dict[str, Any]:
        return {}

    @override
    async def close(self) -> None:
        """Hold nothing."""

    def _refuse(self) -> None:
        if self.lecture.error is not None:
            raise self.lecture.error

    def _go(self, state: str) -> RecorderState:
        if self.lecture.obeys:
            self.lecture.values["state"] = state
        return RecorderState(str(self.lecture.values["state"]))
