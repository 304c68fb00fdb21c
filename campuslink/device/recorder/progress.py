"""Whether a recording really goes on: time advances and the file grows, whatever the recorder says of itself."""

from dataclasses import dataclass, field

from .orders import RecorderState

STALL_S = 20.0
"""Longest time in which a running recording shows no progress; coarse counters of files move less often than that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One look at a recorder."""

    state: RecorderState
    """What it says."""
    elapsed_s: float | None = None
    """Time recorded so far."""
    written: int | None = None
    """Bytes written so far."""
    title: str = ""
    """Of what runs, where the recorder knows it."""

    @property
    def has_begun(self) -> bool:
        """Whether it shows progress already."""
        return (self.written or 0) > 0 if self.elapsed_s is None else self.elapsed_s >= 1


@dataclass(slots=True)
class _Mark:
    value: float
    moved_at: float


@dataclass(slots=True)
class ProgressWatch:
    """Judges one recorder from one look to the next."""

    stall_s: float = STALL_S
    _marks: dict[str, _Mark] = field(default_factory=dict)
    _has_moved: bool = False

    def see(self, seen: Observation, now: float) -> RecorderState:
        """Return what the recorder is doing. now: seconds of a clock that never jumps.

        A recording is in error once its time or its file has stood still for `stall_s`; at the first look a recording
        that shows progress is believed.
        """
        if seen.state is not RecorderState.RECORDING:
            if seen.state is not RecorderState.PAUSED:
                self._has_moved = False
            self._marks.clear()
            return seen.state
        is_stalled = [self._has_stood(name, value, now) for name, value in _counters(seen)]
        self._has_moved = self._has_moved or seen.has_begun
        if any(is_stalled):
            return RecorderState.ERROR
        return RecorderState.RECORDING if self._has_moved else RecorderState.STARTING

    def _has_stood(self, name: str, value: float, now: float) -> bool:
        mark = self._marks.get(name)
        if mark is None or mark.value != value:
            # Backwards is a new recording
            self._has_moved = self._has_moved or (mark is not None and value > mark.value)
            self._marks[name] = _Mark(value, now)
            return False
        return now - mark.moved_at > self.stall_s


def _counters(seen: Observation) -> list[tuple[str, float]]:
    counters = (("elapsed", seen.elapsed_s), ("written", seen.written))
    return [(name, value) for name, value in counters if value is not None]
