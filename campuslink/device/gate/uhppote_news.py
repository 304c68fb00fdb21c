"""How a controller comes to tell this process its events at once, without taking it away from another program."""

from collections.abc import Callable
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


class NewsLine:
    """Set up with the first poll that finds the controller there; without it, polls alone find the events."""

    def __init__(self, link: UhppoteLink, listener: PushListener | None, on_news: Callable[[], None]) -> None:
        """Make one; listener: None when this process does not listen."""
        self.is_wanted = False
        self.told = ""
        """Whom the controller tells its events, as address and port; empty while unknown."""
        self.problem = ""
        """Why no news comes, for a person to read; empty when it does."""
        self._link = link
        self._listener = listener
        self._on_news = on_news
        self._is_listening = False
        self._is_set = False

    async def start(self) -> None:
        """Listen, and let the controller tell us. Free of cost once done; trouble is noted and tried again."""
        if self._is_set or not self.is_wanted:
            return
        try:
            if self._listener is not None:
                await self._listen(self._listener)
            self._is_set = read_consent(await self._link.read(ask_to_record_door_events(self._link.serial)))
        except LinkError as err:
            self.problem = str(err)

    def stop(self) -> None:
        """Listen no more. The controller keeps its setting; its packets meet a closed port."""
        if self._is_listening and self._listener is not None:
            self._listener.unsubscribe(self._link.serial)
        self._is_listening = self._is_set = False

    def describe(self) -> dict[str, Any]:
        """Return what a diagnostic file says of it as JSON."""
        return {"is_listening": self._is_listening, "is_told": bool(self.told), "problem": self.problem}

    async def _listen(self, listener: PushListener) -> None:
        await listener.subscribe(self._link.serial, self._link.host, self._on_news)
        self._is_listening = True
        serial = self._link.serial
        own = await self._link.find_own_address(), listener.port
        told = read_listener(await self._link.read(ask_listener(serial)))
        if told[0] == NOBODY or not told[1]:
            await self._link.read(ask_to_set_listener(serial, *own))
            told = read_listener(await self._link.read(ask_listener(serial)))
        self.told = f"{told[0]}:{told[1]}"
        self.problem = "" if told == own else "the controller tells its events to another program"
