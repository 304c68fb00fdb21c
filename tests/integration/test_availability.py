"""What is shown and logged while a device does not answer."""

import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smart_campus.campuslink.device.device import Device
from custom_components.smart_campus.campuslink.errors import NoAnswerError
from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, fail, meter, poll, recording, set_up, state_of

COORDINATOR = "custom_components.smart_campus.coordinator"


async def test_silent_device_becomes_unavailable_and_comes_back(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    campus.link().silence()
    await fail(hass, entry, "sub1")
    assert state_of(hass, "key1", "active_power") == "unavailable"

    campus.link().heal()
    await poll(hass, entry)
    assert state_of(hass, "key1", "active_power") == "1234.5"


async def test_one_failed_poll_changes_nothing(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    campus.link().script([NoAnswerError("once")])
    await poll(hass, entry)

    assert state_of(hass, "key1", "active_power") == "1234.5"


async def test_silent_device_leaves_its_neighbour_available(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    campus.link(1).silence()
    await fail(hass, entry, "sub1")

    assert state_of(hass, "key1", "voltage") == "unavailable"
    assert state_of(hass, "key2", "voltage") == "230.5"


async def test_only_the_points_that_failed_become_unavailable(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    polled = entry.runtime_data.coordinators["sub1"].polled

    campus.link().silence()
    await polled.poll_now(["active_power"])
    await polled.poll_now(["active_power"])
    await hass.async_block_till_done()

    assert state_of(hass, "key1", "active_power") == "unavailable"
    assert state_of(hass, "key1", "energy_export") == "7.5"


async def test_outage_logs_one_warning_and_one_recovery(
    hass: HomeAssistant, campus: FakeCampus, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, COORDINATOR)
    entry = await set_up(hass, meter(1))

    campus.link().silence()
    await fail(hass, entry, "sub1")
    await fail(hass, entry, "sub1")
    campus.link().heal()
    await poll(hass, entry)
    await poll(hass, entry)

    logged = [(record.levelname, record.message) for record in caplog.records if record.name == COORDINATOR]
    assert logged == [
        ("WARNING", "North: Meter 1 does not answer: scripted silence"),
        ("INFO", "North: Meter 1 answers again"),
    ]


async def test_refused_point_is_unavailable_alone(hass: HomeAssistant, campus: FakeCampus) -> None:
    whole = recording().to_json()
    del whole["registers"]["input"]["40"]
    campus.recordings["tcp:192.0.2.1:502/1"] = recording().from_json(whole)

    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "energy_export") == "unavailable"
    assert state_of(hass, "key1", "energy_import") == "100.25"


async def test_identity_is_shown_once_the_device_answered(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    await hass.async_block_till_done(wait_background_tasks=False)
    await poll(hass, entry)

    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    assert device.serial_number == "4711"


async def test_exchanged_device_is_noticed_when_it_is_back(
    hass: HomeAssistant, campus: FakeCampus, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    entry = await set_up(hass, meter(1))
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    registry.async_update_device(device.id, serial_number="1111")

    campus.link().silence()
    await fail(hass, entry, "sub1")
    campus.link().heal()
    await poll(hass, entry)
    await poll(hass, entry)

    assert "North: Meter 1 has another serial number than before: the device was exchanged" in caplog.messages


async def test_device_is_asked_once_a_day_who_it_is(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    entry = await set_up(hass, meter(1))
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    registry.async_update_device(device.id, serial_number="1111")

    for _ in range(24):
        freezer.tick(timedelta(hours=1, seconds=1))
        async_fire_time_changed(hass, dt_util.utcnow())
        await hass.async_block_till_done()
    await poll(hass, entry)

    assert caplog.messages.count("North: Meter 1 has another serial number than before: the device was exchanged") == 1


async def test_device_that_cannot_tell_who_it_is_is_read_all_the_same(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    campus.link().silence()
    await fail(hass, entry, "sub1")
    campus.link().heal()

    with patch.object(Device, "identify", side_effect=NoAnswerError("who?")) as identify:
        await poll(hass, entry)
        await hass.async_block_till_done(wait_background_tasks=False)

    identify.assert_awaited()
    assert state_of(hass, "key1", "voltage") == "230.5"


async def test_what_a_device_told_of_itself_outlives_a_restart(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    await poll(hass, entry)
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    registry.async_update_device(device.id, model="Three-B", sw_version="2.1")

    campus.is_silent = True
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    found = registry.async_get(device.id)
    assert isinstance(found, dr.DeviceEntry)
    assert (found.model, found.sw_version, found.serial_number) == ("Three-B", "2.1", "4711")
