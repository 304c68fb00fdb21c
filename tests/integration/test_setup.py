"""A site starts, stops and is removed, whatever its devices do."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smart_campus import async_remove_config_entry_device
from custom_components.smart_campus.campuslink.errors import LinkConflictError
from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, make_site, meter, set_up, state_of


async def test_site_shows_what_its_devices_say(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    assert entry.state is ConfigEntryState.LOADED
    assert state_of(hass, "key1", "active_power") == "1234.5"
    assert state_of(hass, "key2", "voltage") == "230.5"


async def test_silent_device_does_not_delay_the_site(hass: HomeAssistant, campus: FakeCampus) -> None:
    campus.is_silent = True
    entry = make_site(meter(1))
    entry.add_to_hass(hass)

    assert await hass.config_entries.async_setup(entry.entry_id)

    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert state_of(hass, "key1", "active_power") == "unavailable"


async def test_unloading_closes_every_link(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    assert await hass.config_entries.async_unload(entry.entry_id)

    assert entry.state is ConfigEntryState.NOT_LOADED
    assert campus.link(1).is_closed
    assert campus.link(2).is_closed


async def test_missing_catalogue_stops_the_setup_with_a_reason(
    hass: HomeAssistant, campus: FakeCampus, tmp_path: Path
) -> None:
    entry = make_site(meter(1))
    entry.add_to_hass(hass)

    with patch("custom_components.smart_campus.library.SHIPPED_PATH", tmp_path):
        await hass.config_entries.async_setup(entry.entry_id)

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "library_invalid"


async def test_device_in_operation_is_removed_with_its_subentry_only(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None

    assert not await async_remove_config_entry_device(hass, entry, device)


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ({"profile": "no-such-profile"}, "missing_profile"),
        ({"endpoint": {"transport": "pigeon"}}, "damaged_settings"),
        ({"key": "key1"}, "duplicate_device"),
    ],
)
async def test_device_that_cannot_work_is_reported_and_leaves_the_others_alone(
    hass: HomeAssistant, campus: FakeCampus, broken: dict[str, object], key: str
) -> None:
    await set_up(hass, meter(1), meter(2, **broken))

    assert state_of(hass, "key1", "active_power") == "1234.5"
    assert [issue.translation_key for issue in ir.async_get(hass).issues.values()] == [key]


async def test_conflicting_line_is_tried_again_when_the_conflict_is_over(
    hass: HomeAssistant, campus: FakeCampus
) -> None:
    campus.conflict = LinkConflictError("other settings")
    entry = await set_up(hass, meter(1))
    assert [issue.translation_key for issue in ir.async_get(hass).issues.values()] == ["link_conflict"]

    campus.conflict = None
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=1, seconds=1))
    await hass.async_block_till_done()

    assert not ir.async_get(hass).issues
    assert "sub1" in entry.runtime_data.coordinators


async def test_removed_site_leaves_no_issue(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1, profile="no-such-profile"))
    assert ir.async_get(hass).issues

    await hass.config_entries.async_remove(entry.entry_id)

    assert not ir.async_get(hass).issues


async def test_device_is_described_and_placed_in_its_room(
    hass: HomeAssistant, campus: FakeCampus, area_registry
) -> None:
    room = area_registry.async_create("Room 5")

    entry = await set_up(hass, meter(1, area_id=room.id))

    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    assert (device.name, device.manufacturer, device.model) == ("Meter 1", "Example", "Three")
    assert device.area_id == room.id
    assert device.config_subentry_id == "sub1"


async def test_renamed_site_is_named_in_the_log_from_then_on(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    hass.config_entries.async_update_entry(entry, title="South")
    await hass.async_block_till_done()

    assert entry.runtime_data.coordinators["sub1"].name == "South: Meter 1"
    assert len(campus.opened) == 1
