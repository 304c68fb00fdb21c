"""Hardware addresses in the one form the rules compare."""

import re

_MAC = re.compile(r"[0-9a-f]{12}")
_SEPARATORS = str.maketrans("", "", ":-. ")
MOST_MAC_TEXT = 24
"""The longest way to write one has 17 characters."""


def normalise_mac(text: str) -> str | None:
    """Return a hardware address as ``aa:bb:cc:dd:ee:ff``; None when the text is none, or names no single station."""
    digits = text[:MOST_MAC_TEXT].translate(_SEPARATORS).lower()
    if not _MAC.fullmatch(digits) or digits == "000000000000" or int(digits[:2], 16) & 1:
        return None
    return ":".join(digits[index : index + 2] for index in range(0, 12, 2))
