"""A broker made of a recording: it keeps what was recorded, and remembers what was published."""

from collections.abc import Callable
from typing import override

from ..device.mqtt.node import MqttNode
from ..device.recording import Recording
from ..errors import CannotConnectError
from ..link.mqtt import AT_LEAST_ONCE, MqttLink, OnMessage, fill_in
from ..model import DeviceIdentity, UpdateReport
from ..profile.mqtt_schema import NODE
from ..profile.schema import Catalogue, Profile

RECORDED_NAME = "recorded"


class ReplayBroker(MqttLink):
    """Delivers in the same turn of the event loop; `send` plays a node."""

    def __init__(self) -> None:
        self.published: list[tuple[str, str, int]] = []
        """Topic, payload and quality of service of every command."""
        self.on_publish: Callable[[str, str], None] = lambda _topic, _payload: None
        """What nodes do with a command."""
        self._trouble = ""
        self._listeners: list[tuple[str, OnMessage]] = []
        self._followers: list[Callable[[], None]] = []
        self._kept: dict[str, bytes] = {}

    @property
    @override
    def line(self) -> str:
        return "mqtt:replay"

    @property
    @override
    def trouble(self) -> str:
        return self._trouble

    @property
    def topics(self) -> list[str]:
        """Return the topics somebody listens to."""
        return [topic for topic, _ in self._listeners]

    @override
    def subscribe(self, topic: str, on_message: OnMessage) -> Callable[[], None]:
        entry = (topic, on_message)
        self._listeners.append(entry)
        if topic in self._kept:
            on_message(topic, self._kept[topic], True)
        return lambda: self._listeners.remove(entry)

    @override
    async def publish(self, topic: str, payload: str, qos: int = AT_LEAST_ONCE, *, retain: bool = False) -> None:
        if self._trouble:
            raise CannotConnectError(self._trouble)
        self.published.append((topic, payload, qos))
        self.on_publish(topic, payload)

    @override
    def follow_connection(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._followers.append(on_change)
        return lambda: self._followers.remove(on_change)

    def send(self, topic: str, payload: str | bytes, *, keep: bool = False) -> None:
        """Publish like a node. keep: the broker has it for later subscribers too."""
        data = payload.encode() if isinstance(payload, str) else payload
        if keep:
            self._kept[topic] = data
        for name, listener in tuple(self._listeners):
            if name == topic:
                listener(topic, data, False)

    def break_off(self, trouble: str = "the broker is gone") -> None:
        """Lose the connection."""
        self._trouble = trouble
        self._tell()

    def mend(self) -> None:
        """Connect again: what the broker keeps comes once more."""
        self._trouble = ""
        self._tell()
        for name, listener in tuple(self._listeners):
            if name in self._kept:
                listener(name, self._kept[name], True)

    def _tell(self) -> None:
        for follower in tuple(self._followers):
            follower()


async def replay_mqtt(
    recording: Recording, profile: Profile, catalogue: Catalogue
) -> tuple[DeviceIdentity, UpdateReport]:
    """Identify and fully poll a node that publishes what was recorded, retained messages before it is subscribed to."""
    broker = ReplayBroker()
    for topic, payload, is_kept in recording.messages:
        if is_kept:
            broker.send(_topic(topic), payload, keep=True)
    node = MqttNode(profile, broker, catalogue, RECORDED_NAME, start_wait_s=0)
    for topic, payload, is_kept in recording.messages:
        if not is_kept:
            broker.send(_topic(topic), payload)
    try:
        return await node.identify(), await node.poll(node.points)
    finally:
        await node.close()


def _topic(template: str) -> str:
    return fill_in(template, RECORDED_NAME) if NODE in template else template
