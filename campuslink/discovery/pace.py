"""How gently a search goes about: a few addresses at a time, and questions evenly apart."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScanPace:
    """What a network is burdened with at most."""

    at_a_time: int = 32
    """Addresses visited side by side; each of them is asked one question at a time."""
    per_second: float = 50.0
    """Questions (connections and datagrams) within any second, over all addresses."""
    visit_s: float = 180.0
    """Seconds after which an address is left, whatever was not asked yet."""


class Gate:
    """Lets questions pass one by one, evenly spread, in the order they came."""

    def __init__(
        self,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """clock, sleep: seconds and how to wait for them."""
        self.passed = 0
        """Questions that were let through."""
        self._gap_s = 1.0 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next_at = clock()

    async def take_turn(self) -> None:
        """Return when the next question may be asked."""
        now = self._clock()
        at = max(now, self._next_at)
        self._next_at = at + self._gap_s
        if at > now:
            await self._sleep(at - now)
        self.passed += 1
