"""Short lists of whole numbers as people type them: ``502, 5020-5022``."""

import re

from ..errors import CodecError

_SEPARATOR = re.compile(r"[\s,;，；]+")
_PART = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)


def parse_numbers(text: str, allowed: range, *, most: int) -> tuple[int, ...]:
    """Return the numbers a text names, each once, in the order named; none for an empty text.

    Raises CodecError for anything else, for a number that is not allowed, and for more than `most` of them.
    """
    found: dict[int, None] = {}
    for part in (piece for piece in _SEPARATOR.split(text[:1000]) if piece):
        match = _PART.fullmatch(part)
        if match is None:
            raise CodecError(f"{part[:20]!r} is no number and no range of numbers")
        first, last = int(match[1]), int(match[2] or match[1])
        if first not in allowed or last not in allowed or last < first:
            raise CodecError(f"{part} is not within {allowed[0]} to {allowed[-1]}")
        found.update(dict.fromkeys(range(first, last + 1)))
    if len(found) > most:
        raise CodecError(f"{len(found)} numbers; at most {most}")
    return tuple(found)
