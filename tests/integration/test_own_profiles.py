"""An installation's own profiles win over ours, and only while they are valid."""

import logging
from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.library import async_get_library, async_refresh_library

from .conftest import PROFILE, PROFILE_ID, FakeCampus, meter, set_up, state_of, subentry


async def test_library_is_read_once(hass: HomeAssistant, own_profiles: Path) -> None:
    assert await async_get_library(hass) is await async_get_library(hass)


async def test_library_is_read_again_only_when_own_files_changed(hass: HomeAssistant, own_profiles: Path) -> None:
    first = await async_refresh_library(hass)
    assert await async_refresh_library(hass) is first

    (own_profiles / "other.yaml").write_text(PROFILE.replace("id: test-meter", "id: other"), "utf-8")

    assert (await async_refresh_library(hass)).get("other") is not None


async def test_own_profile_is_used_and_logged(
    hass: HomeAssistant, own_profiles: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "custom_components.smart_campus.library")

    library = await async_refresh_library(hass)

    assert library.own_ids == {PROFILE_ID}
    assert f"Own device profiles in use: {PROFILE_ID}" in caplog.messages


async def test_own_profile_added_while_the_site_runs_is_used_at_once(
    hass: HomeAssistant, campus: FakeCampus, own_profiles: Path
) -> None:
    entry = await set_up(hass, meter(1))
    untouched = entry.runtime_data.coordinators["sub1"]
    (own_profiles / "other.yaml").write_text(PROFILE.replace("id: test-meter", "id: other"), "utf-8")

    await async_refresh_library(hass)
    hass.config_entries.async_add_subentry(entry, subentry(2, profile="other"))
    await hass.async_block_till_done()

    assert entry.runtime_data.troubles == {}
    assert entry.runtime_data.coordinators.keys() == {"sub1", "sub2"}
    assert entry.runtime_data.coordinators["sub1"] is untouched


async def test_installation_without_own_profiles_uses_ours(hass: HomeAssistant) -> None:
    library = await async_refresh_library(hass)

    assert library.own_ids == frozenset()
    assert library.profiles


async def test_changed_own_profile_reaches_its_devices_only(
    hass: HomeAssistant, campus: FakeCampus, own_profiles: Path
) -> None:
    other = PROFILE.replace("id: test-meter", "id: other")
    (own_profiles / "other.yaml").write_text(other, "utf-8")
    entry = await set_up(hass, meter(1), meter(2, profile="other"))
    untouched = entry.runtime_data.coordinators["sub1"]

    (own_profiles / "other.yaml").write_text(
        other.replace("decode: uint16, map: {0: false, 1: true}", "decode: uint16, map: {0: true, 1: false}"), "utf-8"
    )
    await entry.runtime_data.async_use_library(await async_refresh_library(hass))
    await hass.async_block_till_done()
    await entry.runtime_data.coordinators["sub2"].polled.poll_now()
    await hass.async_block_till_done()

    assert entry.runtime_data.coordinators["sub1"] is untouched
    assert state_of(hass, "key2", "valve_closed", "binary_sensor") == "off"
    assert state_of(hass, "key1", "valve_closed", "binary_sensor") == "on"
