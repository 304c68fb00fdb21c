"""DL/T 645-2007 frames without I/O: ``68 A0..A5 68 C L DATA CS 16``, every byte of DATA plus 33H on the wire.

Source: DL/T 645-2007, section 7 (frame format) and annex A (control codes, error word).
"""

from dataclasses import dataclass
from typing import override

from ..errors import CodecError, RefusalReason, RefusedError
from .meter_frame import START, FrameScanner, MeterFrame, decode_address, encode_address, seal

ADDRESS_LENGTH = 6
ITEM_LENGTH = 4
ANY_ADDRESS = "A" * 12
"""Asks whichever meter hears it; only with one meter on the line."""

READ = 0x11
READ_FOLLOWING = 0x12
READ_ADDRESS = 0x13

_MORE = 0x20
_OFFSET = 0x33
_PLUS_OFFSET = bytes((value + _OFFSET) & 0xFF for value in range(256))
_MINUS_OFFSET = bytes((value - _OFFSET) & 0xFF for value in range(256))
_SECOND_START_AT = 7

_ERROR_BITS = (
    ("other error", RefusalReason.OTHER),
    ("no such data", RefusalReason.ADDRESS),
    ("password or authorisation", RefusalReason.PASSWORD),
    ("baud rate cannot change", RefusalReason.VALUE),
    ("too many year zones", RefusalReason.VALUE),
    ("too many day slots", RefusalReason.VALUE),
    ("too many tariffs", RefusalReason.VALUE),
    ("reserved bit 7", RefusalReason.OTHER),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame(MeterFrame):
    """One frame; its address has 12 digits, the 33H is removed from its data, and an error word is its data."""

    function_mask = 0x1F

    @property
    def has_more(self) -> bool:
        """Whether the item goes on in a follow-up frame."""
        return bool(self.control & _MORE)


class FrameReader(FrameScanner[Frame]):
    """Finds DL/T 645 frames in bytes that arrive in any portions."""

    header_length = 10

    @override
    def _measure(self, buffer: bytearray, start: int) -> int:
        second = start + _SECOND_START_AT
        if second < len(buffer) and buffer[second] != START:
            return 0
        return super()._measure(buffer, start)

    @override
    def _parse(self, frame: bytes) -> Frame:
        return Frame(
            address=decode_address(frame[1:_SECOND_START_AT]),
            control=frame[_SECOND_START_AT + 1],
            data=frame[self.header_length : -2].translate(_MINUS_OFFSET),
        )


def encode_frame(frame: Frame) -> bytes:
    """Return the frame as it goes on the wire, without preamble.

    Raises CodecError for an address that is not 12 digits (A for any), a control code beyond a byte, or data over 255
    bytes.
    """
    if not 0 <= frame.control <= 0xFF:
        raise CodecError(f"no control code: {frame.control}")
    address = encode_address(frame.address, ADDRESS_LENGTH)
    header = bytes([START]) + address + bytes([START, frame.control])
    return seal(header, frame.data.translate(_PLUS_OFFSET))


def encode_read(address: str, item: str) -> bytes:
    """Return the request for a data item, such as ``00010000``. Raises CodecError for a bad address or item."""
    return encode_frame(Frame(address=address, control=READ, data=encode_item(item)))


def encode_read_following(address: str, item: str, sequence: int) -> bytes:
    """Return the request for a follow-up frame of an item; sequence counts from 1 to 255."""
    if not 1 <= sequence <= 0xFF:
        raise CodecError(f"no sequence number: {sequence}")
    return encode_frame(Frame(address=address, control=READ_FOLLOWING, data=encode_item(item) + bytes([sequence])))


def encode_read_address() -> bytes:
    """Return the request that makes the only meter of a line tell its address."""
    return encode_frame(Frame(address=ANY_ADDRESS, control=READ_ADDRESS))


def encode_item(item: str) -> bytes:
    """Return a data identifier as sent: DI0 DI1 DI2 DI3, from 8 hex digits printed DI3 first.

    Raises CodecError for anything else.
    """
    try:
        data = bytes.fromhex(item)[::-1]
    except ValueError as err:
        raise CodecError(f"not hexadecimal: {item!r}") from err
    if len(data) != ITEM_LENGTH:
        raise CodecError(f"a DL/T 645 item has 8 hex digits, not {item!r}")
    return data


def refusal_from(frame: Frame) -> RefusedError:
    """Return what an error frame says; its detail lists every bit set, the reason is the most telling of them."""
    word = frame.data[0] if frame.data else 0
    said = [_ERROR_BITS[bit] for bit in range(8) if word >> bit & 1]
    named = [reason for _, reason in said if reason is not RefusalReason.OTHER]
    reason = RefusalReason.PASSWORD if RefusalReason.PASSWORD in named else next(iter(named), RefusalReason.OTHER)
    meanings = ", ".join(meaning for meaning, _ in said) or "nothing more"
    return RefusedError(reason, f"control {frame.control:02X}, error word {word:02X}: {meanings}")
