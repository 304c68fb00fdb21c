"""YAML to plain values that know their line. The files come from strangers: nothing in them runs, grows or recurses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import Problem, ProfileError
from .scalars import read_scalar

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000

type Key = str | int | bool
type Path = tuple[Key, ...]
type Plain = str | int | float | bool | list[Plain] | dict[Key, Plain] | None

type _Event = Any
"""A `yaml.Event`; the typed base lacks the anchor and the tag its node events have."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file whose top level is a mapping."""

    file: str
    root: Mapping[Key, Plain]
    """Nested dicts and lists of str, int, float, bool and None; keys are str, int or bool."""
    lines: Mapping[Path, int]
    """1-based line of each key or list item by its path from the top."""

    def line(self, path: Path) -> int:
        """Return the line of the path, or of the nearest enclosing one that has a line of its own."""
        for length in range(len(path), 0, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return line
        return 1


def parse_document(data: bytes, file: str) -> Document:
    """Parse one YAML file.

    Raises ProfileError, with file and line, for what is not UTF-8 or YAML, for tags, duplicate keys, aliases inside
    themselves, more than one document, an empty file, a top level that is no mapping, and for anything over 256 KiB,
    20 levels or 20,000 values (aliases counted as what they stand for).
    """
    if len(data) > MAX_BYTES:
        raise _fault(file, 1, f"larger than {MAX_BYTES // 1024} KiB; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(file, data[: error.start].count(b"\n") + 1, "not UTF-8; save the file as UTF-8") from error
    try:
        return _Builder(file).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _fault(file, line, f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise _fault(file, 1, f"not YAML: {str(error).splitlines()[0]}") from error


def _fault(file: str, line: int, message: str, path: Path = ()) -> ProfileError:
    return ProfileError((Problem(file=file, line=line, key=dotted(path), message=message),))


def dotted(path: Path) -> str:
    """Return the path as a person writes it: ``points.voltage.range.0``."""
    return ".".join(map(str, path))


@dataclass(slots=True)
class _Anchor:
    """What an alias stands for; `nodes` is 0 while it is still being read."""

    value: Plain = None
    nodes: int = 0
    depth: int = 0


@dataclass(slots=True)
class _Builder:
    """Walks the events of one file."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    anchors: dict[str, _Anchor] = field(default_factory=dict)
    nodes: int = 0
    deepest: int = 0

    def build(self, events: Iterator[_Event]) -> Document:
        root: Plain = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._fault(event, (), "a second document; write one document a file")
                root = self._value(next(events), events, (), 0)
        if not isinstance(root, dict):
            found = "an empty file" if root is None else f"the top level is a {type(root).__name__}"
            raise _fault(self.file, 1, f"{found}; it would be a mapping that starts with schema: 1")
        return Document(self.file, root, self.lines)

    def _value(self, event: _Event, events: Iterator[_Event], path: Path, depth: int) -> Plain:
        self.nodes += 1
        self.deepest = max(self.deepest, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path, depth)
        self._check(event, path, depth)
        if event.anchor is None:
            return self._plain(event, events, path, depth)
        anchor = self.anchors[event.anchor] = _Anchor()
        nodes, deepest, self.deepest = self.nodes, self.deepest, depth
        anchor.value = self._plain(event, events, path, depth)
        anchor.nodes, anchor.depth = self.nodes - nodes + 1, self.deepest - depth
        self.deepest = max(self.deepest, deepest)
        return anchor.value

    def _check(self, event: _Event, path: Path, depth: int) -> None:
        if event.tag is not None:
            raise self._fault(event, path, f"the tag {event.tag} is not allowed; write a plain value")
        self._limit(event, path, depth)

    def _limit(self, event: _Event, path: Path, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise self._fault(event, (), f"nested deeper than {MAX_DEPTH} levels")
        if self.nodes > MAX_NODES:
            raise self._fault(event, path, f"more than {MAX_NODES} values, aliases expanded")

    def _alias(self, event: _Event, path: Path, depth: int) -> Plain:
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise self._fault(event, path, f"the alias *{event.anchor} has no anchor before it")
        if not anchor.nodes:
            raise self._fault(event, path, f"the alias *{event.anchor} stands inside what it stands for")
        self.nodes += anchor.nodes
        self.deepest = max(self.deepest, depth + anchor.depth)
        self._limit(event, path, depth + anchor.depth)
        return anchor.value

    def _plain(self, event: _Event, events: Iterator[_Event], path: Path, depth: int) -> Plain:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path, depth)
        try:
            return read_scalar(event)
        except ValueError as error:
            raise self._fault(event, path, str(error)) from error

    def _mapping(self, events: Iterator[_Event], path: Path, depth: int) -> dict[Key, Plain]:
        result: dict[Key, Plain] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._value(event, events, path, depth + 1)
            if not isinstance(key, str | int):
                raise self._fault(event, path, f"the key {str(key)[:40]} is no text or whole number; quote it")
            if key in result:
                raise self._fault(event, (*path, key), "the key stands here twice; keep one")
            self.lines[*path, key] = _line(event)
            result[key] = self._value(next(events), events, (*path, key), depth + 1)
        return result

    def _sequence(self, events: Iterator[_Event], path: Path, depth: int) -> list[Plain]:
        result: list[Plain] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            place = (*path, len(result))
            self.lines[place] = _line(event)
            result.append(self._value(event, events, place, depth + 1))
        return result

    def _fault(self, event: _Event, path: Path, message: str) -> ProfileError:
        return _fault(self.file, _line(event), message, path)


def _line(event: _Event) -> int:
    line: int = event.start_mark.line
    return line + 1
