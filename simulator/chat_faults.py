"""What a chat platform does wrong when told so, one fault for each of its next answers."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatFault:
    """One wrong answer instead of the right one."""

    status: int = 200
    body: str | dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    """Answer nothing at all, and keep the connection."""


class FaultyAnswers:
    """Faults that wait for the next requests. ``released`` lets those go that hang."""

    def __init__(self) -> None:
        self.waiting: deque[ChatFault] = deque()
        self.requests = 0
        self.released = asyncio.Event()

    def add(self, *faults: ChatFault) -> None:
        """Let the next requests meet these, in order."""
        self.waiting.extend(faults)

    def around(self, handler: Handler) -> Handler:
        """Return a handler that answers wrongly while faults wait."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self.answer(request, handler)

        return answer

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer wrongly if a fault waits, else as the platform does."""
        self.requests += 1
        if not self.waiting:
            return await handler(request)
        fault = self.waiting.popleft()
        if fault.hangs:
            await self.released.wait()
        if isinstance(fault.body, dict):
            return web.json_response(fault.body, status=fault.status, headers=fault.headers)
        return web.Response(text=fault.body or "", status=fault.status, headers=fault.headers)
