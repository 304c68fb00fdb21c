"""Whether a running recording is worth having: is it there, does it advance, has it picture and sound."""

from dataclasses import dataclass
from typing import Final

from .steps import Cause

HOLD_S: Final[dict[Cause, float]] = {
    Cause.NOT_RECORDING: 4.0,
    Cause.UNREACHABLE: 40.0,
    Cause.NOT_ADVANCING: 30.0,
}
"""How long a trouble lasts before it is told; together with polling it is told within a minute."""
SIGNAL_HOLD_S: Final = 10.0
"""The same for picture and sound: recorders judge them over a while already."""
SIGNAL_WITHIN_S: Final = 60.0
"""How soon after its begin a recording must have been seen good."""
ADVANCES_WITHIN_S: Final = 12.0
"""Looks come more often than polls; only after this long has the time of a recording stood still."""
ACTIVE: Final = frozenset({"starting", "recording", "paused"})

SIGNAL_CAUSES: Final[dict[tuple[str, str], Cause]] = {
    ("picture", "black"): Cause.PICTURE_BLACK,
    ("picture", "frozen"): Cause.PICTURE_FROZEN,
    ("picture", "absent"): Cause.PICTURE_ABSENT,
    ("sound", "silent"): Cause.SOUND_SILENT,
    ("sound", "clipped"): Cause.SOUND_CLIPPED,
    ("sound", "absent"): Cause.SOUND_ABSENT,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What was seen of a recorder; None where it does not tell."""

    at_s: float
    """By a clock that never jumps."""
    is_answering: bool
    state: str | None = None
    elapsed_s: float | None = None
    written: float | None = None
    picture: str | None = None
    sound: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What changed with one look, each told once."""

    raised: tuple[Cause, ...] = ()
    over: tuple[Cause, ...] = ()


class SignalWatch:
    """Watches one recording from its begin on."""

    def __init__(self, began_s: float) -> None:
        """began_s: when it began, by a clock that never jumps."""
        self.raised: set[Cause] = set()
        """Troubles that were told and are not over."""
        self.is_good = False
        """Whether it was seen good once."""
        self._began_s = began_s
        self._since: dict[Cause, float] = {}
        self._progress: tuple[float | None, float | None] = (None, None)
        self._advanced_s = began_s
        self._has_advanced = False

    @property
    def bad(self) -> tuple[Cause, ...]:
        """Return what is wrong now, told or not, longest first."""
        return tuple(sorted(self._since, key=self._since.__getitem__))

    def is_overdue(self, now_s: float) -> bool:
        """Return whether it should have been seen good by now, and was not."""
        return not self.is_good and now_s - self._began_s >= SIGNAL_WITHIN_S

    def look(self, seen: Observation) -> Findings:
        """Take what was seen; return what became trouble and what is over."""
        wrong = self._wrong(seen)
        self._since = {cause: self._since.get(cause, at_s) for cause, at_s in wrong.items()}
        if not wrong and seen.is_answering and self._has_advanced:
            self.is_good = True
        ripe = {
            cause for cause, since_s in self._since.items() if seen.at_s - since_s >= HOLD_S.get(cause, SIGNAL_HOLD_S)
        }
        raised = ripe - self.raised
        # While it does not answer, nothing is known to be over
        over = self.raised - wrong.keys() if seen.is_answering else set()
        self.raised = (self.raised | raised) - over
        return Findings(tuple(sorted(raised)), tuple(sorted(over)))

    def _wrong(self, seen: Observation) -> dict[Cause, float]:
        """Return what is wrong with an observation, with since when it is at the latest."""
        if not seen.is_answering:
            return {**dict.fromkeys(self._since, seen.at_s), Cause.UNREACHABLE: seen.at_s}
        if seen.state is not None and seen.state not in ACTIVE:
            return {Cause.NOT_RECORDING: seen.at_s}
        if seen.state == "paused":
            self._advanced_s = seen.at_s
            return {}
        wrong: dict[Cause, float] = {}
        if not self._is_advancing(seen) and seen.at_s - self._advanced_s > ADVANCES_WITHIN_S:
            wrong[Cause.NOT_ADVANCING] = self._advanced_s
        for signal, value in (("picture", seen.picture), ("sound", seen.sound)):
            if value is not None and (cause := SIGNAL_CAUSES.get((signal, value))) is not None:
                wrong[cause] = seen.at_s
        return wrong

    def _is_advancing(self, seen: Observation) -> bool:
        """Return whether time or bytes went on since the last look at which they could have."""
        progress = (seen.elapsed_s, seen.written)
        if progress == (None, None) or progress != self._progress:
            self._has_advanced = self._has_advanced or progress == (None, None) or self._progress != (None, None)
            self._progress, self._advanced_s = progress, seen.at_s
            return True
        return False
