"""Rooms and floors by the names a file gives them, in a house where other sites may use the same names."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_LEVEL: Final = re.compile(r"-?\d{1,3}")


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPlace:
    """An area or a floor there is."""

    id: str
    name: str
    is_foreign: bool = False
    """Whether only other sites have rooms there."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a name in a file means."""

    id: str
    """Empty for one that is not there yet."""
    name: str
    """As it is called, or will be."""


class Gazetteer:
    """Finds places by name; a name only other sites use gets the site's own name before it."""

    def __init__(self, site: str, known: Iterable[KnownPlace]) -> None:
        """site: title of the site."""
        self._site = site
        self._known = {place_key(each.name): each for each in known}

    def find(self, name: str) -> Place:
        """Return the place of a name, or what a new one would be called."""
        free = ""
        for candidate in (name, f"{self._site} {name}"):
            known = self._known.get(place_key(candidate))
            if known is None:
                free = free or candidate
            elif not known.is_foreign:
                return Place(known.id, known.name)
        return Place("", free or f"{self._site} {name}")


def place_key(name: str) -> str:
    """Return a name as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def level_of(name: str) -> int | None:
    """Return the number in the name of a floor: 3 of ``3F`` and ``3楼``, -1 of ``B1``; None where there is none."""
    text = unicodedata.normalize("NFKC", name).strip()
    if (match := _LEVEL.search(text)) is None:
        return None
    below = text.upper().startswith("B") or text.startswith(("地下", "负"))
    return -abs(int(match[0])) if below else int(match[0])
