"""Text from anywhere, made fit to be kept and shown."""

import unicodedata
from typing import Final

_BIDIRECTIONAL: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the order in which text is shown, so that it reads as what it is not."""
_DROPPED: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def clean_text(text: str, most: int) -> str:
    """Return text of at most so many characters in one line, without control characters and lone surrogates."""
    kept = "".join(
        " " if char in "\t\r\n" else char
        for char in text[: 4 * most]
        if char in "\t\r\n" or not (char in _BIDIRECTIONAL or unicodedata.category(char) in _DROPPED)
    )
    kept = " ".join(kept.split(" ")).strip()
    return kept if len(kept) <= most else kept[: most - 1] + "…"
