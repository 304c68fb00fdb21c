"""Whether picture and sound are as they should be, from what each segment showed. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..orders import PictureState, SoundState

type Frame = NDArray[np.uint8]
"""Brightness of a small picture, by row and column."""

BLACK_BELOW = 32
"""Brightness of a dark pixel; black is 16."""
BLACK_SHARE = 0.98
STILL_BELOW = 0.25
"""Mean difference of two pictures that are the same one, coded twice; 0.1 % of full scale."""
BLACK_HOLD_S, STILL_HOLD_S, SOUND_HOLD_S, ABSENT_HOLD_S = 15.0, 20.0, 18.0, 20.0
"""Seconds for which trouble must last before it is told; each leaves time to be told within a minute."""
DEFAULT_SILENT_BELOW_DB = -55.0
CLIPPED_PEAK_DB, CLIPPED_SHARE = -0.5, 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """The sound of one segment."""

    samples: int
    mean_db: float
    """Level below full scale."""
    peak_db: float
    loud_share: float
    """Share of the samples within 1 dB of full scale."""


class PictureWatch:
    """Judges the pictures of one source, segment by segment."""

    def __init__(self, *, may_stand_still: bool = False) -> None:
        """may_stand_still: a picture that does not change is no trouble."""
        self._may_stand_still = may_stand_still
        self._last: Frame | None = None
        self._black_s = self._still_s = self._absent_s = 0.0

    def see(self, frames: Sequence[Frame], length_s: float) -> PictureState:
        """Return the state after a segment of so many seconds; frames: its keyframes, in order."""
        if not frames:
            self._absent_s += length_s
            return self.state
        self._absent_s = 0.0
        self._black_s = self._black_s + length_s if all(map(is_black, frames)) else 0.0
        known = [*([] if self._last is None else [self._last]), *frames]
        is_still = len(known) > 1 and all(is_same(one, other) for one, other in pairwise(known))
        self._still_s = self._still_s + length_s if is_still else 0.0
        self._last = frames[-1]
        return self.state

    @property
    def state(self) -> PictureState:
        """Return the state now."""
        if self._absent_s >= ABSENT_HOLD_S:
            return PictureState.ABSENT
        if self._black_s >= BLACK_HOLD_S:
            return PictureState.BLACK
        if self._still_s >= STILL_HOLD_S and not self._may_stand_still:
            return PictureState.FROZEN
        return PictureState.GOOD


class SoundWatch:
    """Judges the sound of one source, segment by segment."""

    def __init__(self, *, silent_below_db: float = DEFAULT_SILENT_BELOW_DB) -> None:
        """silent_below_db: peak below which nothing is heard, not even a room."""
        self._silent_below_db = silent_below_db
        self._silent_s = self._clipped_s = self._absent_s = 0.0
        self.level_db: float | None = None
        """Mean level of the latest segment; None without sound."""

    def hear(self, sound: Sound | None, length_s: float) -> SoundState:
        """Return the state after a segment of so many seconds; sound: None where it holds none."""
        if sound is None or not sound.samples:
            self._absent_s += length_s
            self.level_db = None
            return self.state
        self._absent_s = 0.0
        self.level_db = sound.mean_db
        self._silent_s = self._silent_s + length_s if sound.peak_db < self._silent_below_db else 0.0
        self._clipped_s = self._clipped_s + length_s if is_clipped(sound) else 0.0
        return self.state

    @property
    def state(self) -> SoundState:
        """Return the state now."""
        if self._absent_s >= ABSENT_HOLD_S:
            return SoundState.ABSENT
        if self._silent_s >= SOUND_HOLD_S:
            return SoundState.SILENT
        return SoundState.CLIPPED if self._clipped_s >= SOUND_HOLD_S else SoundState.GOOD


def is_black(frame: Frame) -> bool:
    """Return whether nearly every pixel is dark."""
    return bool(np.mean(frame < BLACK_BELOW) >= BLACK_SHARE)


def is_same(one: Frame, other: Frame) -> bool:
    """Return whether two frames show one picture; frames of different size do not."""
    if one.shape != other.shape:
        return False
    return float(np.mean(np.abs(one.astype(np.int16) - other.astype(np.int16)))) < STILL_BELOW


def is_clipped(sound: Sound) -> bool:
    """Return whether it is cut off at full scale more often than by chance."""
    return sound.peak_db >= CLIPPED_PEAK_DB and sound.loud_share >= CLIPPED_SHARE


def worst[State: (PictureState, SoundState)](states: Sequence[State]) -> State | None:
    """Return the state that matters most of several sources; None where there is none."""
    order = list(type(states[0])) if states else []
    return max(states, key=order.index, default=None)
