"""The payload of an MQTT message: whatever a stranger published, to text or JSON, or a reason to ignore it."""

import json
import re
from collections.abc import Sequence
from enum import StrEnum

from ..errors import CodecError

MOST_BYTES = 65_536
"""Longer payloads are ignored unread; the largest of a real node has some 4 KB."""


MOST_LEVELS = 20
"""Objects and lists within each other; real nodes have at most six."""

_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')


class Ignored(StrEnum):
    """Why a message tells nothing."""

    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    """Not UTF-8."""
    NOT_JSON = "not_json"
    """Cut off, or never JSON."""
    DOUBLE_KEYS = "double_keys"
    """An object names a key twice: which value is meant, nobody knows."""
    TOO_DEEP = "too_deep"
    NO_POINT = "no_point"
    """Understood, but none of the profile's points is in it."""


class PayloadError(CodecError):
    """A payload that cannot be used."""

    def __init__(self, reason: Ignored) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read_text(payload: bytes) -> str:
    """Return a payload as text. Raises PayloadError when it is too long or not UTF-8."""
    if len(payload) > MOST_BYTES:
        raise PayloadError(Ignored.TOO_LONG)
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise PayloadError(Ignored.NOT_TEXT) from error


def read_json(payload: bytes) -> object:
    """Return a payload as JSON; NaN and infinities, which JSON does not have, become null. Raises PayloadError."""
    text = read_text(payload)
    if text.count("{") + text.count("[") > MOST_LEVELS and _is_too_deep(text):
        raise PayloadError(Ignored.TOO_DEEP)
    try:
        found: object = _DECODER.decode(text)
    except ValueError as error:
        raise PayloadError(Ignored.NOT_JSON) from error
    return found


def _is_too_deep(text: str) -> bool:
    level = 0
    for found in _MARKS.finditer(text):
        mark = found[0]
        level += (mark in "{[") - (mark in "]}")
        if level > MOST_LEVELS:
            return True
    return False


def _single_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise PayloadError(Ignored.DOUBLE_KEYS)
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_single_keys, parse_constant=lambda _: None)
