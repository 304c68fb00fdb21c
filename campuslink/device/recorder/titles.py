"""Titles on a device that carry the id of their order, so that it is known again."""

import re

from .orders import RecordingOrder

MOST_TITLE = 100
_TAGGED = re.compile(r"(.*) \[([A-Za-z0-9_-]{1,80})\]", re.DOTALL)


def printable(text: str, most: int) -> str:
    """Return a text without control characters, cut to so many characters."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:most]


def tag_title(order: RecordingOrder) -> str:
    """Return the title with the order's id behind it."""
    return f"{printable(order.title, MOST_TITLE)} [{order.id}]"


def read_title(text: str) -> tuple[str, str]:
    """Return title and order id; the id is empty where the title carries none."""
    found = _TAGGED.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")
