"""Calls to a whole network segment: who answers, or announces itself, without being asked at its own address."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, override

from ..errors import CannotConnectError
from ..link.pjlink_notices import NoticeReceiver
from ..link.uhppote import BROADCAST, DEFAULT_PORT, search_controllers
from .finding import Service, short_text

PJLINK_ANSWERS_S = 11.0
"""Projectors wait for a random time of up to 10 s."""
MOST_HEARD = 512


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """Somebody who answered a call or announced itself."""

    host: str
    service: Service
    """What it is to be asked for; `Service.MDNS` for a mere announcement."""
    mac: str = ""
    name: str = ""
    label: str = ""


class Caller(Protocol):
    """One call."""

    async def call(self) -> Sequence[Heard]:
        """Return who was heard, at most `MOST_HEARD`. Raises CannotConnectError when there is nobody to call from."""


@dataclass(frozen=True, slots=True)
class PjlinkCaller(Caller):
    """The search of PJLink class 2."""

    receiver: NoticeReceiver
    """That of the process: projectors answer to one port, which only one socket holds."""
    broadcast: str = BROADCAST
    wait_s: float = PJLINK_ANSWERS_S

    @override
    async def call(self) -> Sequence[Heard]:
        found = await self.receiver.search(self.broadcast, wait_s=self.wait_s)
        return [Heard(host=each.host, service=Service.PJLINK, mac=_plain_mac(each.mac)) for each in found[:MOST_HEARD]]


@dataclass(frozen=True, slots=True)
class UhppoteCaller(Caller):
    """The search for door controllers; it also reaches those whose address belongs to another network."""

    broadcast: str = BROADCAST
    port: int = DEFAULT_PORT

    @override
    async def call(self) -> Sequence[Heard]:
        found = await search_controllers(self.broadcast, self.port)
        return [
            Heard(host=host, service=Service.UHPPOTE, mac=info.mac.lower())
            for host, info in list(found.items())[:MOST_HEARD]
        ]


async def call_all(callers: Sequence[Caller]) -> tuple[Heard, ...]:
    """Call side by side; a call that cannot be made is left out."""

    async def call(caller: Caller) -> Sequence[Heard]:
        try:
            return await caller.call()
        except CannotConnectError:
            return ()

    return tuple(heard for each in await asyncio.gather(*map(call, callers)) for heard in each)


def _plain_mac(text: str) -> str:
    digits = "".join(letter for letter in short_text(text).lower() if letter in "0123456789abcdef")
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2)) if len(digits) == 12 else ""
