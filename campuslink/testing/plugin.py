"""Pytest fixtures on top of this package. A conftest imports the ones it needs, under the library's name it uses."""

from pathlib import Path
from typing import Protocol

import pytest

from ..device.recording import Recording
from .clock import FakeClock
from .faulty import FaultyLink
from .fixtures import load_recording
from .replay import ReplayLink


class MakeReplayLink(Protocol):
    """What `replay_link` offers."""

    def __call__(self, source: Recording | Path, *, line: str = "replay") -> ReplayLink:
        """Return a link to a recording, or to the one in a fixture folder."""


class MakeFaultyLink(Protocol):
    """What `faulty_link` offers."""

    def __call__(
        self, source: Recording | Path, *, line: str = "replay", timeout_s: float = 1.5, latency_s: float = 0.0
    ) -> FaultyLink:
        """Return a link that fails on demand, around a recording or the one in a fixture folder."""


@pytest.fixture
def fake_clock() -> FakeClock:
    """Return a clock that is moved by hand; give it to a `FakeTimeLoop` to have it move by itself."""
    return FakeClock()


@pytest.fixture
def replay_link() -> MakeReplayLink:
    """Return a maker of links to recorded devices."""

    def make(source: Recording | Path, *, line: str = "replay") -> ReplayLink:
        return ReplayLink(load_recording(source) if isinstance(source, Path) else source, line=line)

    return make


@pytest.fixture
def faulty_link(replay_link: MakeReplayLink) -> MakeFaultyLink:
    """Return a maker of links to recorded devices that fail on demand."""

    def make(
        source: Recording | Path, *, line: str = "replay", timeout_s: float = 1.5, latency_s: float = 0.0
    ) -> FaultyLink:
        return FaultyLink(replay_link(source, line=line), timeout_s=timeout_s, latency_s=latency_s)

    return make
