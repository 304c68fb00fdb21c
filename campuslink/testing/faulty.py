"""A link that fails on demand, and says how long it kept its line busy."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import override

from ..errors import CannotConnectError, GarbledAnswerError, NoAnswerError
from ..link.base import DeviceLink
from ..plan.request import Answer, Request

type Outcome = BaseException | None
"""What happens to one request: None lets the wrapped link answer, an error is raised."""


class FaultyLink(DeviceLink):
    """Wraps any link. Silence costs the timeout on the loop's clock, everything else the latency."""

    def __init__(
        self, inner: DeviceLink, *, line: str | None = None, timeout_s: float = 1.5, latency_s: float = 0.0
    ) -> None:
        """line: overrides the wrapped link's, so that several recordings can share a line."""
        self.always: Outcome = None
        """What happens to every request once the script is used up."""
        self.asked_at: list[float] = []
        """The loop's time at the start of every request, writes included."""
        self.requests: list[Request] = []
        self.busy_s = 0.0
        """Seconds this device kept its line busy."""
        self.is_closed = False
        self._inner = inner
        self._line = inner.line if line is None else line
        self._timeout_s = timeout_s
        self._latency_s = latency_s
        self._script: deque[Outcome] = deque()

    @property
    @override
    def line(self) -> str:
        return self._line

    def script(self, outcomes: Iterable[Outcome]) -> None:
        """Append what happens to the next requests, one outcome each."""
        self._script.extend(outcomes)

    def silence(self) -> None:
        """Answer nothing from now on."""
        self.always = NoAnswerError("scripted silence")

    def unplug(self) -> None:
        """Fail every connection from now on."""
        self.always = CannotConnectError("scripted: connection refused")

    def garble(self) -> None:
        """Answer with noise from now on."""
        self.always = GarbledAnswerError("scripted noise")

    def heal(self) -> None:
        """Let the wrapped link answer again; an unused script is forgotten."""
        self.always = None
        self._script.clear()

    @override
    async def read(self, request: Request) -> Answer:
        await self._suffer(request)
        return await self._inner.read(request)

    @override
    async def write(self, request: Request, values: Answer) -> None:
        await self._suffer(request)
        await self._inner.write(request, values)

    @override
    async def close(self) -> None:
        self.is_closed = True
        await self._inner.close()

    async def _suffer(self, request: Request) -> None:
        outcome = self._script.popleft() if self._script else self.always
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        self.asked_at.append(started_s)
        self.requests.append(request)
        cost_s = self._timeout_s if isinstance(outcome, NoAnswerError) else self._latency_s
        await asyncio.sleep(cost_s)
        self.busy_s += loop.time() - started_s
        if outcome is not None:
            # Without this an outcome used for hours would carry the traceback of every use.
            raise outcome.with_traceback(None)
