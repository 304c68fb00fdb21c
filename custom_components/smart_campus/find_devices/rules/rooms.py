"""Which room a text of a stranger names: device names, locations, host names, what somebody wrote on a port."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

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
    names = [(form, room) for room, called in rooms.items() for name in called for form in _forms(name)]
    for text in texts:
        if found := _by_name(_forms(text), names) or _by_number(_forms(text), names):
            return found
    return None


def _by_name(said: Collection[str], names: Sequence[tuple[str, str]]) -> str | None:
    best: dict[str, int] = {}
    for name, room in names:
        if any(_stands_in(name, form) for form in said):
            best[room] = max(best.get(room, 0), len(name))
    longest = [room for room, length in best.items() if length == max(best.values())]
    return longest[0] if len(longest) == 1 else None


def _by_number(said: Collection[str], names: Sequence[tuple[str, str]]) -> str | None:
    numbers = {word for form in said for word in form.split() if _is_number(word)}
    found = {room for name, room in names if numbers.intersection(word for word in name.split() if _is_number(word))}
    return found.pop() if len(found) == 1 else None


def _is_number(word: str) -> bool:
    return len(word) >= _LEAST_NUMBER and any(letter.isdigit() for letter in word)


def _stands_in(name: str, said: str) -> bool:
    if name.isascii():
        return f" {name} " in f" {said} "
    # Chinese is written without spaces, so that a name may stand anywhere; but no number goes on behind it
    return re.search(rf"(?<!\d){re.escape(name)}(?!\d)", said) is not None


def _forms(text: str) -> frozenset[str]:
    """Return the words of a text: small, plain, one space apart; and once more with ``A-301`` like ``A301``."""
    plain = unicodedata.normalize("NFKC", text[:MOST_TEXT]).casefold()
    words = " ".join(_SEPARATORS.sub(" ", plain).split())
    return frozenset({words, _BESIDE_A_LETTER.sub("", words)} - {""})
