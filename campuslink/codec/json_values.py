"""Values out of JSON a device sent: each of the wanted type or absent, never an exception."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .isapi import clean

MOST_ITEMS = 1000


def number_in(item: Mapping[str, Any], key: str) -> float | None:
    """Return a finite number; digits in a text count as one. None for anything else."""
    value = item.get(key)
    if isinstance(value, str):
        try:
            value = float(value[:40])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def whole_in(item: Mapping[str, Any], key: str) -> int | None:
    """Return a number without its fraction. None for anything else."""
    number = number_in(item, key)
    return None if number is None else int(number)


def text_in(item: Mapping[str, Any], key: str) -> str:
    """Return a printable text of at most 256 characters, empty for anything else."""
    return clean(item.get(key))


def flag_in(item: Mapping[str, Any], key: str) -> bool | None:
    """Return a truth value. None for anything else."""
    value = item.get(key)
    return value if isinstance(value, bool) else None


def object_in(item: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return an object, empty for anything else."""
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def objects(value: object) -> Sequence[Mapping[str, Any]]:
    """Return the objects in a list, at most `MOST_ITEMS`; empty for anything else."""
    if not isinstance(value, list):
        return ()
    return [item for item in value[:MOST_ITEMS] if isinstance(item, dict)]


def moment_in(item: Mapping[str, Any], key: str) -> datetime | None:
    """Return an ISO 8601 time, with a zone only if one is named; seconds since 1970 count as one. None otherwise."""
    value = item.get(key)
    try:
        if isinstance(value, str):
            return datetime.fromisoformat(value[:40].strip())
        seconds = number_in(item, key)
        return None if seconds is None else datetime.fromtimestamp(seconds).astimezone()
    except ValueError, OverflowError, OSError:
        return None
