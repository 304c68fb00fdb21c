"""Reading a document key by key: every wrong value becomes a Problem at its line, never an exception."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from ..errors import Problem
from .document import Document, Key, Path, dotted

_HUGE = 1e30
_LONGEST_WORD = 40
_MOST_SUGGESTIONS = 50

type Read[T] = Callable[["Place"], T | None]
"""Reads one value; None after it reported what is wrong."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value and where it stands, so that what a trait says is blamed on the trait's file."""

    document: Document
    path: Path
    value: Any

    def problem(self, message: str, severity: str = "error") -> Problem:
        """Return a problem at this place."""
        return Problem(
            file=self.document.file,
            line=self.document.line(self.path),
            key=dotted(self.path),
            message=message,
            severity=severity,
        )

    def children(self) -> dict[Key, Place]:
        """Return the places of a mapping's values, in the file's order."""
        return {key: Place(self.document, (*self.path, key), value) for key, value in self.value.items()}

    def items(self) -> list[Place]:
        """Return the places of a list's items."""
        return [Place(self.document, (*self.path, index), value) for index, value in enumerate(self.value)]


@dataclass(slots=True)
class Reader:
    """Checks types and keeps what is wrong."""

    problems: list[Problem] = field(default_factory=list)

    def fail(self, place: Place, message: str) -> None:
        """Keep one error."""
        self.problems.append(place.problem(message))

    def suggest(self, word: object, words: Iterable[object]) -> str:
        """Return ``; did you mean x?`` for the nearest of the words, or nothing; only for the first 50 problems."""
        if len(self.problems) >= _MOST_SUGGESTIONS:
            return ""
        near = get_close_matches(str(word)[:_LONGEST_WORD], [str(each) for each in words], n=1)
        return f"; did you mean {near[0]}?" if near else ""

    def text(self, place: Place) -> str | None:
        """Read text that is not empty."""
        if isinstance(place.value, str) and place.value.strip():
            return place.value
        hint = '; quote it: "..."' if isinstance(place.value, int | float) else ""
        self._expect(place, f"text{hint}")
        return None

    def boolean(self, place: Place) -> bool | None:
        """Read true or false."""
        if isinstance(place.value, bool):
            return place.value
        self._expect(place, "true or false")
        return None

    def number(self, place: Place) -> float | None:
        """Read a finite number."""
        value = place.value
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _HUGE:
            return value
        self._expect(place, "a number")
        return None

    def integer(self, low: int, high: int) -> Read[int]:
        """Return a reader of whole numbers within the limits."""

        def read(place: Place) -> int | None:
            value = place.value
            if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
                return value
            self._expect(place, f"{low}" if low == high else f"a whole number from {low} to {high}")
            return None

        return read

    def quantity(self, low: float, high: float) -> Read[float]:
        """Return a reader of numbers within the limits."""

        def read(place: Place) -> float | None:
            value = self.number(place)
            if value is None or low <= value <= high:
                return value
            self._expect(place, f"a number from {low} to {high}")
            return None

        return read

    def one_of(self, words: Sequence[str]) -> Read[str]:
        """Return a reader of one of the words."""

        def read(place: Place) -> str | None:
            value = place.value
            if isinstance(value, str) and value in words:
                return value
            self.fail(place, f"{_show(value)} is none of {', '.join(words)}{self.suggest(value, words)}")
            return None

        return read

    def choice[E: StrEnum](self, enum: type[E]) -> Read[E]:
        """Return a reader of one member of the enumeration by its value."""
        word = self.one_of([member.value for member in enum])

        def read(place: Place) -> E | None:
            value = word(place)
            return None if value is None else enum(value)

        return read

    def limits(self, place: Place) -> tuple[float, float] | None:
        """Read ``[low, high]``."""
        items = self.listing(self.number)(place)
        if items is None:
            return None
        if len(items) == 2 and len(place.value) == 2 and items[0] <= items[1]:
            return items[0], items[1]
        self._expect(place, "[low, high] with low not above high")
        return None

    def listing[T](self, read: Read[T]) -> Read[tuple[T, ...]]:
        """Return a reader of lists; items that are wrong are reported and left out."""

        def read_all(place: Place) -> tuple[T, ...] | None:
            if not isinstance(place.value, list):
                self._expect(place, "a list")
                return None
            return tuple(item for each in place.items() if (item := read(each)) is not None)

        return read_all

    def children(self, place: Place) -> dict[Key, Place] | None:
        """Read a mapping's places."""
        if isinstance(place.value, dict):
            return place.children()
        self._expect(place, "a mapping")
        return None

    def section(self, place: Place) -> Section | None:
        """Open a mapping whose keys are known."""
        children = self.children(place)
        return None if children is None else Section(self, place, children)

    def _expect(self, place: Place, wanted: str) -> None:
        self.fail(place, f"{_show(place.value)} is not {wanted}")


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = str(value)
    return f"{text[:40]}…" if len(text) > 40 else text or "empty text"


@dataclass(slots=True)
class Section:
    """A mapping with a closed set of keys; `close` reports those nobody asked for."""

    reader: Reader
    place: Place
    entries: Mapping[Key, Place]
    known: set[str] = field(default_factory=set)

    def take[T](self, key: str, read: Read[T], default: T) -> T:
        """Return the key's value, or the default when it is not there or wrong."""
        value = self.find(key, read)
        return default if value is None else value

    def need[T](self, key: str, read: Read[T]) -> T | None:
        """Return the key's value, or None after reporting that it is missing or wrong."""
        if key not in self.entries:
            self.reader.fail(self.place, f"{key} is missing")
        return self.find(key, read)

    def find[T](self, key: str, read: Read[T]) -> T | None:
        """Return the key's value, or None when it is not there or wrong."""
        self.known.add(key)
        place = self.entries.get(key)
        return None if place is None else read(place)

    def close(self) -> None:
        """Report unknown keys."""
        for key, place in self.entries.items():
            if key not in self.known:
                words = sorted(self.known - {str(each) for each in self.entries})
                hint = self.reader.suggest(key, words) or f"; known here: {', '.join(sorted(self.known))}"
                self.reader.fail(place, f"unknown key {key}{hint}")
