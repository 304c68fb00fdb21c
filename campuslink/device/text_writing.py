"""A value to the text that sets it: in a line, or in the payload of a message."""

import math
from collections.abc import Mapping

from ..codec.decoders import DECODERS, Result
from ..errors import NotWritableError
from ..model import Value
from ..profile.schema import Point, TextWrite

LONGEST_VALUE = 64


def encode_text(point: Point, write: TextWrite, value: Value) -> str:
    """Return the command. Raises NotWritableError when the profile has no way for this value."""
    return write.command.replace("{}", encode_value(point, write.map, value))


def observed_values(confirm: Mapping[str | bool, tuple[Value, ...]], value: Value) -> tuple[Value, ...]:
    """Return what a point may read as once the value took effect; confirm: as the profile says."""
    return confirm.get(value, (value,)) if isinstance(value, str | bool) else (value,)


def encode_value(point: Point, texts: Mapping[str | bool, str], value: Value) -> str:
    """Return what stands for the value in a command; texts: by value, or none for the point's own rule backwards.

    Raises NotWritableError when the profile has no way for this value.
    """
    if texts:
        return _mapped(point, value, {key: text for key, text in texts.items() if type(key) is type(value)})
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
    return f"{raw:g}" if point.rule.decode == "ascii_decimal" else str(round(raw))
