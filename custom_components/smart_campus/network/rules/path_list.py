"""Many paths as text, one a line: ``Gateway; ping://10.0.0.1; loss=10; latency=50``."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...campuslink.errors import CodecError
from ...campuslink.link.probe.target import Target
from ...campuslink.link.probe.target_url import target_from_url

MOST_LINES = 512
LONGEST_LINE = 4096

_LIMITS = {"loss": "loss_percent", "latency": "latency_ms", "offset": "offset_ms", "days": "days_left"}
_SWITCHES = {"yes": True, "no": False}
_NO_LIMIT = "off"
_LONGEST_ID = 40


class PathListError(Exception):
    """A line that names no path."""

    def __init__(self, line: int, problem: str) -> None:
        """line: 1-based. problem: what is wrong, in English, without secrets."""
        super().__init__(f"{line}: {problem}")
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    words: tuple[str, ...]


def read_path_list(text: str, taken: Collection[str] = ()) -> tuple[Target, ...]:
    """Return the paths of a text; empty lines and those that begin with ``#`` are skipped.

    taken: ids that are in use. Raises PathListError for the first line that names none.
    """
    ids = set(taken)
    targets = []
    for line in _lines(text):
        try:
            target = _read_line(line, ids)
        except CodecError as err:
            raise PathListError(line.number, str(err)) from err
        ids.add(target.id)
        targets.append(target)
    return tuple(targets)


def free_id(name: str, taken: Collection[str]) -> str:
    """Return an id made of a name's letters and digits that nobody has yet."""
    word = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:_LONGEST_ID].strip("_") or "path"
    numbered = (f"{word}_{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (word, *numbered) if each not in taken)


def _lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), 1):
        if number > MOST_LINES or len(line) > LONGEST_LINE:
            raise PathListError(number, f"at most {MOST_LINES} lines of {LONGEST_LINE} characters are read")
        words = tuple(word.strip() for word in line.split(";"))
        if words[0] and not words[0].startswith("#"):
            yield _Line(number, words)


def _read_line(line: _Line, taken: Collection[str]) -> Target:
    if len(line.words) < 2:
        raise CodecError("a name, a semicolon and an address are wanted")
    name, url, *settings = line.words
    return target_from_url(url, target_id=free_id(name, taken), name=name, **_read_settings(settings))


def _read_settings(words: list[str]) -> Mapping[str, Any]:
    fields: dict[str, Any] = {}
    limits: dict[str, float | None] = {}
    for key, value in (_pair(word) for word in words if word):
        if key in _LIMITS:
            limits[_LIMITS[key]] = None if value == _NO_LIMIT else _number(key, value)
        elif key == "trust" and value in _SWITCHES:
            fields["is_trust_checked"] = _SWITCHES[value]
        elif key == "status":
            fields["status"] = _number(key, value)
        elif key == "family":
            fields["family"] = value
        elif key == "expect":
            fields["expect"] = [each.strip() for each in value.split(",")]
        else:
            raise CodecError(f"{key}: unknown, or not this value")
    return fields | ({"thresholds": limits} if limits else {})


def _pair(word: str) -> tuple[str, str]:
    key, _, value = word.partition("=")
    return key.strip().lower()[:_LONGEST_ID], value.strip()


def _number(key: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as err:
        raise CodecError(f"{key}: not a number") from err
