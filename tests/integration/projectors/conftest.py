"""Projectors in a real Home Assistant core, over real sockets: the projector is pjlink-advance's emulator."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pjlink_advance.emulator import EmulatorState, PJLinkEmulator
from pjlink_advance.models import PowerState
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.link.credentials import Credentials
from custom_components.smart_campus.campuslink.link.endpoint import Endpoint
from custom_components.smart_campus.campuslink.link.lines import open_lines
from custom_components.smart_campus.campuslink.link.pjlink_notices import NoticeReceiver
from custom_components.smart_campus.campuslink.link.text import LineLink
from custom_components.smart_campus.campuslink.profile.schema import TransportRules
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.projectors import kind
from custom_components.smart_campus.projectors.kind import DATA_NOTICES

from ..conftest import settle

LOCAL = "127.0.0.1"
KEY = "projector:test"

type Emulate = Callable[..., Awaitable[PJLinkEmulator]]
type SetUp = Callable[..., Awaitable[MockConfigEntry]]


@pytest.fixture(autouse=True)
def _wires(socket_enabled: None, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use 127.0.0.1, a free port for notices, and no pause between two commands."""
    hass.data[DATA_NOTICES] = NoticeReceiver(host=LOCAL, port=0)

    def open_fast(endpoint: Endpoint, rules: TransportRules, credentials: Credentials) -> LineLink:
        return open_lines(endpoint, replace(rules, pause_s=0), credentials)

    monkeypatch.setattr(kind, "open_lines", open_fast)


@pytest.fixture
async def emulate() -> AsyncIterator[Emulate]:
    """Start an emulated projector; keywords as `PJLinkEmulator` takes them."""
    async with AsyncExitStack() as stack:

        async def start(state: EmulatorState | None = None, **settings: Any) -> PJLinkEmulator:
            return await stack.enter_async_context(PJLinkEmulator(state, **settings))

        yield start


def lit(**more: Any) -> EmulatorState:
    """Return a projector that is on."""
    return EmulatorState(power=PowerState.ON, **more)


def projector(port: int, *, profile: str = "pjlink-class-2", **data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of a projector."""
    return ConfigSubentryDataWithId(
        subentry_id="p1",
        subentry_type="projector",
        title="Hall",
        unique_id=f"projector:tcp:{LOCAL}:{port}",
        data={
            "profile": profile,
            "endpoint": {"transport": "tcp", "host": LOCAL, "port": port},
            "address": "",
            "params": {},
            "key": KEY,
            **data,
        },
    )


@pytest.fixture
def set_up(hass: HomeAssistant) -> SetUp:
    """Set a site up with one projector and poll it once."""

    async def start(port: int, **data: Any) -> MockConfigEntry:
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="North",
            entry_id="site1",
            data={"name": "North"},
            options={"fast_s": 10, "normal_s": 30, "slow_s": 300},
            subentries_data=[projector(port, **data)],
        )
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        await settle(hass, entry)
        return entry

    return start


def entity_of(hass: HomeAssistant, platform: str, key: str) -> str:
    """Return the entity id of one of the projector's entities."""
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{KEY}_{key}")
    assert entity_id is not None, key
    return entity_id


def shown(hass: HomeAssistant, platform: str, key: str) -> tuple[str, MappingProxyType[str, Any]]:
    """Return state and attributes of one of the projector's entities."""
    state = hass.states.get(entity_of(hass, platform, key))
    assert state is not None, key
    return state.state, MappingProxyType(dict(state.attributes))
