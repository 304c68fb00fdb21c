"""Dates and times in packed decimal, low byte first, as ISO 8601 text without a time zone."""

from collections.abc import Sequence
from datetime import date, time

from ..errors import CodecError
from .bcd import decode_bcd, encode_bcd

_CENTURY = 2000


def decode_clock(data: Sequence[int]) -> str:
    """Decode a meter's clock by its length.

    data: 3 bytes ``ss mm hh``; 4 bytes ``weekday DD MM YY``; 6 bytes ``ss mm hh DD MM YY``; 7 bytes
    ``ss mm hh DD MM YY(low) YY(high)`` (CJ/T 188).
    Raises CodecError for another length or an impossible date or time.
    """
    numbers = [decode_bcd([byte]) for byte in data]
    match numbers:
        case [second, minute, hour]:
            return _time(hour, minute, second)
        case [_, day, month, year]:
            return _date(_CENTURY + year, month, day)
        case [second, minute, hour, day, month, year]:
            return f"{_date(_CENTURY + year, month, day)}T{_time(hour, minute, second)}"
        case [second, minute, hour, day, month, year, century]:
            return f"{_date(100 * century + year, month, day)}T{_time(hour, minute, second)}"
    raise CodecError(f"no clock has {len(numbers)} bytes")


def decode_week_clock(data: Sequence[int]) -> str:
    """Decode the 7 bytes ``ss mm hh weekday DD MM YY`` of DL/T 645 item 0400010C.

    Raises CodecError for another length or an impossible date or time.
    """
    if len(data) != 7:
        raise CodecError(f"expected 7 bytes, got {len(data)}")
    return decode_clock([*data[:3], *data[4:]])


def encode_clock(text: str, length: int) -> list[int]:
    """Encode ISO 8601 text of seconds precision in 3, 6 or 7 bytes, the inverse of `decode_clock`.

    Raises CodecError for other text or another length.
    """
    try:
        moment = time.fromisoformat(text[-8:])
        day = date.fromisoformat(text[:-9]) if length > 3 else None
    except ValueError as error:
        raise CodecError(f"not a date and time: {text!r}") from error
    numbers = [moment.second, moment.minute, moment.hour]
    if day:
        numbers += [day.day, day.month, day.year % 100, day.year // 100]
    if length not in {3, 6, 7}:
        raise CodecError(f"no clock is written with {length} bytes")
    return [encode_bcd(number, 1)[0] for number in numbers[:length]]


def _date(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise CodecError(f"no such date: {year}-{month}-{day}") from error


def _time(hour: int, minute: int, second: int) -> str:
    try:
        return time(hour, minute, second).isoformat()
    except ValueError as error:
        raise CodecError(f"no such time: {hour}:{minute}:{second}") from error
