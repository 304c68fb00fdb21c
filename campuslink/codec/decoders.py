"""Decode types by name: a slice of registers or bytes to a number or text, and back.

A decoder returns None for what its type always means by "no such value"; profiles add sentinels of their own.
"""

import math
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ..errors import CodecError
from .bcd import (
    decode_bcd,
    decode_bcd_digits,
    decode_bcd_signed,
    encode_bcd,
    encode_bcd_digits,
    encode_bcd_signed,
)
from .clocks import decode_clock, decode_week_clock, encode_clock
from .message_values import decode_json_integer, decode_json_number, decode_json_text, decode_json_word
from .meter_units import CONVERTIBLE_UNITS, unit_factors
from .octets import LONGEST_OCTETS, decode_mac, decode_octets

type Decoded = int | float | str | None
type Decode = Callable[[Sequence[int]], Decoded]
"""Raises CodecError for bytes that are not of the type."""
type Encode = Callable[[int | float | str, int], Sequence[int]]
"""Takes the value and the length; raises CodecError when the value does not fit."""


class Carrier(StrEnum):
    """What a raw slice consists of."""

    REGISTERS = "registers"
    """16-bit numbers of Modbus (or single bits, 0 and 1)."""
    BYTES = "bytes"
    """Bytes of the meter protocols, in wire order."""
    TEXT = "text"
    """UTF-8 bytes cut out of a line."""
    OBJECT = "object"
    """One value of SNMP: a number by itself, or the bytes of an OCTET STRING."""
    JSON = "JSON values"
    """One value out of a message: text, number, true, false or nothing, as JSON has them."""


class Result(StrEnum):
    """What a decoder yields, and so which steps of a rule apply to it."""

    INTEGER = "integer"
    FLOAT = "float"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class DecodeType:
    """One way to read a raw slice."""

    carrier: Carrier
    result: Result
    length: int | None
    """Registers or bytes it takes; None where the profile says how many."""
    max_length: int
    default_length: int | None = None
    """For a length of None: what is meant when the profile says nothing."""
    has_words: bool = False
    """Whether the order of 16-bit words can differ between devices."""
    has_unit: bool = False
    """Whether the slice tells its unit, to be converted to the point's."""
    build: Callable[[str | None], Decode]
    """Takes the point's unit and returns the decoder."""
    encode: Encode | None
    """None where nothing can be written this way."""


def _unsigned(raw: Sequence[int]) -> int:
    value = 0
    for word in raw:
        value = value << 16 | word
    return value


def _decode_unsigned(length: int) -> Decode:
    ones = (1 << 16 * length) - 1

    def decode(raw: Sequence[int]) -> int | None:
        value = _unsigned(raw)
        return None if value == ones else value

    return decode


def _decode_signed(length: int) -> Decode:
    limit = 1 << 16 * length - 1

    def decode(raw: Sequence[int]) -> int:
        value = _unsigned(raw)
        return value - 2 * limit if value >= limit else value

    return decode


def _encode_integer(*, signed: bool) -> Encode:
    def encode(value: float | str, length: int) -> list[int]:
        bits = 16 * length
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        number = _whole(value)
        if not low <= number <= high:
            raise CodecError(f"{value} does not fit {bits} bits")
        return [number >> shift & 0xFFFF for shift in range(bits - 16, -1, -16)]

    return encode


def _whole(value: float | str) -> int:
    if isinstance(value, str) or not math.isfinite(value) or value != int(value):
        raise CodecError(f"{value!r} is not a whole number")
    return int(value)


def _decode_float(code: str, length: int) -> Decode:
    unpack, pack = struct.Struct(f">{code}").unpack, struct.Struct(f">{length}H").pack

    def decode(raw: Sequence[int]) -> float | None:
        value: float = unpack(pack(*raw))[0]
        return value if math.isfinite(value) else None

    return decode


def _encode_float(code: str, length: int) -> Encode:
    def encode(value: float | str, _: int) -> list[int]:
        try:
            return list(struct.unpack(f">{length}H", struct.pack(f">{code}", value)))
        except (struct.error, OverflowError) as error:
            raise CodecError(f"{value!r} does not fit a float") from error

    return encode


def _decode_quadrant(raw: Sequence[int]) -> float | None:
    value = _decode_float32(raw)
    if not isinstance(value, float):
        return None
    if abs(value) > 2:
        raise CodecError(f"{value} is no four-quadrant power factor")
    return value if abs(value) <= 1 else math.copysign(2, value) - value


def _decode_text(raw: Sequence[int]) -> str | None:
    return _printable(struct.pack(f">{len(raw)}H", *raw))


