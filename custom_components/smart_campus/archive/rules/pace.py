"""How fast a site may send: all its uploads share one rate."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

BURST_S: Final = 0.25
"""How much of what was not used before may be made up for at once."""


class Pace:
    """Lets bytes pass at a rate, in the order they come."""

    def __init__(
        self,
        bytes_per_s: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """bytes_per_s: None for as fast as it goes."""
        self.bytes_per_s = bytes_per_s
        self._clock = clock
        self._sleep = sleep
        self._free_at = 0.0

    async def take(self, count: int) -> None:
        """Return when so many bytes may be sent."""
        if not self.bytes_per_s:
            return
        now = self._clock()
        begin = max(self._free_at, now - BURST_S)
        self._free_at = begin + count / self.bytes_per_s
        if (wait_s := self._free_at - now) > 0:
            await self._sleep(wait_s)
