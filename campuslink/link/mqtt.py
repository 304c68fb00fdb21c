"""What nodes need of an MQTT broker: messages of a topic, commands, and whether it is there. Names of nodes checked."""

from collections.abc import Callable
from typing import Protocol

from ..errors import CodecError
from ..profile.mqtt_schema import NODE

AT_LEAST_ONCE = 1
"""Quality of service of commands and subscriptions."""

LONGEST_NAME = 128
MOST_LEVELS = 3
"""Levels a name may have when nodes are searched for."""

_FORBIDDEN = '+#$ "\\'
"""Wildcards, and what would end a text in the JSON of a command."""

type OnMessage = Callable[[str, bytes, bool], None]
"""Takes topic, payload and whether the broker had kept the message. Called on the event loop; must not block."""


class MqttLink(Protocol):
    """A connection to one broker, shared by every node. It reconnects by itself, and subscribes again when it does."""

    @property
    def line(self) -> str:
        """Key of the broker, equal for all its nodes; holds no secret."""

    @property
    def trouble(self) -> str:
        """Why there is no connection now, for a log; empty while there is one."""

    def subscribe(self, topic: str, on_message: OnMessage) -> Callable[[], None]:
        """Have the messages of a topic from now on, those the broker keeps first. Return what ends it."""

    async def publish(self, topic: str, payload: str, qos: int = AT_LEAST_ONCE, *, retain: bool = False) -> None:
        """Send a message. Raises CannotConnectError when there is no connection, or it is not taken in time."""

    def follow_connection(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call on every connection and loss of it; `trouble` tells which. Return what ends it."""


def require_name(text: str) -> str:
    """Return the name of a node, which may have several levels. Raises CodecError for what no topic can hold.

    Wildcards in a name would subscribe to the messages of other nodes.
    """
    if not text or len(text) > LONGEST_NAME or not text.isprintable() or any(char in text for char in _FORBIDDEN):
        raise CodecError(f"{text[:40]!r} is no name of a node")
    if text != text.strip("/") or "//" in text or NODE in text:
        raise CodecError(f"{text[:40]!r} is no name of a node")
    return text


def fill_in(template: str, name: str) -> str:
    """Return the topic of a node."""
    return template.replace(NODE, name)


def search_filters(template: str) -> tuple[str, ...]:
    """Return what to subscribe to for the topics of all nodes, with names of up to `MOST_LEVELS` levels."""
    return tuple(template.replace(NODE, "/".join("+" * levels)) for levels in range(1, MOST_LEVELS + 1))


def name_in(template: str, topic: str) -> str:
    """Return the name of the node a topic belongs to, empty when it is none of the template's."""
    before, after = template.split(NODE)
    if not (topic.startswith(before) and topic.endswith(after)) or len(topic) <= len(before) + len(after):
        return ""
    return topic[len(before) : len(topic) - len(after)]
