"""A fault must last a while before it is raised, and be over a while before it is resolved, restarts included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Verdict(StrEnum):
    """What is to be done now."""

    RAISE = "raise"
    CLEAR = "clear"


@dataclass(slots=True)
class Holds:
    """Deadlines by key, as seconds since 1970-01-01 UTC with the length they were set for."""

    _raise: dict[str, tuple[float, float]] = field(default_factory=dict)
    _clear: dict[str, tuple[float, float]] = field(default_factory=dict)
    _hushed: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Raised no sooner: a person said that it is over."""
    is_changed: bool = False
    """Whether there is something to keep; whoever keeps it says so."""

    def observe(
        self, key: str, *, is_wrong: bool | None, is_raised: bool, hold_s: float, clear_s: float, now: float
    ) -> Verdict | None:
        """Take what is seen now; return what is due. is_wrong: None when it cannot be told: then nothing changes."""
        if is_wrong is None:
            return None
        if is_wrong is is_raised:
            # As it should be; whatever was begun is over.
            for begun in (self._clear,) if is_wrong else (self._raise, self._hushed):
                self.is_changed |= begun.pop(key, None) is not None
            return None
        if is_wrong and self._hushed.get(key, (now, 0.0))[0] > now:
            return None
        deadlines, length = (self._raise, hold_s) if is_wrong else (self._clear, clear_s)
        self.is_changed |= (key not in deadlines) is (length > 0)
        due, _ = deadlines.setdefault(key, (now + length, length))
        if min(due, now + length) > now:
            return None
        del deadlines[key]
        self._hushed.pop(key, None)
        return Verdict.RAISE if is_wrong else Verdict.CLEAR

    def postpone(self, key: str, until: float, now: float) -> None:
        """Raise nothing before a time though it is wrong: a person said that it is over."""
        self._hushed[key] = (until, until - now)
        self.is_changed = True

    def move(self, by_s: float) -> None:
        """Move every deadline along with the clock on the wall, after it was set."""
        for deadlines in (self._raise, self._clear, self._hushed):
            for key, (due, length) in deadlines.items():
                deadlines[key] = (due + by_s, length)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {
            "raise": {key: list(each) for key, each in self._raise.items()},
            "clear": {key: list(each) for key, each in self._clear.items()},
            "hushed": {key: list(each) for key, each in self._hushed.items()},
        }

    @classmethod
    def from_json(cls, data: object, now: float) -> Self:
        """Rebuild what `to_json` returned. A deadline further away than it ever was is of a clock that was wrong."""
        given = data if isinstance(data, Mapping) else {}
        begun, ending, hushed = (_deadlines(given.get(name), now) for name in ("raise", "clear", "hushed"))
        return cls(begun, ending, hushed)


def _deadlines(data: object, now: float) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for key, pair in data.items() if isinstance(data, Mapping) else ():
        match pair:
            case [int() | float() as due, int() | float() as length]:
                found[str(key)] = (min(float(due), now + float(length)), float(length))
    return found
