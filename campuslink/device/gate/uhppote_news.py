"""How a controller comes to tell this process its events at once; another program is left them unless that is asked."""

import math
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from ...codec.uhppote import (
    ask_listener,
    ask_to_record_door_events,
    ask_to_set_listener,
    read_consent,
    read_listener,
)
from ...errors import LinkError
from ...link.uhppote import UhppoteLink
from ...link.uhppote_listener import PushListener

NOBODY = "0.0.0.0"  # noqa: S104 - the controller's own word for "tell nobody"


RECHECK_S = 3600.0
"""How often it is looked whether the controller still tells us: somebody may have set it anew."""
RETRY_S = 60.0


class NewsLine:
    """Set up with the first poll that finds the controller there; without it, polls alone find the events."""

    def __init__(
        self,
        link: UhppoteLink,
        listener: PushListener | None,
        on_news: Callable[[], None],
        *,
        steady: Callable[[], float],
        takes_over: bool = False,
    ) -> None:
        """Make one; listener: None when this process does not listen. steady: seconds of a clock that never jumps.

        takes_over: whether a controller that tells another program is set to tell this one.
        """
        self.is_wanted = False
        self.problem = ""
        """Why no news comes, or no news of doors, for a person to read; empty when it does."""
        self._link = link
        self._listener = listener
        self._on_news = on_news
        self._steady = steady
        self._takes_over = takes_over
        self._next_at = -math.inf
        self._is_listening = False
        self._told: tuple[str, int] | None = None
        """Where the controller tells its events, when that was us."""

    async def start(self) -> None:
        """Listen, and let the controller tell us. Trouble is noted and tried again after a while."""
        if not self.is_wanted or self._steady() < self._next_at:
            return
        problems = [await self._try(self._record_door_events)]
        if self._listener is not None:
            problems.append(await self._try(partial(self._listen, self._listener)))
        self.problem = "; ".join(filter(None, problems))
        self._next_at = self._steady() + (RETRY_S if self.problem else RECHECK_S)

    def renew(self) -> None:
        """Look again with the next poll: the controller was away, and may be another one now or have forgotten us."""
        self._next_at = -math.inf

    def stop(self) -> None:
        """Listen no more. The controller keeps its setting; its packets meet a closed port."""
        if self._is_listening and self._listener is not None:
            self._listener.unsubscribe(self._link.serial, self._on_news)
        self._is_listening = False
        self.renew()

    def describe(self) -> dict[str, Any]:
        """Return what a diagnostic file says of it as JSON."""
        return {"is_listening": self._is_listening, "is_told": self._told is not None, "problem": self.problem}

    async def _try(self, step: Callable[[], Awaitable[str]]) -> str:
        try:
            return await step()
        except LinkError as err:
            return str(err)

    async def _record_door_events(self) -> str:
        is_on = read_consent(await self._link.read(ask_to_record_door_events(self._link.serial)))
        return "" if is_on else "the controller records no events of doors and buttons"

    async def _listen(self, listener: PushListener) -> str:
        await listener.subscribe(self._link.serial, self._link.host, self._on_news)
        self._is_listening = True
        serial = self._link.serial
        own = await self._link.find_own_address(), listener.port
        told = read_listener(await self._link.read(ask_listener(serial)))
        is_free = told[0] == NOBODY or not told[1] or told == self._told
        if told != own and (is_free or self._takes_over):
            await self._link.read(ask_to_set_listener(serial, *own))
            told = read_listener(await self._link.read(ask_listener(serial)))
        self._told = own if told == own else None
        if self._told:
            return ""
        if told[0] == NOBODY or not told[1]:
            return "the controller does not take whom to tell its events"
        return "the controller tells its events to another program"
