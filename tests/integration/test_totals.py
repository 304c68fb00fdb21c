"""A total's last good value outlives a restart, and guards the first one read after it."""

import logging
from typing import Any

import pytest
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    async_mock_restore_state_shutdown_restart,
    mock_restore_cache_with_extra_data,
)

from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, meter, poll, recording, set_up, state_of


def remember_total(hass: HomeAssistant, stored: dict[str, Any]) -> None:
    """Make the entity of the total known from before the restart."""
    registry = er.async_get(hass)
    entity = registry.async_get_or_create("sensor", DOMAIN, "key1_energy_import", suggested_object_id="total")
    mock_restore_cache_with_extra_data(hass, [(State(entity.entity_id, "100.0"), stored)])


def good(value: float) -> dict[str, Any]:
    return {"value": value, "quality": "good", "at": dt_util.utcnow().timestamp() - 60}


async def test_impossible_first_total_after_a_restart_is_withheld(hass: HomeAssistant, campus: FakeCampus) -> None:
    remember_total(hass, good(100.0))
    campus.recordings["tcp:192.0.2.1:502/1"] = recording(energy=90000.0)

    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "energy_import") == "100.0"


async def test_exchanged_meter_is_accepted_by_the_next_reads_and_logged_once(
    hass: HomeAssistant, campus: FakeCampus, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "custom_components.smart_campus.coordinator")
    remember_total(hass, good(100.0))
    campus.recordings["tcp:192.0.2.1:502/1"] = recording(energy=3.5)
    entry = await set_up(hass, meter(1))

    for _ in range(4):
        await poll(hass, entry)

    assert state_of(hass, "key1", "energy_import") == "3.5"
    accepted = [message for message in caplog.messages if "is accepted" in message]
    assert accepted == [
        "North: Meter 1: total energy_import went from 100.0 to 3.5 and is accepted (exchange or rollover)"
    ]


async def test_plausible_total_after_a_restart_is_shown_at_once(hass: HomeAssistant, campus: FakeCampus) -> None:
    remember_total(hass, good(100.0))

    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "energy_import") == "100.25"


@pytest.mark.parametrize("stored", [{}, {"value": 1, "quality": "nonsense", "at": 0}, {**good(1), "quality": "stale"}])
async def test_damaged_memory_is_ignored(hass: HomeAssistant, campus: FakeCampus, stored: dict[str, Any]) -> None:
    remember_total(hass, stored)

    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "energy_import") == "100.25"


async def test_last_good_total_is_stored(hass: HomeAssistant, campus: FakeCampus) -> None:
    await set_up(hass, meter(1))

    stored = await async_mock_restore_state_shutdown_restart(hass)

    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, "key1_energy_import")
    assert entity_id
    extra = stored.last_states[entity_id].extra_data
    assert extra is not None
    assert (extra.as_dict()["value"], extra.as_dict()["quality"]) == (100.25, "good")
