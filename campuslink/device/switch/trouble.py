"""Which ports are in trouble, by the last minutes alone. Whoever knows more may judge instead."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ...model import EMPTY
from .ports import IN_ERRORS, OUT_ERRORS, PortKind, PortTable

WINDOW_S = 900.0
FLAPPING_CHANGES = 8
"""Changes of a link within the window; a computer that starts makes up to six."""
MOST_ERRORS_A_MINUTE = 6.0

_SAME_S = 0.5
_MOST_CHANGES = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class PortTrouble:
    """What is wrong with which ports, by name."""

    flapping: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    other: Mapping[str, tuple[str, ...]] = EMPTY
    """Names by a further word for what is wrong; told as a cause, not counted."""


class PortJudge(Protocol):
    """Judges every table of ports, in order."""

    def judge(self, table: PortTable) -> PortTrouble:
        """Return what is in trouble now."""


@dataclass(slots=True)
class _Memory:
    oper: object = None
    last_change: object = None
    changes: list[float] = field(default_factory=list)
    errors: list[tuple[float, float]] = field(default_factory=list)


class RecentTrouble(PortJudge):
    """Counts changes and errors of the last minutes. Forgets with a restart of ours."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._memories: dict[str, _Memory] = {}
        self._at: float | None = None
        self._uptime: float | None = None

    def judge(self, table: PortTable) -> PortTrouble:
        """Return what is in trouble now."""
        elapsed = 0.0 if self._at is None else max(table.at - self._at, 0.0)
        has_restarted = None not in (table.uptime, self._uptime) and (table.uptime or 0) < (self._uptime or 0)
        self._at, self._uptime = table.at, table.uptime
        self._memories = {row: self._memories.get(row) or _Memory() for row in table.rows}
        flapping: list[str] = []
        errors: list[str] = []
        for place, row in enumerate(table.rows):
            if table.kinds[place] is not PortKind.PHYSICAL:
                continue
            memory = self._memories[row]
            _note_change(memory, table, row, has_restarted=has_restarted)
            rate = float(table.rates[place, IN_ERRORS] + table.rates[place, OUT_ERRORS])
            if math.isfinite(rate) and rate > 0:
                _remember(memory.errors, (table.at, rate * elapsed))
            if _recent(memory.changes, table.at) >= FLAPPING_CHANGES:
                flapping.append(table.names[place])
            if _errors(memory, table.at) >= MOST_ERRORS_A_MINUTE * WINDOW_S / 60:
                errors.append(table.names[place])
        return PortTrouble(flapping=tuple(flapping), errors=tuple(errors))


def _remember[T](moments: list[T], *newer: T) -> None:
    """Add to a list that most ports never fill: an empty deque takes a dozen times the memory."""
    moments.extend(newer)
    del moments[:-_MOST_CHANGES]


def _note_change(memory: _Memory, table: PortTable, row: str, *, has_restarted: bool) -> None:
    oper = table.fields.get("oper", EMPTY).get(row)
    changed = table.fields.get("last_change", EMPTY).get(row)
    is_first = memory.oper is None
    if not is_first and oper != memory.oper:
        _remember(memory.changes, table.at)
    elif not is_first and not has_restarted and _differs(changed, memory.last_change):
        # Down and up again between two polls.
        _remember(memory.changes, table.at, table.at)
    memory.oper, memory.last_change = oper, changed


def _differs(now: object, before: object) -> bool:
    return isinstance(now, int | float) and isinstance(before, int | float) and abs(now - before) > _SAME_S


def _recent(moments: list[float], now: float) -> int:
    return sum(now - moment <= WINDOW_S for moment in moments)


def _errors(memory: _Memory, now: float) -> float:
    return sum(count for moment, count in memory.errors if now - moment <= WINDOW_S)
