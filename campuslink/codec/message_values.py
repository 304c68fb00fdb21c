"""One JSON value to a number or text. What devices send as numbers may come quoted, and what is no value as words."""

import math
import re
from collections.abc import Sequence
from typing import Any

from ..errors import CodecError

LONGEST_TEXT = 256
"""Characters; a longer text is no value of a point."""

_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})([eE][+-]?[0-9]{1,2})?")
_NO_NUMBER = frozenset({"", "nan", "null", "none", "unknown", "unavailable"})
_LARGEST = 1e15


def decode_json_number(raw: Sequence[Any]) -> float | None:
    """raw: one value. Returns None for null, empty text and words that say there is no number (``nan``).

    Raises CodecError for true, false, lists, objects, other text, and numbers of more than 15 digits.
    """
    value = raw[0]
    if isinstance(value, str):
        text = _text(value)
        if text.casefold() in _NO_NUMBER:
            return None
        if _NUMBER.fullmatch(text) is None:
            raise CodecError(f"not a number: {text[:20]!r}")
        value = float(text)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST <= value <= _LARGEST:
        raise CodecError(f"not a number: {str(value)[:20]!r}")
    return value


def decode_json_integer(raw: Sequence[Any]) -> int | None:
    """Like `decode_json_number`, for whole numbers. Raises CodecError for a fraction."""
    value = decode_json_number(raw)
    if value is None:
        return None
    if not math.isfinite(value) or value != int(value):
        raise CodecError(f"not a whole number: {value}")
    return int(value)


def decode_json_text(raw: Sequence[Any]) -> str | None:
    """Return the text, or a number, true or false as text; None for null and empty text."""
    value = raw[0]
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(decode_json_number(raw))
    if not isinstance(value, str):
        raise CodecError("a list or an object is no text")
    return _text(value) or None


def decode_json_word(raw: Sequence[Any]) -> str | None:
    """Return the same in lower case, for maps: ``ON`` and ``on`` are one word, true is ``true``."""
    text = decode_json_text(raw)
    return None if text is None else text.casefold()


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise CodecError(f"a text of {len(value)} characters")
    return value.strip()
