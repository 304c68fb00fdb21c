"""Looks after one running recording: has its recorder asked often enough, and sees what goes wrong."""

import time
from collections.abc import Callable
from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback

from ..campuslink.model import Quality, Reading
from ..coordinator import DeviceCoordinator
from .rules.watching import Findings, Observation, SignalWatch

POINTS: Final = ("state", "elapsed", "written", "picture", "sound")
ASK_AFTER_S: Final = 12.0
"""A recorder that is polled less often is asked at once, so that trouble is known within a minute."""


class Vigil:
    """One watch over one recording."""

    def __init__(
        self,
        recording_id: str,
        coordinator: DeviceCoordinator,
        on_report: Callable[[], None],
        *,
        is_from_begin: bool,
    ) -> None:
        """on_report: called whenever a look is worth while. is_from_begin: whether the recording begins just now."""
        self.is_from_begin = is_from_begin
        now_s = time.monotonic()
        self.recording_id = recording_id
        self.coordinator = coordinator
        self.watch = SignalWatch(now_s)
        self._began_s = self._heard_s = self._asked_s = now_s
        self._last = coordinator.snapshot.readings.get("state")
        self._ends: tuple[CALLBACK_TYPE, ...] = (
            *(coordinator.async_listen(point, _want) for point in POINTS),
            coordinator.async_listen_reports(on_report),
        )
        coordinator.on_news(POINTS)

    @property
    def seconds(self) -> float:
        """Return how long it lasts, whatever the clock on the wall did meanwhile."""
        return time.monotonic() - self._began_s

    @callback
    def async_end(self) -> None:
        """Have the recorder asked no more on its account."""
        for end in self._ends:
            end()
        self._ends = ()

    @callback
    def async_look(self) -> Findings | None:
        """Take what the recorder said last; None when that is nothing new, and have it asked when that is long ago."""
        now_s = time.monotonic()
        state = self.coordinator.snapshot.readings.get("state")
        is_new = state is not self._last
        if is_new:
            self._last, self._heard_s = state, now_s
        if min(now_s - self._heard_s, now_s - self._asked_s) >= ASK_AFTER_S:
            self._asked_s = now_s
            self.coordinator.on_news(POINTS)
        if not is_new and self.coordinator.unreachable_since is None:
            return None
        return self.watch.look(self._observe(now_s, state))

    def _observe(self, now_s: float, state: Reading | None) -> Observation:
        if state is None or not self.coordinator.is_answering or state.quality is Quality.STALE:
            return Observation(at_s=now_s, is_answering=False)
        readings = self.coordinator.snapshot.readings
        return Observation(
            at_s=now_s,
            is_answering=True,
            state=_text(state),
            elapsed_s=_number(readings.get("elapsed")),
            written=_number(readings.get("written")),
            picture=_text(readings.get("picture")),
            sound=_text(readings.get("sound")),
        )


@callback
def _want(_reading: Reading) -> None:
    """Take a reading: wanting it is what has it asked for."""


def _text(reading: Reading | None) -> str | None:
    return str(reading.value) if reading is not None and reading.is_good else None


def _number(reading: Reading | None) -> float | None:
    if reading is None or not reading.is_good or not isinstance(reading.value, int | float):
        return None
    return float(reading.value)
