"""A value to the line of text that sets it."""

import math

from ..codec.decoders import DECODERS, Result
from ..errors import NotWritableError
from ..model import Value
from ..profile.schema import Point, TextWrite

LONGEST_VALUE = 64


def encode_text(point: Point, write: TextWrite, value: Value) -> str:
    """Return the command. Raises NotWritableError when the profile has no way for this value."""
    return write.command.replace("{}", _as_text(point, write, value))


def observed_values(write: TextWrite, value: Value) -> tuple[Value, ...]:
    """Return what a point may read as once the value took effect."""
    return write.confirm.get(value, (value,)) if isinstance(value, str | bool) else (value,)


def _as_text(point: Point, write: TextWrite, value: Value) -> str:
    if write.map:
        return _mapped(point, value, {key: text for key, text in write.map.items() if type(key) is type(value)})
    if point.rule.map:
        raw = {mapped: str(key) for key, mapped in reversed(tuple(point.rule.map.items()))}
        return _mapped(point, value, {key: text for key, text in raw.items() if type(key) is type(value)})
    if DECODERS[point.rule.decode].result is Result.TEXT:
        return _plain(point, value)
    return _number(point, value)


def _mapped(point: Point, value: Value, texts: dict[str | bool, str]) -> str:
    if not isinstance(value, str | bool) or value not in texts:
        raise NotWritableError(f"{point.id}: {value!r} is not one of {', '.join(map(repr, texts))}")
    return texts[value]


def _plain(point: Point, value: Value) -> str:
    if not isinstance(value, str) or not (value.isascii() and value.isalnum()) or len(value) > LONGEST_VALUE:
        raise NotWritableError(f"{point.id}: {str(value)[:LONGEST_VALUE]!r} is not letters and digits")
    return value


def _number(point: Point, value: Value) -> str:
    if value is None or isinstance(value, bool | str) or not math.isfinite(value):
        raise NotWritableError(f"{point.id}: {value!r} is not a number")
    low, high = point.rule.range or (-math.inf, math.inf)
    if not low <= value <= high:
        raise NotWritableError(f"{point.id}: {value} is outside {low:g} to {high:g}")
    raw = (value - point.rule.offset) / point.rule.scale
    return str(round(raw)) if point.rule.decode != "ascii_decimal" else f"{raw:g}"
