"""One DL/T 645-2007 meter on a line of raw bytes."""

from functools import partial
from typing import override

from ..codec.dlt645 import (
    ADDRESS_LENGTH,
    READ,
    READ_ADDRESS,
    READ_FOLLOWING,
    Frame,
    FrameReader,
    encode_item,
    encode_read,
    encode_read_address,
    encode_read_following,
    refusal_from,
)
from ..codec.meter_frame import decode_address, encode_address, matches_address
from ..errors import GarbledAnswerError
from ..profile.schema import TransportRules
from .byte_line import ByteLine
from .meter_link import MeterLink, ask

_MOST_FOLLOWING = 16
"""Frames one item may continue in; far beyond any item a profile reads, and an end to a meter that never ends."""


class Dlt645Link(MeterLink):
    """A `DeviceLink` to the meter of one address; ``AAAAAAAAAAAA`` reads whichever meter is alone on the line."""

    @override
    async def _read_item(self, item: str) -> bytes:
        frame = await self._ask(encode_read(self._address, item), READ, item)
        content = frame.data.removeprefix(encode_item(item))
        sequence = 0
        while frame.has_more:
            sequence += 1
            if sequence > _MOST_FOLLOWING:
                raise GarbledAnswerError(f"item {item} goes on after {_MOST_FOLLOWING} follow-up frames")
            request = encode_read_following(self._address, item, sequence)
            frame = await self._ask(request, READ_FOLLOWING, item, bytes([sequence]))
            content += frame.data.removeprefix(encode_item(item))[:-1]
        return content

    async def _ask(self, request: bytes, function: int, item: str, ending: bytes = b"") -> Frame:
        accept = partial(
            _is_answer, address=self._address, function=function, beginning=encode_item(item), ending=ending
        )
        frame = await self._exchange(request, FrameReader(), accept)
        if frame.is_error:
            raise refusal_from(frame)
        return frame


async def discover_address(line: ByteLine, rules: TransportRules) -> str:
    """Ask the only meter of a line for its address and return its 12 digits as printed.

    Raises NoAnswerError when none hears, GarbledAnswerError when several answer at once.
    """
    frame = await ask(line, rules, encode_read_address(), FrameReader(), _tells_address)
    address = decode_address(frame.data)
    if not address.isdecimal():
        raise GarbledAnswerError(f"not an address: {address}")
    return address


def require_address(address: str) -> None:
    """Raise CodecError unless address is 12 digits (A for any)."""
    encode_address(address, ADDRESS_LENGTH)


def _tells_address(frame: Frame) -> bool:
    is_answer = frame.is_reply and not frame.is_error and frame.function == READ_ADDRESS
    return is_answer and len(frame.data) == ADDRESS_LENGTH


def _is_answer(frame: Frame, *, address: str, function: int, beginning: bytes, ending: bytes) -> bool:
    if not frame.is_reply or frame.function != function or not matches_address(address, frame.address):
        return False
    fits = frame.data.startswith(beginning) and frame.data.endswith(ending)
    return frame.is_error or (fits and len(frame.data) >= len(beginning) + len(ending))
