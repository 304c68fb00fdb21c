"""What a profile says of devices that publish messages: topics, paths into payloads, last wills."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import EMPTY, Value

NODE = "{}"
"""Stands for the name of a node in a topic, and for the value in the payload of a command."""

SLEEPY_SILENCE_S = 90_000.0
"""25 h: devices on batteries speak when something changes, and once a day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MqttTopic:
    """Where messages with points come from."""

    topic: str
    """With `NODE` once; no wildcards."""
    root: tuple[str, ...] = ()
    """Keys that lead to the part of the payload that paths begin in."""
    under: tuple[str, ...] = ()
    """Keys the payload as a whole stands beneath, for paths that begin with them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LastWill:
    """A topic that says whether a node, or what stands between it and the broker, is there."""

    topic: str
    """With `NODE`, or without for one that concerns every node."""
    path: tuple[str, ...] = ()
    """Keys to the word in a JSON payload; a payload that is plain text holds it as a whole."""
    map: Mapping[str, bool] = EMPTY
    """By word in lower case, whether it means online."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MqttAsk:
    """A message that makes a node tell its state."""

    topic: str
    payload: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MqttRules:
    """How nodes of a profile use the broker."""

    topics: Mapping[str, MqttTopic] = EMPTY
    """By the name points use."""
    online: tuple[LastWill, ...] = ()
    """All that were heard must say online."""
    silence_s: float = 0.0
    """Without a message for so long, a node counts as gone; 0: last wills alone tell."""
    ask: tuple[MqttAsk, ...] = ()
    """Published when a node comes online, when it was quiet for half of `silence_s`, and when a command is not seen to
    take effect; in a payload, `NODE` stands for the name."""
    partial: bool = False
    """Whether a node has only some of the points; which, its messages show."""
    find: str = ""
    """Topic by which nodes are found, with `NODE`; empty: they cannot be."""
    find_not: tuple[str, ...] = ()
    """First levels of names that are no nodes."""


NO_MQTT = MqttRules()


@dataclass(frozen=True, kw_only=True, slots=True)
class MqttRead:
    """A point in messages."""

    topics: tuple[str, ...]
    """Names of `MqttRules.topics` it may come from."""
    paths: tuple[tuple[str, ...], ...] = ((),)
    """Keys to the value, in the order to try; ``*`` is any key, digits may count in a list; () is the whole payload."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MqttWrite:
    """How a point is set by a message."""

    topic: str
    """With `NODE` once."""
    payload: str = NODE
    """With `NODE` where the value goes."""
    map: Mapping[str | bool, str] = EMPTY
    """Value to text; without it the point's own rule backwards."""
    confirm: Mapping[str | bool, tuple[Value, ...]] = EMPTY
    """By value, what the point reads as once the command took effect, where that is not the value itself."""
    guard: bool = False
    """Guarded: off until the installer enables it, and confirmed by the person each time."""
