"""One CJ/T 188 water, heat or gas meter on a line of raw bytes."""

from functools import cached_property, partial
from itertools import cycle
from typing import override

from ..codec.cjt188 import (
    ADDRESS_LENGTH,
    ANY_TYPE,
    PREFIX_LENGTH,
    READ,
    READ_ADDRESS,
    Frame,
    FrameReader,
    encode_item,
    encode_read,
    encode_read_address,
    refusal_from,
)
from ..codec.meter_frame import encode_address, matches_address
from ..errors import GarbledAnswerError, NoAnswerError
from ..profile.schema import TransportRules
from .byte_line import ByteLine
from .meter_link import MeterLink, ask

_OTHER_ORDER = {"low": "high", "high": "low"}


class Cjt188Link(MeterLink):
    """A `DeviceLink` to the meter of one address; ``AAAAAAAAAAAAAA`` reads whichever meter is alone on the line."""

    @cached_property
    def _serials(self) -> cycle[int]:
        """Numbers the requests, so that a late answer is told from the next one."""
        return cycle(range(256))

    @override
    async def _read_item(self, item: str) -> bytes:
        identifier = encode_item(item, self._rules.di_order)
        meter_type, serial = self._rules.meter_type, next(self._serials)
        request = encode_read(self._address, identifier, meter_type=meter_type, serial=serial)
        accept = partial(
            _is_answer, address=self._address, meter_type=meter_type, beginning=identifier + bytes([serial])
        )
        frame = await self._exchange(request, FrameReader(), accept)
        if frame.is_error:
            raise refusal_from(frame)
        return frame.data[PREFIX_LENGTH:]


async def discover_address(line: ByteLine, rules: TransportRules) -> str:
    """Ask the only meter of a line for its address and return its 14 digits as printed.

    Asks again with the identifier's bytes the other way round when the rules' order stays unanswered.
    Raises NoAnswerError when none hears, GarbledAnswerError when several answer at once.
    """
    try:
        return await _ask_address(line, rules, rules.di_order)
    except NoAnswerError, GarbledAnswerError:
        return await _ask_address(line, rules, _OTHER_ORDER[rules.di_order])


def require_address(address: str) -> None:
    """Raise CodecError unless address is 14 digits (A for any)."""
    encode_address(address, ADDRESS_LENGTH)


async def _ask_address(line: ByteLine, rules: TransportRules, di_order: str) -> str:
    request = encode_read_address(meter_type=rules.meter_type, serial=0, di_order=di_order)
    frame = await ask(line, rules, request, FrameReader(), _tells_address)
    if not frame.address.isdecimal():
        raise GarbledAnswerError(f"not an address: {frame.address}")
    return frame.address


def _tells_address(frame: Frame) -> bool:
    return frame.is_reply and not frame.is_error and frame.function == READ_ADDRESS


def _is_answer(frame: Frame, *, address: str, meter_type: int, beginning: bytes) -> bool:
    if not frame.is_reply or frame.function != READ or not matches_address(address, frame.address):
        return False
    is_ours = meter_type in (ANY_TYPE, frame.meter_type)
    return is_ours and (frame.is_error or frame.data.startswith(beginning))
