"""What is wrong while a lesson is recorded, told while it can still be saved."""

from abc import abstractmethod
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.core import callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .rules.faults import RUNNING, ProgressWatch, Seen, Wanted
from .running import async_running_lesson

ATTR_CAUSE: Final = "cause"
ATTR_SINCE: Final = "since"
LOOK_EVERY: Final = timedelta(seconds=15)
"""A recorder that keeps silent brings no reports, but lessons begin all the same."""


class RecorderProblem(DeviceEntity, BinarySensorEntity):
    """On while something is wrong; the attribute ``cause`` says what, ``since`` from when on."""

    _attr_device_class = BinarySensorDeviceClass.PROBLEM

    def __init__(self, coordinator: DeviceCoordinator, key: str, points: Collection[str]) -> None:
        """coordinator: of a recorder. key: of the entity and of its name. points: what is needed to judge."""
        super().__init__(coordinator, key)
        self._attr_translation_key = key
        self._points = points
        self._cause: str | None = None
        self._since: datetime | None = None
        self._shown: tuple[Any, ...] = ()

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        known = self._coordinator.device.points
        self.ask_for(*(point for point in ("state", *self._points) if point in known))
        self._read()

    @abstractmethod
    def _judge(self) -> str | None:
        """Return what is wrong now, empty for nothing; None where nobody can tell."""

    @callback
    @override
    def _on_report(self) -> None:
        before = self._shown
        self._read()
        if self._shown != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        cause = self._judge()
        if bool(cause) != bool(self._cause):
            self._since = dt_util.utcnow() if cause else None
        self._cause = cause
        self._attr_is_on = None if cause is None else bool(cause)
        since = self._since.isoformat() if self._since else None
        self._attr_extra_state_attributes = {ATTR_CAUSE: cause or None, ATTR_SINCE: since}
        self._shown = (self.available, cause)


class SignalProblem(RecorderProblem):
    """Picture or sound, while something is recorded; between recordings a dark room is no problem."""

    def __init__(
        self, coordinator: DeviceCoordinator, key: str, point: str, fault_of: Callable[[str | None], str | None]
    ) -> None:
        """key: of the entity. point: what tells it. fault_of: its rule."""
        super().__init__(coordinator, key, (point,))
        self._point = point
        self._fault_of = fault_of

    @override
    def _judge(self) -> str | None:
        state = self.value_of("state")
        if state not in RUNNING:
            return None if state is None else ""
        value = self.value_of(self._point)
        return self._fault_of(None if value is None else str(value))


class RecordingProblem(RecorderProblem):
    """Whether what should be recorded is: it answers, is seen recording, goes on, and has room until the end."""

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a recorder."""
        super().__init__(coordinator, "recording_problem", ("elapsed", "written", "time_left"))
        self._progress = ProgressWatch()
        self._wanted_since: tuple[str, float] | None = None
        """The recording that should run, and since when it is looked for."""

    @property
    @override
    def available(self) -> bool:
        """Whether it can be told; a recorder that keeps silent during a lesson is a problem, and told as one."""
        return self._coordinator.is_answering or bool(self._cause)

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(async_track_time_interval(self.hass, self._on_time, LOOK_EVERY))

    @callback
    def _on_time(self, _now: datetime) -> None:
        self._on_report()

    @override
    def _judge(self) -> str | None:
        now = monotonic()
        elapsed, written, time_left = (self._number(point) for point in self._points)
        state = self.value_of("state")
        seen = Seen(
            at=now,
            is_answering=self._coordinator.polled.reachable is not False,
            state=None if state is None else str(state),
            elapsed_s=elapsed,
            written=written,
            time_left_s=time_left,
        )
        return self._progress.see(seen, self._wanted(now))

    def _wanted(self, now: float) -> Wanted | None:
        running = async_running_lesson(self.hass, self._coordinator)
        if running is None:
            self._wanted_since = None
            return None
        if self._wanted_since is None or self._wanted_since[0] != running.order.id:
            self._wanted_since = (running.order.id, now)
        left_s = (running.order.end - dt_util.utcnow()).total_seconds()
        return Wanted(since=self._wanted_since[1], left_s=left_s)

    def _number(self, point: str) -> float | None:
        value = self.value_of(point)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
