"""Which ports of one switch are in trouble, from what its polls say one after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from .port_limits import PortFault, PortLimits
from .port_memory import Latch, PortMemory, Tally
from .port_sample import MOST_PORTS, PortSample
from .port_verdicts import judge
from .text import finite, mapping_of

FORGET_AFTER_S = 7 * 86_400.0
"""A port that is not in the table any more is forgotten after this long, with its faults."""
MOST_CREDIT_S = 900.0
"""The longest time between two polls that counts as seen; what happened in a longer gap is not known."""
SAME_CHANGE_S = 0.5
"""Two times of the last change this close are one: they are rounded on their way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A fault of a port that is raised now."""

    port: str
    """Key of the port, see `by_port_key`."""
    fault: PortFault
    since: float
    """Seconds since 1970-01-01 UTC when it was raised."""
    value: float | None
    """What was measured last: changes, errors or discards a minute, bit/s, share of the speed."""
    limit: float
    """What it is compared with, in the same unit; for a speed the one expected."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultChange:
    """A fault that was raised or cleared by the newest poll."""

    finding: Finding
    is_raised: bool


@dataclass(slots=True)
class PortHealth:
    """The rules over all ports of one switch. Fed with every port table, in order."""

    limits: PortLimits = field(default_factory=PortLimits)
    _ports: dict[str, PortMemory] = field(default_factory=dict)
    _uptime_s: float | None = None
    _clock_s: float = 0.0
    """Own clock: the sum of what `update` was told. It cannot jump and never runs backwards."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the faults raised now, ordered by port and fault."""
        return tuple(
            _finding(port, fault, latch)
            for port, memory in sorted(self._ports.items())
            for fault, latch in sorted(memory.latches.items())
            if latch.is_raised
        )

    def update(
        self,
        samples: Mapping[str, PortSample],
        *,
        elapsed_s: float,
        at: float,
        uptime_s: float | None = None,
        may_raise: bool = True,
    ) -> tuple[FaultChange, ...]:
        """Judge a port table and return what it changed.

        samples: by key, from `by_port_key`.
        elapsed_s: since the table before, over a restart as well; what is negative counts as 0.
        at: seconds since 1970-01-01 UTC, kept in the findings and compared with nothing.
        uptime_s: of the switch; when it went back, times of last changes are not compared with earlier ones.
        may_raise: False while everything settles after a start: bad stretches count, but raise nothing yet.
        """
        elapsed_s = max(elapsed_s, 0.0)
        self._clock_s += elapsed_s
        is_restarted = uptime_s is not None and self._uptime_s is not None and uptime_s < self._uptime_s
        self._uptime_s = uptime_s if uptime_s is not None else self._uptime_s
        changes: list[FaultChange] = []
        for port, sample in samples.items():
            if sample.is_physical:
                memory = self._remember(port, sample, elapsed_s, is_restarted=is_restarted)
                changes += self._judge(port, memory, sample, min(elapsed_s, MOST_CREDIT_S), at, may_raise=may_raise)
        return (*changes, *self._forget())

    def forget_best_speed(self, port: str) -> None:
        """Take the next speed of a port as its normal one: another device hangs on it."""
        if (memory := self._ports.get(port)) is not None:
            memory.best_bps = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {
            "uptime_s": self._uptime_s,
            "ports": {port: memory.to_json(self._clock_s) for port, memory in self._ports.items()},
        }

    @classmethod
    def from_json(cls, data: object, limits: PortLimits | None = None) -> Self:
        """Rebuild what `to_json` returned; a damaged port begins anew, the others stay."""
        given = mapping_of(data)
        ports: dict[str, PortMemory] = {}
        for port, item in mapping_of(given.get("ports")).items():
            try:
                ports[port] = PortMemory.from_json(mapping_of(item), 0.0)
            except ValueError:
                continue
        return cls(limits or PortLimits(), ports, finite(given.get("uptime_s")))

    def _remember(self, port: str, sample: PortSample, elapsed_s: float, *, is_restarted: bool) -> PortMemory:
        now, window_s = self._clock_s, self.limits.window_s
        memory = self._ports.get(port)
        if memory is None:
            memory = self._ports[port] = PortMemory(is_up=sample.oper_up, is_enabled=sample.admin_up, up_at=now)
            elapsed_s = 0.0
        changes = 0 if is_restarted else _count_changes(memory, sample)
        memory.changes.add(now, changes, window_s)
        # A mean over a long gap counts for the window only, not for all of the gap at once.
        counted_s = min(elapsed_s, window_s)
        memory.errors.add(now, (sample.errors_per_s or 0.0) * counted_s, window_s)
        memory.discards.add(now, (sample.discards_per_s or 0.0) * counted_s, window_s)
        memory.is_up, memory.is_enabled, memory.seen_at = sample.oper_up, sample.admin_up, now
        memory.last_change_s = sample.last_change_s
        if sample.oper_up:
            memory.up_at = now
            memory.best_bps = max(memory.best_bps, sample.speed_bps or 0.0)
        return memory

    def _judge(
        self, port: str, memory: PortMemory, sample: PortSample, credit_s: float, at: float, *, may_raise: bool
    ) -> Iterator[FaultChange]:
        if not sample.admin_up:
            # A person shut it: nothing about it is a fault.
            yield from _clear(port, memory)
            memory.changes, memory.errors, memory.discards = Tally(), Tally(), Tally()
            return
        for fault, verdict in judge(memory, sample, self.limits, self._clock_s):
            latch = memory.latches.get(fault)
            if latch is None:
                if not verdict.is_bad:
                    continue
                latch = memory.latches[fault] = Latch()
            since = latch.since
            if latch.follow(verdict, self.limits.of(fault), credit_s, at, may_raise=may_raise):
                finding = _finding(port, fault, latch, at if since is None else since)
                yield FaultChange(finding=finding, is_raised=latch.is_raised)
            if latch.is_idle:
                del memory.latches[fault]

    def _forget(self) -> Iterator[FaultChange]:
        """Let go of ports that have not been in the table for long, and of the oldest when names keep changing."""
        oldest = sorted(self._ports, key=lambda port: self._ports[port].seen_at)
        surplus = max(len(oldest) - MOST_PORTS, 0)
        for index, port in enumerate(oldest):
            if index >= surplus and self._clock_s - self._ports[port].seen_at <= FORGET_AFTER_S:
                break
            yield from _clear(port, self._ports.pop(port))


def _clear(port: str, memory: PortMemory) -> Iterator[FaultChange]:
    for fault, latch in memory.latches.items():
        if latch.is_raised:
            yield FaultChange(finding=_finding(port, fault, latch), is_raised=False)
    memory.latches.clear()


def _finding(port: str, fault: PortFault, latch: Latch, since: float | None = None) -> Finding:
    raised = latch.since if since is None else since
    return Finding(port=port, fault=fault, since=raised or 0.0, value=latch.value, limit=latch.limit)


def _count_changes(memory: PortMemory, sample: PortSample) -> int:
    """Return how often a port went up or down since the poll before, at least."""
    if not (sample.admin_up and memory.is_enabled):
        return 0
    if sample.oper_up != memory.is_up:
        return 1
    before, now = memory.last_change_s, sample.last_change_s
    is_moved = before is not None and now is not None and abs(now - before) > SAME_CHANGE_S
    # It is where it was, so it went and came back.
    return 2 if is_moved else 0
