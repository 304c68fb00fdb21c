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
from ...errors import CannotConnectError, LinkError
from ...link.uhppote import UhppoteLink
from ...link.uhppote_listener import PushListener
from .access import NewsTrouble

NOBODY = "0.0.0.0"  # noqa: S104 - the controller's own word for "tell nobody"

TEXTS = {
    NewsTrouble.NO_DOOR_EVENTS: "the controller records no events of doors and buttons",
    NewsTrouble.NOT_TAKEN: "the controller does not take whom to tell its events",
    NewsTrouble.TOLD_ELSEWHERE: "the controller tells its events to another program",
}
"""What a diagnostic file says; a port that is taken has a text of its own."""

RECHECK_S = 3600.0
"""How often it is looked whether the controller still tells us: somebody may have set it anew."""
RETRY_S = 60.0


class _PortTakenError(LinkError):
    """Nobody can listen here."""


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
        self.trouble: NewsTrouble | None = None
        """Why no news comes, or no news of doors; None when it does, or the controller says nothing."""
        self.problem = ""
        """What went wrong, for a diagnostic file; empty when nothing did."""
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
        found = [await self._try(self._record_door_events)]
        if self._listener is not None:
            found.append(await self._try(partial(self._listen, self._listener)))
        self.problem = "; ".join(problem for _, problem in found if problem)
        self.trouble = next((trouble for trouble, _ in reversed(found) if trouble), None)
        self._next_at = self._steady() + (RETRY_S if self.problem else RECHECK_S)

    def renew(self) -> None:
        """Look again with the next poll: the controller was away, and may be another one now or have forgotten us."""
        self._next_at = -math.inf

    def stop(self) -> None:
        """Listen no more. The controller keeps its setting; its packets meet a closed port."""
        if self._is_listening and self._listener is not None:
            self._listener.unsubscribe(self._link.serial, self._on_news)
        self._is_listening = False
        self.trouble = None
        self.renew()

    def describe(self) -> dict[str, Any]:
        """Return what a diagnostic file says of it as JSON."""
        return {"is_listening": self._is_listening, "is_told": self._told is not None, "problem": self.problem}

    async def _try(self, step: Callable[[], Awaitable[NewsTrouble | None]]) -> tuple[NewsTrouble | None, str]:
        """Return the trouble with a step, and what a diagnostic file says of it."""
        try:
            trouble = await step()
        except _PortTakenError as err:
            return NewsTrouble.PORT_TAKEN, str(err)
        except LinkError as err:
            return None, str(err)
        return trouble, TEXTS[trouble] if trouble else ""

    async def _record_door_events(self) -> NewsTrouble | None:
        is_on = read_consent(await self._link.read(ask_to_record_door_events(self._link.serial)))
        return None if is_on else NewsTrouble.NO_DOOR_EVENTS

    async def _listen(self, listener: PushListener) -> NewsTrouble | None:
        try:
            await listener.subscribe(self._link.serial, self._link.host, self._on_news)
        except CannotConnectError as err:
            raise _PortTakenError(str(err)) from err
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
            return None
        return NewsTrouble.NOT_TAKEN if told[0] == NOBODY or not told[1] else NewsTrouble.TOLD_ELSEWHERE
