"""A day while it passes: does what is due through the campus's side door, and remembers what it did."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..system import Body, Json
from .lines import Line
from .script import Deed, Happening
from .timing import Timing


class Doer(Protocol):
    """What the side door does things with."""

    async def do(self, device_id: str, action: str, body: Body, /) -> None:
        """Do something to a device. Raises KeyError or ValueError when that is not possible."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A line that was done."""

    happening: Happening
    failed: Sequence[str] = field(default_factory=tuple)
    """What could not be done, one sentence each."""

    def to_json(self) -> Json:
        """Return it with its text in both languages."""
        return {"at": self.happening.at, "says": self.happening.says.to_json(), "failed": list(self.failed)}


class Day:
    """One day of one campus."""

    def __init__(
        self,
        campus: Doer,
        lines: Sequence[Line],
        timing: Timing,
        *,
        begins: float,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """lines: in the order in which they are due. begins: when the day begins, in seconds by `now`."""
        self._campus = campus
        self._left = list(lines)
        self._timing = timing
        self._begins = begins
        self._now = now
        self._sleep = sleep
        self.told: list[Told] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether something is still to happen by itself."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Let it pass in the background."""
        self._task = asyncio.create_task(self.run(), name="day")

    async def run(self) -> None:
        """Let the whole day pass."""
        while self._left:
            await self._sleep(max(0.0, self._begins + self._left[0].due_s - self._now()))
            await self._do(self._left[0].happening)
            del self._left[0]

    async def stop(self, *, mends: bool = True) -> None:
        """End it early: nothing more goes wrong, and what is to be put right is put right now, unless told not to."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        left, self._left = self._left, []
        for line in left:
            if mends and line.happening.mends:
                await self._do(line.happening)

    def to_json(self) -> Json:
        """Return how far it is."""
        return {
            "is_running": self.is_running,
            "speed": self._timing.speed,
            "now": self._timing.time_at(self._now() - self._begins),
            "happened": [told.to_json() for told in self.told],
            "left": len(self._left),
        }

    async def _do(self, happening: Happening) -> None:
        failed = [reason for deed in happening.deeds if (reason := await self._try(deed))]
        self.told.append(Told(happening=happening, failed=failed))

    async def _try(self, deed: Deed) -> str:
        """Do one thing; return why it was not possible, empty when it was."""
        try:
            await self._campus.do(deed.device, deed.action, deed.body)
        except (KeyError, ValueError, TypeError, OSError, RuntimeError) as error:
            return f"{deed.device}: {deed.action}: {error}"
        return ""
