"""Attempts of the tests' own making, and a prober that hands them out."""

import asyncio
from collections import defaultdict, deque

from campuslink.link.probe.measurement import Measurement, Reason
from campuslink.link.probe.prober import Prober
from campuslink.link.probe.target import Target


def ping(*times_ms: float, sent: int = 5, at: float = 0.0) -> Measurement:
    reason = None if times_ms else Reason.NO_ANSWER
    latency_ms = sorted(times_ms)[len(times_ms) // 2] if times_ms else None
    return Measurement(at=at, sent=sent, times_ms=times_ms, reason=reason, latency_ms=latency_ms)


GOOD = ping(1.0, 1.0, 1.0, 1.0, 1.0)
DEAD = ping()


def target(target_id: str = "a", **changes: object) -> Target:
    return Target.from_json({"id": target_id, "name": target_id.upper(), "way": "ping", "host": "10.0.0.1"} | changes)


class ScriptedProber(Prober):
    """Gives each target its next attempt; the last one for ever."""

    def __init__(self, **attempts: list[Measurement]) -> None:
        self._attempts = defaultdict(lambda: deque([GOOD]), {name: deque(each) for name, each in attempts.items()})
        self.asked: list[str] = []

    async def measure(self, target: Target) -> Measurement:
        await asyncio.sleep(0)
        self.asked.append(target.id)
        attempts = self._attempts[target.id]
        return attempts.popleft() if len(attempts) > 1 else attempts[0]
