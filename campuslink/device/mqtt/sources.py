"""Where in which messages the points of a profile lie: every message is parsed once, however many points it carries."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from ...codec.mqtt_payload import read_json, read_text
from ...profile.mqtt_schema import LastWill, MqttRead, MqttTopic
from ...profile.schema import Profile

MISSING: Final = object()
"""No value at a path; null is one."""

type Find = Callable[[object], object]
"""Takes a payload and returns the value, or `MISSING`."""


@dataclass(frozen=True, slots=True)
class Source:
    """One topic of a node."""

    template: str
    readers: tuple[tuple[str, Find], ...]
    """Point ids, and how each is found."""
    parse: Callable[[bytes], object]
    """Raises PayloadError."""


def sources_of(profile: Profile) -> tuple[Source, ...]:
    """Return the topics points of the profile come from, each once."""
    readers: dict[str, list[tuple[str, Find]]] = {}
    is_json: dict[str, bool] = {}
    for point in profile.points.values():
        read = point.read
        if not isinstance(read, MqttRead):
            continue
        for name in read.topics:
            topic = profile.transport.mqtt.topics[name]
            paths = [path for each in read.paths if (path := _path_in(topic, each)) is not None]
            if paths:
                readers.setdefault(topic.topic, []).append((point.id, _finder(paths)))
                is_json[topic.topic] = is_json.get(topic.topic, False) or any(paths)
    return tuple(
        Source(template, tuple(members), read_json if is_json[template] else read_text)
        for template, members in readers.items()
    )


def will_word(will: LastWill, payload: bytes) -> bool | None:
    """Return whether a last will says online; None when it says neither. Raises PayloadError.

    With a path, a payload that is plain text holds the word as a whole: brokers of older software say it so.
    """
    text = read_text(payload).strip()
    word: object = text
    if will.path and text.startswith("{"):
        word = _walk(will.path, read_json(payload))
    if isinstance(word, bool):
        word = "true" if word else "false"
    return will.map.get(word.casefold()) if isinstance(word, str) else None


def prune(source: Source, data: object, private: Iterable[str]) -> object:
    """Return a payload in its own shape, in which only what points read stands as it came.

    private: points whose values are taken out too. Texts become X, numbers 0.
    """
    hidden = frozenset(private)
    read = {id(raw) for point, find in source.readers if point not in hidden and (raw := find(data)) is not MISSING}
    return _blanked(data, read)


def _blanked(data: object, read: Container[int]) -> object:
    if isinstance(data, dict):
        return {key: _blanked(value, read) for key, value in data.items()}
    if isinstance(data, list):
        return [_blanked(value, read) for value in data]
    if id(data) in read or data is None or isinstance(data, bool):
        return data
    return "X" if isinstance(data, str) else 0


def _path_in(topic: MqttTopic, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the path within the payloads of a topic; None when that topic cannot hold it."""
    if topic.under:
        size = len(topic.under)
        return path[size:] if path[:size] == topic.under else None
    return (*topic.root, *path)


def _finder(paths: list[tuple[str, ...]]) -> Find:
    if len(paths) > 1:
        return partial(_first, tuple(map(_one, paths)))
    return _one(paths[0])


def _one(path: tuple[str, ...]) -> Find:
    if not path:
        return _whole
    if len(path) == 1 and path[0] != "*":
        return partial(_key, path[0])
    return partial(_walk, path)


def _whole(data: object) -> object:
    return data


def _key(key: str, data: object) -> object:
    return data.get(key, MISSING) if type(data) is dict else MISSING


def _first(finders: tuple[Find, ...], data: object) -> object:
    for find in finders:
        if (raw := find(data)) is not MISSING:
            return raw
    return MISSING


def _walk(path: tuple[str, ...], data: object) -> object:
    for depth, key in enumerate(path):
        if isinstance(data, dict):
            if key == "*":
                rest = path[depth + 1 :]
                return next((raw for each in data.values() if (raw := _walk(rest, each)) is not MISSING), MISSING)
            data = data.get(key, MISSING)
        elif isinstance(data, list) and key.isdecimal() and int(key) < len(data):
            data = data[int(key)]
        else:
            return MISSING
        if data is MISSING:
            return MISSING
    return data