def _decode_reversed(raw: Sequence[int]) -> str | None:
    return _printable(bytes(reversed(raw)))


def _printable(data: bytes) -> str | None:
    text = data.strip(b"\x00\xff ").split(b"\x00")[0].decode("latin-1").rstrip()
    if not (text.isascii() and text.isprintable()):
        raise CodecError(f"not printable ASCII: {text!r}")
    return text or None


def _encode_text(value: float | str, length: int) -> list[int]:
    data = _ascii(value, 2 * length)
    return list(struct.unpack(f">{length}H", data))


def _encode_reversed(value: float | str, length: int) -> list[int]:
    return list(_ascii(value, length)[::-1])


def _ascii(value: float | str, size: int) -> bytes:
    if not isinstance(value, str) or not value.isascii() or len(value) > size:
        raise CodecError(f"{value!r} is not ASCII text of at most {size} characters")
    return value.encode("ascii").ljust(size, b"\x00")


def _unless_all_ones(decode: Decode) -> Decode:
    def decode_present(raw: Sequence[int]) -> Decoded:
        return None if all(byte == 0xFF for byte in raw) else decode(raw)

    return decode_present


def _build_unit_decoder(unit: str | None) -> Decode:
    if unit not in CONVERTIBLE_UNITS:
        raise CodecError(f"no unit byte converts to {unit}")
    factors = unit_factors(unit)

    def decode(raw: Sequence[int]) -> int | float | None:
        *digits, code = raw
        if digits and all(byte == 0xFF for byte in digits):
            return None
        if code not in factors:
            raise CodecError(f"unit byte {code:02X} is unknown or not of {unit}")
        multiplier, divisor = factors[code]
        value = decode_bcd(digits) * multiplier
        return value if divisor == 1 else value / divisor

    return decode


def _decode_bytes_uint(raw: Sequence[int]) -> int:
    return int.from_bytes(bytes(raw), "little")


def _encode_bytes_uint(value: float | str, length: int) -> bytes:
    try:
        return _whole(value).to_bytes(length, "little")
    except OverflowError as error:
        raise CodecError(f"{value} does not fit {length} bytes") from error


def _encode_digits(value: float | str, length: int) -> bytes:
    return encode_bcd_digits(str(value).zfill(2 * length))


def _registers(decode: Decode, encode: Encode, *, length: int, result: Result = Result.INTEGER) -> DecodeType:
    return DecodeType(
        carrier=Carrier.REGISTERS,
        result=result,
        length=length,
        max_length=length,
        has_words=length > 1,
        build=lambda _: decode,
        encode=encode,
    )


def _bytes(decode: Decode, encode: Encode | None, *, max_length: int, result: Result = Result.INTEGER) -> DecodeType:
    return DecodeType(
        carrier=Carrier.BYTES,
        result=result,
        length=None,
        max_length=max_length,
        build=lambda _: _unless_all_ones(decode),
        encode=encode,
    )


def _decode_ascii_integer(raw: Sequence[int]) -> int:
    text = _line(raw)
    if re.fullmatch(r"[+-]?[0-9]{1,15}", text) is None:
        raise CodecError(f"not a whole number: {text[:20]!r}")
    return int(text)


def _decode_ascii_decimal(raw: Sequence[int]) -> float:
    text = _line(raw)
    if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", text) is None:
        raise CodecError(f"not a number: {text[:20]!r}")
    return float(text)


def _decode_ascii_digits(raw: Sequence[int]) -> int:
    text = _line(raw)
    if (found := re.search(r"[0-9]{1,15}", text)) is None:
        raise CodecError(f"no number in {text[:20]!r}")
    return int(found[0])


def _decode_utf8(raw: Sequence[int]) -> str | None:
    return _line(raw) or None


def _decode_word(raw: Sequence[int]) -> str | None:
    return _line(raw).casefold() or None


def _line(raw: Sequence[int]) -> str:
    try:
        return bytes(raw).decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise CodecError("not UTF-8") from error


def _texts(decode: Decode, result: Result) -> DecodeType:
    return DecodeType(
        carrier=Carrier.TEXT, result=result, length=None, max_length=512, build=lambda _: decode, encode=None
    )


def _object(decode: Decode, *, result: Result, max_length: int = 1) -> DecodeType:
    return DecodeType(
        carrier=Carrier.OBJECT,
        result=result,
        length=None if max_length > 1 else 1,
        max_length=max_length,
        build=lambda _: decode,
        encode=(lambda value, _: [_whole(value)]) if result is Result.INTEGER else None,
    )


