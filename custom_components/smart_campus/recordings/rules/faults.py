"""What is wrong with a recording while it can still be saved: picture, sound, and whether it goes on at all."""

from dataclasses import dataclass
from typing import Final

from ...campuslink.device.recorder.orders import PictureState, RecorderState, SoundState

RUNNING: Final = frozenset({RecorderState.STARTING, RecorderState.RECORDING, RecorderState.PAUSED})
"""States in which a recording is there that a person would miss."""

STALLED_AFTER_S: Final = 25.0
"""Longer than two polls of a recorder apart, and far enough below the minute in which trouble is told."""

STARTS_WITHIN_S: Final = 30.0
"""What a recorder may take from the begin of a lesson until it is seen recording."""

UNREACHABLE: Final = "unreachable"
ERROR: Final = "error"
STALLED: Final = "stalled"
NOT_RECORDING: Final = "not_recording"
STORAGE: Final = "storage"
CAUSES: Final = (UNREACHABLE, ERROR, NOT_RECORDING, STALLED, STORAGE)
"""Why a recording is in danger, the worst first."""


def picture_fault(picture: str | None) -> str | None:
    """Return what is wrong with a picture, empty for nothing; None where nobody can tell."""
    return _fault(picture, PictureState.GOOD)


def sound_fault(sound: str | None) -> str | None:
    """Return what is wrong with the sound, empty for nothing; None where nobody can tell."""
    return _fault(sound, SoundState.GOOD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a recorder showed at one moment; None where it does not tell."""

    at: float
    """Seconds, of any clock that only goes forward."""
    is_answering: bool
    state: str | None
    elapsed_s: float | None = None
    written: float | None = None
    time_left_s: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """The recording that should run now."""

    since: float
    """Seconds, by the clock of `Seen.at`: when it became wanted, as far as anybody looked."""
    left_s: float
    """Until its planned end."""


class ProgressWatch:
    """Judges from one sight to the next whether a recording goes on."""

    def __init__(self) -> None:
        self._advanced_at: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def see(self, seen: Seen, wanted: Wanted | None) -> str:
        """Return what is wrong, one of `CAUSES`; empty while nothing is. wanted: None where none should run."""
        is_stalled = self._is_stalled(seen)
        if not seen.is_answering:
            return UNREACHABLE if wanted else ""
        if seen.state == RecorderState.ERROR:
            return ERROR
        if wanted and seen.state not in RUNNING and seen.at - wanted.since >= STARTS_WITHIN_S:
            return NOT_RECORDING
        if is_stalled:
            return STALLED
        is_short = wanted is not None and seen.time_left_s is not None and seen.time_left_s < wanted.left_s
        return STORAGE if is_short else ""

    def _is_stalled(self, seen: Seen) -> bool:
        if seen.state != RecorderState.RECORDING or not seen.is_answering:
            self._last.clear()
            self._advanced_at.clear()
            return False
        for name, value in (("elapsed", seen.elapsed_s), ("written", seen.written)):
            if value is None:
                self._last.pop(name, None)
            elif self._last.get(name) != value:
                self._last[name] = value
                self._advanced_at[name] = seen.at
        return any(seen.at - self._advanced_at[name] >= STALLED_AFTER_S for name in self._last)


def _fault(shown: str | None, good: str) -> str | None:
    return None if shown is None else "" if shown == good else shown
