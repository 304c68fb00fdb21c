"""CJ/T 188 frames without I/O: ``68 T A0..A6 C L DATA CS 16``, DATA as it is (no 33H).

Source: CJ/T 188-2004, section 5 (data link layer); field frames of water meters.
"""

from dataclasses import dataclass
from typing import override

from ..errors import CodecError, RefusalReason, RefusedError
from .meter_frame import START, FrameScanner, MeterFrame, decode_address, encode_address, seal

ADDRESS_LENGTH = 7
ITEM_LENGTH = 2
PREFIX_LENGTH = ITEM_LENGTH + 1
"""Identifier and serial number in front of the data."""
ANY_ADDRESS = "A" * 14
"""Asks whichever meter hears it; only with one meter on the line."""
ANY_TYPE = 0xAA

READ = 0x01
READ_ADDRESS = 0x03
ADDRESS_ITEM = "810A"

_CONTROL_AT = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame(MeterFrame):
    """One frame; its address has 14 digits, the manufacturer's four first.

    Its data begins with identifier and serial number.
    """

    function_mask = 0x3F

    meter_type: int
    """10H..19H water, 20H..29H heat, 30H..39H gas, AAH any."""


class FrameReader(FrameScanner[Frame]):
    """Finds CJ/T 188 frames in bytes that arrive in any portions."""

    header_length = 11

    @override
    def _parse(self, frame: bytes) -> Frame:
        return Frame(
            meter_type=frame[1],
            address=decode_address(frame[2:_CONTROL_AT]),
            control=frame[_CONTROL_AT],
            data=frame[self.header_length : -2],
        )


def encode_frame(frame: Frame) -> bytes:
    """Return the frame as it goes on the wire, without preamble.

    Raises CodecError for an address that is not 14 digits (A for any), a type or control code beyond a byte, or data
    over 255 bytes.
    """
    if not (0 <= frame.meter_type <= 0xFF and 0 <= frame.control <= 0xFF):
        raise CodecError(f"no byte: type {frame.meter_type}, control {frame.control}")
    address = encode_address(frame.address, ADDRESS_LENGTH)
    header = bytes([START, frame.meter_type]) + address + bytes([frame.control])
    return seal(header, frame.data)


def encode_read(address: str, item: bytes, *, meter_type: int, serial: int) -> bytes:
    """Return the request for a data item.

    item: as `encode_item` returns it. serial: 0..255, echoed by the meter.
    """
    data = item + bytes([serial])
    return encode_frame(Frame(meter_type=meter_type, address=address, control=READ, data=data))


def encode_read_address(*, meter_type: int, serial: int, di_order: str) -> bytes:
    """Return the request that makes the only meter of a line answer with its address."""
    data = encode_item(ADDRESS_ITEM, di_order) + bytes([serial])
    return encode_frame(Frame(meter_type=meter_type, address=ANY_ADDRESS, control=READ_ADDRESS, data=data))


def encode_item(item: str, di_order: str) -> bytes:
    """Return a data identifier as sent, from 4 hex digits.

    di_order: ``low`` sends the second printed byte first, ``high`` the first; meters of both habits exist.
    Raises CodecError for anything but 4 hex digits.
    """
    try:
        data = bytes.fromhex(item)
    except ValueError as err:
        raise CodecError(f"not hexadecimal: {item!r}") from err
    if len(data) != ITEM_LENGTH:
        raise CodecError(f"a CJ/T 188 item has 4 hex digits, not {item!r}")
    return data[::-1] if di_order == "low" else data


def refusal_from(frame: Frame) -> RefusedError:
    """Return what an error frame says; its bytes have no meaning the meters agree on, so they are only shown."""
    return RefusedError(RefusalReason.OTHER, f"control {frame.control:02X}, status {frame.data.hex(' ').upper()}")
