"""Nodes of shipped profiles on a broker that delivers at once, and what they tell."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import override

from campuslink.device.base import DevicePush
from campuslink.device.mqtt.node import MqttNode
from campuslink.model import DeviceEvent, Reading, Value
from campuslink.profile.library import Library, load_library
from campuslink.testing.clock import FakeClock
from campuslink.testing.mqtt import ReplayBroker

ROOT = Path(__file__).parents[3]


@cache
def library() -> Library:
    return load_library(ROOT / "device_profiles")


class Heard(DevicePush):
    """Keeps everything a node told."""

    def __init__(self) -> None:
        self.pushes: list[dict[str, Reading]] = []
        self.news = 0

    @override
    def on_push(self, readings: Mapping[str, Reading]) -> None:
        self.pushes.append(dict(readings))

    @override
    def on_news(self, points: Collection[str] | None = None) -> None:
        self.news += 1

    @override
    def on_event(self, event: DeviceEvent) -> None:
        raise AssertionError(event)

    @property
    def last(self) -> dict[str, Reading]:
        merged: dict[str, Reading] = {}
        for push in self.pushes:
            merged.update(push)
        return merged

    def values(self) -> dict[str, Value]:
        return {point: reading.value for point, reading in self.last.items() if reading.is_good}

    def qualities(self) -> dict[str, str]:
        return {point: reading.quality.value for point, reading in self.last.items()}


def open_node(
    profile_id: str, broker: ReplayBroker, name: str = "node1", *, clock: FakeClock | None = None, wait_s: float = 0
) -> tuple[MqttNode, Heard]:
    profile = library().profiles[profile_id]
    heard = Heard()
    node = MqttNode(
        profile, broker, library().catalogue(profile.kind), name, clock=clock or FakeClock(), start_wait_s=wait_s
    )
    node.follow(heard)
    return node, heard
