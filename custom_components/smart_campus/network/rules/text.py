"""Text and numbers from devices and stored files, made safe to keep."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

MOST_TEXT = 64
"""Characters kept of a name that a device gives itself or its ports."""


def clean_text(text: str, most: int = MOST_TEXT) -> str:
    """Return text without control characters, with single spaces only, cut to `most` characters."""
    # Cut first: work and memory stay bounded whatever a device sends.
    return _clean(text[: 4 * most], most)


@lru_cache(maxsize=4096)
def _clean(text: str, most: int) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:most].rstrip()


def finite(value: object) -> float | None:
    """Return a stored value as a finite number; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return a stored object; an empty one when it is damaged."""
    return value if isinstance(value, Mapping) else {}


def list_of(value: object) -> Sequence[Any]:
    """Return a stored array; an empty one when it is damaged."""
    return value if isinstance(value, list | tuple) else ()
