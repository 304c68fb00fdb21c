"""An access token of a platform, asked for when it is needed, and again before it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from .rules.verdict import Verdict

EARLY_S: Final = 300.0
"""How long before its end a token is not used any more."""


class RefusedError(Exception):
    """The platform gives no access token. The text is its code."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


class AccessToken:
    """Holds one token; several who need it at the same time ask once."""

    def __init__(self, fetch: Callable[[], Awaitable[tuple[str, float]]], clock: Callable[[], float]) -> None:
        """fetch: returns a token and the seconds it lives. clock: seconds that never go back."""
        self._fetch = fetch
        self._clock = clock
        self._token = ""
        self._ends_s = 0.0
        self._lock = asyncio.Lock()

    async def async_get(self) -> str:
        """Return a token. Raises what fetching it raises."""
        async with self._lock:
            if not self._token or self._clock() >= self._ends_s:
                self._token, life_s = await self._fetch()
                self._ends_s = self._clock() + max(life_s - EARLY_S, life_s / 2)
            return self._token

    def forget(self) -> None:
        """Ask for a new one next time."""
        self._token = ""
