"""What the links of both meter protocols share: one meter's place on a `ByteLine`."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import override

from ..codec.meter_frame import PREAMBLE
from ..errors import CannotConnectError, NotWritableError, RefusalReason, RefusedError
from ..plan.request import Answer, ItemRequest, Request
from ..profile.schema import TransportRules
from .base import DeviceLink
from .byte_line import ByteLine, Reader


async def keep_line(line: ByteLine) -> None:
    """Do nothing: the release of a link whose line is somebody else's to close."""


class MeterLink(DeviceLink, ABC):
    """A `DeviceLink` over raw bytes; knows everything but the frames."""

    def __init__(
        self,
        line: ByteLine,
        *,
        address: str,
        rules: TransportRules,
        release: Callable[[ByteLine], Awaitable[None]] = keep_line,
    ) -> None:
        """release: called once with the line when the link closes, such as `ByteLinePool.release`."""
        self._line = line
        self._address = address.upper()
        self._rules = rules
        self._release = release
        self._is_closed = False

    @property
    @override
    def line(self) -> str:
        return self._line.key

    @override
    async def read(self, request: Request) -> Answer:
        if not isinstance(request, ItemRequest):
            raise RefusedError(RefusalReason.FUNCTION, "a meter has data items, no registers")
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        return await self._read_item(request.item)

    @override
    async def write(self, request: Request, values: Answer) -> None:
        raise NotWritableError("meters are only read through this protocol")

    @override
    async def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            await self._release(self._line)

    @abstractmethod
    async def _read_item(self, item: str) -> bytes:
        """Return an item's content."""

    async def _exchange[F](self, request: bytes, reader: Reader[F], accept: Callable[[F], bool]) -> F:
        return await ask(self._line, self._rules, request, reader, accept)


async def ask[F](
    line: ByteLine, rules: TransportRules, request: bytes, reader: Reader[F], accept: Callable[[F], bool]
) -> F:
    """Wake the meter, send a request, and return the first frame accepted, timed and paced by the rules."""
    return await line.exchange(PREAMBLE + request, reader, accept, timeout_s=rules.timeout_s, pause_s=rules.pause_s)
