"""OCTET STRINGs as text. Names on switches are typed by people, in UTF-8 or GBK, and some devices send garbage."""

import unicodedata
from collections.abc import Sequence

from ..errors import CodecError

LONGEST_OCTETS = 65_535
LONGEST_TEXT = 255
"""Characters kept of a text; DisplayString allows no more."""

_MAC_BYTES = 6
_MOST_BYTES = 4 * LONGEST_TEXT
"""Bytes looked at; what follows would be cut off anyway."""


def decode_octets(raw: Sequence[int]) -> str | None:
    """Return the text, or None for one that is empty or blank.

    Strict UTF-8 first, then GB 18030 (of which GBK is a part), then Latin-1, which reads anything. Control and format
    characters become blanks, runs of blanks one.
    """
    data = bytes(raw[:_MOST_BYTES])
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in _decode(data))
    return " ".join(text.split())[:LONGEST_TEXT] or None


def _decode(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > 0 and error.start >= len(data) - 4 and len(data) >= _MOST_BYTES:
                return data[: error.start].decode(encoding)
    return data.decode("latin-1")


def decode_mac(raw: Sequence[int]) -> str | None:
    """Return a MAC address as ``00:1a:2b:3c:4d:5e``; None for all zeros. Raises CodecError for another length."""
    if len(raw) != _MAC_BYTES:
        raise CodecError(f"{len(raw)} bytes are no MAC address")
    return None if not any(raw) else ":".join(f"{byte:02x}" for byte in raw)