def _decode_object(raw: Sequence[int]) -> int:
    return raw[0]


def _json(decode: Decode, result: Result) -> DecodeType:
    return DecodeType(carrier=Carrier.JSON, result=result, length=1, max_length=1, build=lambda _: decode, encode=None)


_decode_float32 = _decode_float("f", 2)

DECODERS: Mapping[str, DecodeType] = MappingProxyType(
    {
        "uint16": _registers(_decode_unsigned(1), _encode_integer(signed=False), length=1),
        "int16": _registers(_decode_signed(1), _encode_integer(signed=True), length=1),
        "uint32": _registers(_decode_unsigned(2), _encode_integer(signed=False), length=2),
        "int32": _registers(_decode_signed(2), _encode_integer(signed=True), length=2),
        "uint64": _registers(_decode_unsigned(4), _encode_integer(signed=False), length=4),
        "int64": _registers(_decode_signed(4), _encode_integer(signed=True), length=4),
        "float32": _registers(_decode_float32, _encode_float("f", 2), length=2, result=Result.FLOAT),
        "float64": _registers(_decode_float("d", 4), _encode_float("d", 4), length=4, result=Result.FLOAT),
        "quadrant_power_factor": _registers(_decode_quadrant, _encode_float("f", 2), length=2, result=Result.FLOAT),
        "bits": DecodeType(
            carrier=Carrier.REGISTERS,
            result=Result.INTEGER,
            length=None,
            max_length=4,
            default_length=1,
            has_words=True,
            build=lambda _: _unsigned,
            encode=_encode_integer(signed=False),
        ),
        "text": DecodeType(
            carrier=Carrier.REGISTERS,
            result=Result.TEXT,
            length=None,
            max_length=64,
            build=lambda _: _decode_text,
            encode=_encode_text,
        ),
        "bcd": _bytes(decode_bcd, lambda value, length: encode_bcd(_whole(value), length), max_length=8),
        "bcd_signed": _bytes(
            decode_bcd_signed, lambda value, length: encode_bcd_signed(_whole(value), length), max_length=8
        ),
        "bcd_unit": DecodeType(
            carrier=Carrier.BYTES,
            result=Result.INTEGER,
            length=None,
            max_length=9,
            has_unit=True,
            build=_build_unit_decoder,
            encode=None,
        ),
        "bcd_digits": _bytes(decode_bcd_digits, _encode_digits, max_length=16, result=Result.TEXT),
        "bcd_clock": _bytes(
            decode_clock, lambda value, length: encode_clock(str(value), length), max_length=7, result=Result.TEXT
        ),
        "bcd_week_clock": _bytes(decode_week_clock, None, max_length=7, result=Result.TEXT),
        "ascii_reversed": _bytes(_decode_reversed, _encode_reversed, max_length=64, result=Result.TEXT),
        "bytes_uint": DecodeType(
            carrier=Carrier.BYTES,
            result=Result.INTEGER,
            length=None,
            max_length=8,
            build=lambda _: _decode_bytes_uint,
            encode=_encode_bytes_uint,
        ),
        "ascii_integer": _texts(_decode_ascii_integer, Result.INTEGER),
        "ascii_decimal": _texts(_decode_ascii_decimal, Result.FLOAT),
        "ascii_digits": _texts(_decode_ascii_digits, Result.INTEGER),
        "utf8": _texts(_decode_utf8, Result.TEXT),
        "word": _texts(_decode_word, Result.TEXT),
        "integer": _object(_decode_object, result=Result.INTEGER),
        "counter32": _object(_decode_object, result=Result.INTEGER),
        "counter64": _object(_decode_object, result=Result.INTEGER),
        "octets": _object(decode_octets, result=Result.TEXT, max_length=LONGEST_OCTETS),
        "mac_address": _object(decode_mac, result=Result.TEXT, max_length=LONGEST_OCTETS),
        "json_number": _json(decode_json_number, Result.FLOAT),
        "json_integer": _json(decode_json_integer, Result.INTEGER),
        "json_text": _json(decode_json_text, Result.TEXT),
        "json_word": _json(decode_json_word, Result.TEXT),
    }
)
"""What a profile may write after ``decode:``.

Absent without a profile's word: NaN and infinity; all bits set in uint16, uint32 and uint64; all bytes FF in every BCD
and text type; empty text. Flags (bits, bytes_uint) and signed integers have no absent value of their own.
Of lines of text: ascii_digits takes the first number it finds, word is utf8 in lower case.
Of messages: numbers may come as text; null, empty text and "nan" are absent; json_word is lower case, with true and
false as words.
"""
