"""Hikvision doors and barriers in Home Assistant, over real HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.isapi_device import ALWAYS_OPEN, IsapiDevice
from simulator.isapi_door import IsapiDoor

from ..conftest import make_site, settle
from .conftest import ALLOWED, KEY, entity_of, read, rows_of, state_of


@pytest.fixture
async def door() -> AsyncIterator[IsapiDoor]:
    device = IsapiDevice(doors=2, has_barrier=True, now=lambda: dt_util.now().replace(tzinfo=None))
    async with IsapiDoor(device) as door:
        yield door


async def start(
    hass: HomeAssistant, door: IsapiDoor, profile: str, *, is_wrong: bool = False, **options: Any
) -> MockConfigEntry:
    described = ConfigSubentryDataWithId(
        subentry_id="gate",
        subentry_type="gate",
        title="Terminal",
        unique_id="gate:terminal",
        data={
            "profile": profile,
            "endpoint": {"transport": "http", "host": "127.0.0.1", "port": door.port},
            "credentials": {"username": "admin", "password": "wrong" if is_wrong else "letmein"},
            "params": {"doors": 2} if profile == "hikvision-isapi-door" else {},
            "key": KEY,
            "options": options,
        },
    )
    entry = make_site(described)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry


async def test_doors_of_a_terminal_are_locks_and_its_events_are_logged(hass: HomeAssistant, door: IsapiDoor) -> None:
    entry = await start(hass, door, "hikvision-isapi-door", **ALLOWED)
    assert [state_of(hass, "lock", f"door{number}_lock") for number in (1, 2)] == ["locked", "locked"]
    door.device.record(75, door=2, card="1001")
    door.device.record(9, door=1, card="2002")
    await read(hass, entry)
    rows = await rows_of(hass, kind="event")
    assert [(row["outcome"], row["reason"], row["door"]) for row in rows[1:]] == [
        ("granted", "face", 2),
        ("denied", "unknown_card", 1),
    ]
    await hass.services.async_call(
        "lock", "unlock", {"entity_id": entity_of(hass, "lock", "door2_lock")}, blocking=True
    )
    await read(hass, entry)
    assert (door.device.modes[2], state_of(hass, "lock", "door2_lock")) == (ALWAYS_OPEN, "unlocked")


async def test_a_line_fault_shows_neither_locked_nor_unlocked(hass: HomeAssistant, door: IsapiDoor) -> None:
    entry = await start(hass, door, "hikvision-isapi-door")
    door.device.locks[1] = 3
    await read(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "unknown"


async def test_a_barrier_is_a_gate_that_moves_only_where_it_is_allowed(hass: HomeAssistant, door: IsapiDoor) -> None:
    entry = await start(hass, door, "hikvision-isapi-barrier")
    barrier = entity_of(hass, "cover", "barrier1")
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call("cover", "open_cover", {"entity_id": barrier}, blocking=True)
    assert state_of(hass, "cover", "barrier1") == "closed"
    subentry = entry.subentries["gate"]
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, "options": {"allow_open": True}})
    await settle(hass, entry)
    await hass.services.async_call("cover", "open_cover", {"entity_id": barrier}, blocking=True)
    await read(hass, entry)
    assert state_of(hass, "cover", "barrier1") == "open"
    state = hass.states.get(barrier)
    assert state is not None
    assert state.attributes["device_class"] == "gate"
    assert [row["command"] for row in await rows_of(hass, kind="command")] == ["open", "open"]


async def test_a_wrong_password_locks_no_account(hass: HomeAssistant, door: IsapiDoor) -> None:
    entry = await start(hass, door, "hikvision-isapi-door", is_wrong=True)
    for _ in range(6):
        await read(hass, entry)
    assert not door.digest.is_locked
    issue = ir.async_get(hass).async_get_issue("smart_campus", f"gate_password_refused_{KEY}")
    assert issue is not None
    assert issue.translation_placeholders == {"name": "Terminal"}
    subentry = entry.subentries["gate"]
    credentials = {"username": "admin", "password": "letmein"}
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, "credentials": credentials})
    await settle(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "locked"
    assert ir.async_get(hass).async_get_issue("smart_campus", f"gate_password_refused_{KEY}") is None


async def test_a_window_is_on_the_device_and_taken_away_again(hass: HomeAssistant, door: IsapiDoor) -> None:
    await start(hass, door, "hikvision-isapi-door", **ALLOWED)
    window = {"from": "2030-01-01 08:00:00", "to": "2030-01-01 09:00:00"}
    card = {"credential": "77", "doors": [entity_of(hass, "lock", "door1_lock")]}
    await hass.services.async_call("smart_campus", "grant_access", {**card, **window}, blocking=True)
    assert door.device.persons["window77"]["Valid"]["endTime"] == "2030-01-01T08:59:59"
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("smart_campus", "grant_access", {**card, **window}, blocking=True)
    assert (await rows_of(hass, kind="command"))[-1]["outcome"] == "failed"
    await hass.services.async_call("smart_campus", "revoke_access", card, blocking=True)
    assert door.device.persons == {}
