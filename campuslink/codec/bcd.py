"""Packed decimal digits, low byte first, as DL/T 645 and CJ/T 188 meters send them."""

from collections.abc import Sequence

from ..errors import CodecError

_SIGN = 0x80


def decode_bcd(data: Sequence[int]) -> int:
    """Decode unsigned packed decimal.

    data: one or more bytes, lowest two digits first: ``78 56 34 12`` is 12345678.
    Raises CodecError for an empty slice or a nibble above 9.
    """
    return int(decode_bcd_digits(data))


def decode_bcd_signed(data: Sequence[int]) -> int:
    """Decode packed decimal whose top bit of the highest byte is the sign.

    data: one or more bytes, lowest two digits first: ``45 23 81`` is -12345.
    Raises CodecError for an empty slice or a nibble above 9 (the sign bit removed).
    Source: DL/T 645-2007, annex A, signed quantities.
    """
    if not data:
        raise CodecError("no BCD byte")
    magnitude = decode_bcd([*data[:-1], data[-1] & ~_SIGN])
    return -magnitude if data[-1] & _SIGN else magnitude


def decode_bcd_digits(data: Sequence[int]) -> str:
    """Decode packed decimal as the digits a nameplate prints, leading zeros kept, two for each byte.

    Raises CodecError for an empty slice or a nibble above 9.
    """
    digits = bytes(reversed(data)).hex()
    if not digits.isdecimal():
        raise CodecError(f"not decimal digits: {digits or 'nothing'}")
    return digits


def encode_bcd(value: int, length: int) -> bytes:
    """Encode a number from zero up in `length` bytes, lowest two digits first.

    Raises CodecError when it is negative or needs more bytes.
    """
    if value < 0:
        raise CodecError(f"{value} is negative")
    return encode_bcd_digits(_fit(value, length))


def encode_bcd_signed(value: int, length: int) -> bytes:
    """Encode a number in `length` bytes, lowest two digits first, sign in the top bit of the last byte.

    Raises CodecError when the magnitude needs more than 2 * length digits less the top bit.
    """
    data = bytearray(encode_bcd_digits(_fit(abs(value), length)))
    if data[-1] & _SIGN:
        raise CodecError(f"{value} leaves no room for a sign in {length} bytes")
    if value < 0:
        data[-1] |= _SIGN
    return bytes(data)


def encode_bcd_digits(digits: str) -> bytes:
    """Encode printed digits, an even number of them, lowest two first: ``202311150001`` is ``01 00 15 11 23 20``.

    Raises CodecError for anything but ASCII digits, or an odd number of them.
    """
    if not (digits.isascii() and digits.isdecimal()) or len(digits) % 2:
        raise CodecError(f"not an even number of decimal digits: {digits!r}")
    return bytes.fromhex(digits)[::-1]


def _fit(value: int, length: int) -> str:
    digits = str(value).zfill(2 * length)
    if length < 1 or len(digits) > 2 * length:
        raise CodecError(f"{value} does not fit {length} BCD bytes")
    return digits
