"""Projectors of an independent emulator, and peers of our own that misbehave."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache

import pytest
from pjlink_advance.emulator import EmulatorState, PJLinkEmulator

from campuslink.device.text_device import TextDevice
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.lines import open_lines
from campuslink.model import Kind
from campuslink.profile.library import Library, load_library
from campuslink.profile.schema import Profile, TextRules, Transport

from .peers import ROOT, Peer, Script

type MakeEmulator = Callable[..., Awaitable[PJLinkEmulator]]
type MakePeer = Callable[[Script], Awaitable[Peer]]
type MakeDevice = Callable[..., TextDevice]


@cache
def shipped() -> Library:
    return load_library(ROOT / "device_profiles")


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Let every test here use 127.0.0.1."""


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
def emulate(stack: AsyncExitStack) -> MakeEmulator:
    """Start an emulated projector; keywords as `PJLinkEmulator` takes them."""

    async def start(state: EmulatorState | None = None, **settings: object) -> PJLinkEmulator:
        return await stack.enter_async_context(PJLinkEmulator(state, **settings))  # type: ignore[arg-type]

    return start


@pytest.fixture
def play(stack: AsyncExitStack) -> MakePeer:
    """Start a peer that follows a script."""

    async def start(script: Script) -> Peer:
        return await stack.enter_async_context(Peer(script))

    return start


class Pauses:
    """Waits that take no time."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)


@pytest.fixture
def open_device(stack: AsyncExitStack) -> MakeDevice:
    """Open a device on 127.0.0.1 without pauses between commands; closed with the test."""

    def make(
        port: int,
        profile: str = "pjlink-class-2",
        *,
        password: str = "",
        timeout_s: float = 2.0,
        rules: Mapping[str, object] | None = None,
        pauses: Pauses | None = None,
        **settings: object,
    ) -> TextDevice:
        found = tuned(shipped().profiles[profile], timeout_s=timeout_s, rules=rules or {})
        endpoint = NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=port)
        credentials = Credentials({"password": password} if password else {})
        link = open_lines(endpoint, found.transport, credentials)
        device = TextDevice(
            found,
            link,
            shipped().catalogue(Kind.PROJECTOR),
            pause=pauses or Pauses(),
            **settings,  # type: ignore[arg-type]
        )
        stack.push_async_callback(device.close)
        return device

    return make


def tuned(profile: Profile, *, timeout_s: float, rules: Mapping[str, object]) -> Profile:
    text: TextRules = replace(profile.transport.lines, **rules)  # type: ignore[arg-type]
    return replace(profile, transport=replace(profile.transport, pause_s=0, timeout_s=timeout_s, lines=text))
