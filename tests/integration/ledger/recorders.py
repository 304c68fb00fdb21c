"""A recorder that is one in every respect but the wire: it records, refuses, falls silent and goes deaf on demand."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, override

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.campuslink.device.base import PollableDevice
from custom_components.smart_campus.campuslink.device.recorder.orders import (
    Preflight,
    RecordedFile,
    RecorderState,
    RecordingOrder,
)
from custom_components.smart_campus.campuslink.device.recorder.recorder import Recorder
from custom_components.smart_campus.campuslink.device.spec import DeviceSpec
from custom_components.smart_campus.campuslink.errors import NoAnswerError, RefusalReason, RefusedError
from custom_components.smart_campus.campuslink.link.base import LinkSource
from custom_components.smart_campus.campuslink.model import (
    DeviceIdentity,
    PollClass,
    Quality,
    Reading,
    UpdateReport,
    Value,
)
from custom_components.smart_campus.coordinator import DeviceCoordinator
from custom_components.smart_campus.kind_glue import Entities, KindGlue, hold_by

POINTS = dict.fromkeys(("state", "elapsed", "written", "picture", "sound"), PollClass.FAST)
BYTES_PER_S = 10
"""Little: its files are really fetched."""


@dataclass
class Tape:
    """What a recorder is made of, also while nobody talks to it; tests turn its knobs."""

    address: str = ""
    is_reachable: bool = True
    is_willing: bool = True
    """Whether it starts when told."""
    stops: bool = True
    is_stuck: bool = False
    """Whether time stands still in the running recording."""
    picture: str = "good"
    sound: str = "good"
    check: Preflight = field(default_factory=lambda: Preflight(has_source=True, has_space=True, has_sound=True))
    order: RecordingOrder | None = None
    """What it records."""
    since: float = 0.0
    held: list[RecordingOrder] = field(default_factory=list)
    """Its own schedule."""
    files: list[RecordedFile] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Commands in the order they came."""

    @property
    def is_recording(self) -> bool:
        return self.order is not None

    def begin(self, order: RecordingOrder) -> None:
        """Record, told or by its own schedule."""
        self.order, self.since = order, dt_util.utcnow().timestamp()

    def end(self) -> None:
        """End the recording, whoever wants it; its file stays."""
        if self.order is None:
            return
        seconds = max(0.0, dt_util.utcnow().timestamp() - self.since)
        number = len(self.files) + 1
        self.files.append(
            RecordedFile(
                id=f"file{number}",
                name=f"{self.order.id}-{number}.mp4",
                size=round(seconds * BYTES_PER_S),
                start=dt_util.utc_from_timestamp(self.since),
                duration_s=seconds,
                order_id=self.order.id,
            )
        )
        self.order = None


class FakeRecorder(Recorder):
    """A recorder that works a tape."""

    def __init__(self, spec: DeviceSpec, tape: Tape, *, can_schedule: bool) -> None:
        super().__init__(spec.profile, spec.catalogue, POINTS)
        self.tape = tape
        self.can_schedule = can_schedule

    @property
    @override
    def line(self) -> str:
        return self.tape.address

    @override
    async def identify(self) -> DeviceIdentity:
        return DeviceIdentity(model="Example")

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        await self._reach()
        tape = self.tape
        now = dt_util.utcnow().timestamp()
        seconds = 0.0 if tape.is_stuck or tape.order is None else now - tape.since
        values: dict[str, Value] = {
            "state": (RecorderState.RECORDING if tape.is_recording else RecorderState.IDLE).value,
            "elapsed": seconds,
            "written": seconds * BYTES_PER_S,
            "picture": tape.picture,
            "sound": tape.sound,
        }
        return UpdateReport(
            readings={point: Reading(values[point], Quality.GOOD, now) for point in points if point in values}
        )

    @override
    async def start(self, order: RecordingOrder) -> RecorderState:
        await self._reach(f"start {order.title}")
        tape = self.tape
        if tape.order is not None and tape.order.id == order.id:
            return RecorderState.RECORDING
        if not tape.is_willing or tape.is_recording:
            raise RefusedError(RefusalReason.BUSY if tape.is_recording else RefusalReason.DEVICE_FAILURE, "no")
        tape.begin(order)
        return RecorderState.RECORDING

    @override
    async def stop(self) -> RecorderState:
        await self._reach("stop")
        if not self.tape.stops:
            raise RefusedError(RefusalReason.DEVICE_FAILURE, "no")
        self.tape.end()
        return RecorderState.IDLE

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        await self._reach(f"preflight {order.title}")
        return self.tape.check

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        await self._reach()
        return [each for each in self.tape.files if each.order_id == order.id]

    @override
    async def fetch(self, file: RecordedFile, *, offset: int = 0) -> AsyncIterator[bytes]:
        await self._reach()
        yield bytes((file.size or 0) - offset)

    @override
    def local_path(self, file: RecordedFile) -> Path | None:
        return None

    @override
    async def schedule(self, orders: Sequence[RecordingOrder]) -> None:
        if not self.can_schedule:
            await super().schedule(orders)
        await self._reach("schedule")
        self.tape.held = list(orders)

    @override
    async def scheduled(self) -> Sequence[RecordingOrder]:
        return list(self.tape.held)

    @override
    def describe(self) -> dict[str, Any]:
        return {}

    @override
    async def close(self) -> None:
        """Let go of nothing."""

    async def _reach(self, command: str = "") -> None:
        await asyncio.sleep(0)
        if not self.tape.is_reachable:
            raise NoAnswerError("nothing came back")
        if command:
            self.tape.told.append(command)


class Studio:
    """The recorders of a test by address, as they go on while Home Assistant is down."""

    def __init__(self) -> None:
        self.tapes: dict[str, Tape] = {}
        self.can_schedule = False

    def __getitem__(self, address: str) -> Tape:
        return self.tapes.setdefault(address, Tape(address))

    @property
    def kind(self) -> KindGlue:
        """Return the glue of a kind whose devices are these recorders."""

        async def open_shared(_hass: HomeAssistant, _links: LinkSource, spec: DeviceSpec) -> PollableDevice:
            return self.open(spec)

        def open_unshared(_hass: HomeAssistant, spec: DeviceSpec) -> PollableDevice:
            return self.open(spec)

        return KindGlue(open=open_shared, hold=hold_by(open_unshared), entities=_entities)

    def open(self, spec: DeviceSpec) -> FakeRecorder:
        return FakeRecorder(spec, self[spec.address], can_schedule=self.can_schedule)


def _entities(_coordinator: DeviceCoordinator) -> Entities:
    shown: dict[Platform, list[Entity]] = {}
    return shown
