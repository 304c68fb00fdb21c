"""Which room a text of a stranger names: device names, locations, host names, what somebody wrote on a port."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

MOST_TEXT = 200
_SEPARATORS = re.compile(r"[\W_]+")
_BESIDE_A_LETTER = re.compile(r"(?<=\b[a-z]) (?=\d)|(?<=\d) (?=[a-z]\b)")
_LEAST_NUMBER = 3
"""Characters a room's number must have to name it alone: floor 3 is no room."""


def propose_room(texts: Sequence[str], rooms: Mapping[str, Iterable[str]]) -> str | None:
    """Return the room that the first of the texts that names one names, or None.

    rooms: what each is called, by id. The longest name counts, so that "Hall 2 east" is not taken for "Hall 2"; where
    no whole name stands in a text, a number that only one room has in its names does. Two rooms named alike are none.
    """
    names = [(_words(name), room) for room, called in rooms.items() for name in called]
    for text in texts:
        said = _words(text)
        if said and (found := _by_name(said, names) or _by_number(said, names)):
            return found
    return None


def _by_name(said: str, names: Sequence[tuple[str, str]]) -> str | None:
    best: dict[str, int] = {}
    for name, room in names:
        if name and _stands_in(name, said):
            best[room] = max(best.get(room, 0), len(name))
    longest = [room for room, length in best.items() if length == max(best.values())]
    return longest[0] if len(longest) == 1 else None


def _by_number(said: str, names: Sequence[tuple[str, str]]) -> str | None:
    numbers = {word for word in said.split() if _is_number(word)}
    found = {room for name, room in names if numbers.intersection(word for word in name.split() if _is_number(word))}
    return found.pop() if len(found) == 1 else None


def _is_number(word: str) -> bool:
    return len(word) >= _LEAST_NUMBER and any(letter.isdigit() for letter in word)


def _stands_in(name: str, said: str) -> bool:
    if name.isascii():
        return f" {name} " in f" {said} "
    # Chinese is written without spaces, so that a name may stand anywhere; but no number goes on behind it
    return re.search(rf"(?<!\d){re.escape(name)}(?!\d)", said) is not None


def _words(text: str) -> str:
    """Return the words of a text in one form: small, plain, one space apart, ``A-301`` and ``A 301`` like ``A301``."""
    plain = unicodedata.normalize("NFKC", text[:MOST_TEXT]).casefold()
    return _BESIDE_A_LETTER.sub("", " ".join(_SEPARATORS.sub(" ", plain).split()))
