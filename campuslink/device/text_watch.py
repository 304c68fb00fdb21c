"""What became of a command in lines of text. What is observed counts, not what the command was answered with."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from ..errors import CampusLinkError, CannotConnectError, CodecError, LinkError, NoAnswerError, RefusedError
from ..model import Reading, Value
from .text_round import TextRound

LOOKS = 10
LOOKS_AFTER_SILENCE = 3
_PAUSE_S = 1.0


class CommandWatch:
    """Looks at one point of one device until it reads as wanted."""

    def __init__(self, asked: TextRound, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """asked: the device's own; pause: waits between two looks."""
        self._round = asked
        self._pause = pause

    async def look_for(self, wanted: Collection[Value], point: str, looks: int = LOOKS) -> Reading:
        """Return the reading that is wanted, or the last one; a device may be mute for some seconds after a command.

        Raises what the last look raised when none brought a reading.
        """
        reading: Reading | None = None
        error: CampusLinkError | None = None
        for look in range(looks):
            if look:
                await self._pause(_PAUSE_S)
            try:
                reading = await self._round.look(point)
            except (LinkError, RefusedError, CodecError) as trouble:
                error = trouble
                continue
            if reading.value in wanted:
                break
        if reading is None:
            raise error or NoAnswerError(f"{point} was not seen again")
        return reading

    async def look_despite(
        self, trouble: RefusedError | LinkError, wanted: Collection[Value], point: str, looks: int
    ) -> Reading:
        """Return the reading that shows that a command took effect although it was not accepted.

        A device refuses to do what it is doing already, or obeys without a word. Raises the trouble otherwise, or
        CannotConnectError when the device is gone.
        """
        if point in self._round.reads:
            try:
                reading = await self.look_for(wanted, point, looks)
            except CannotConnectError:
                raise
            except (LinkError, RefusedError, CodecError) as still:
                raise trouble from still
            if reading.value in wanted:
                return reading
        raise trouble
