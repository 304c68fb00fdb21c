"""Changing a meter: everything but its identity may change, and nothing is lost."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.errors import LinkConflictError
from custom_components.smart_campus.const import DOMAIN

from .conftest import PROFILE_ID, meter, recording
from .meter_steps import HOST, NETWORK, Wire, change, fields, submit, suggested, wire

__all__ = ["wire"]

STORED = NETWORK | {"name": "Meter 1"}
"""What the form of the stored meter holds."""


@pytest.fixture
def site(hass: HomeAssistant) -> MockConfigEntry:
    """Return a site with the meter ``sub1``, and ``sub2`` as its neighbour."""
    first = meter(1, host=HOST, params={"ct_ratio": 1}, key="4711", serial="4711")
    entry = MockConfigEntry(
        domain=DOMAIN, title="Library", data={"name": "Library"}, subentries_data=[first, meter(2, host=HOST)]
    )
    entry.add_to_hass(hass)
    return entry


def device_of(hass: HomeAssistant, site: MockConfigEntry) -> dr.DeviceEntry:
    return dr.async_get(hass).async_get_or_create(
        config_entry_id=site.entry_id, config_subentry_id="sub1", identifiers={(DOMAIN, "4711")}, name="Meter 1"
    )


async def save(hass: HomeAssistant, site: MockConfigEntry, step: str = "modbus_tcp", **entered: Any) -> Any:
    """Change the meter and agree to what was read."""
    result = await submit(hass, await change(hass, site, "sub1", step), STORED | entered)
    return await submit(hass, result, {})


async def test_form_holds_what_is_stored(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    result = await change(hass, site, "sub1", "modbus_tcp")
    filled = {field: suggested(result, field) for field in STORED}
    assert filled == STORED


async def test_every_way_and_another_model_can_be_chosen(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    result = await site.start_subentry_reconfigure_flow(hass, "sub1")
    assert result["type"] is FlowResultType.MENU
    assert result["menu_options"] == ["modbus_tcp", "modbus_rtu", "modbus_serial", "model"]


async def test_changed_meter_keeps_its_identity(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    result = await save(hass, site, host="192.0.2.9", address="5", name="Roof")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    subentry = site.subentries["sub1"]
    assert (subentry.title, subentry.unique_id) == ("Roof", "meter:tcp:192.0.2.9:502:5")
    assert subentry.data["key"] == "4711"
    assert subentry.data["endpoint"] == {"transport": "tcp", "host": "192.0.2.9", "port": 502}


async def test_name_room_and_intervals_change_without_asking_the_meter(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    wire.link.unplug()
    form = await change(hass, site, "sub1", "modbus_tcp")
    result = await submit(hass, form, STORED | {"name": "Roof", "intervals": {"slow_s": 600}})
    assert result["reason"] == "reconfigure_successful"
    assert wire.asked == []
    assert site.subentries["sub1"].title == "Roof"
    assert site.subentries["sub1"].data["intervals"] == {"slow_s": 600}
    assert site.subentries["sub1"].data["serial"] == "4711"


async def test_interval_emptied_follows_the_site_again(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    form = await change(hass, site, "sub1", "modbus_tcp")
    await submit(hass, form, STORED | {"intervals": {"fast_s": 5}})
    form = await change(hass, site, "sub1", "modbus_tcp")
    intervals = form["data_schema"].schema["intervals"].schema
    assert [marker.description for marker in intervals.schema if marker == "fast_s"] == [{"suggested_value": 5}]
    await submit(hass, form, STORED | {"intervals": {}})
    assert "intervals" not in site.subentries["sub1"].data


async def test_room_follows_the_settings(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    device = device_of(hass, site)
    await submit(hass, await change(hass, site, "sub1", "modbus_tcp"), STORED | {"area_id": "roof"})
    registry = dr.async_get(hass)
    assert registry.async_get(device.id).area_id == "roof"
    await submit(hass, await change(hass, site, "sub1", "modbus_tcp"), STORED)
    assert registry.async_get(device.id).area_id is None


async def test_room_a_person_chose_at_the_device_is_shown_and_kept(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    device = device_of(hass, site)
    dr.async_get(hass).async_update_device(device.id, area_id="cellar")
    form = await change(hass, site, "sub1", "modbus_tcp")
    assert suggested(form, "area_id") == "cellar"
    await submit(hass, form, STORED | {"area_id": suggested(form, "area_id")})
    assert dr.async_get(hass).async_get(device.id).area_id == "cellar"


async def test_meter_can_be_reached_another_way(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    form = await change(hass, site, "sub1", "modbus_serial")
    assert suggested(form, "address") == "1"
    serial = {"device": "/dev/ttyUSB0", "baudrate": "9600", "parity": "none", "stopbits": "1"}
    entered = {name: value for name, value in STORED.items() if name not in ("host", "port")}
    result = await submit(hass, await submit(hass, form, entered | serial), {})
    assert result["reason"] == "reconfigure_successful"
    assert site.subentries["sub1"].unique_id == "meter:serial:/dev/ttyUSB0:1"
    form = await change(hass, site, "sub1", "modbus_serial")
    assert {field: suggested(form, field) for field in serial} == serial


async def test_place_of_a_neighbour_is_refused(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    form = await change(hass, site, "sub1", "modbus_tcp")
    result = await submit(hass, form, STORED | {"address": "2"})
    assert result["errors"] == {"base": "already_configured"}
    assert result["description_placeholders"]["other"] == "Meter 2"
    result = await submit(hass, result, STORED | {"address": "3"})
    assert result["step_id"] == "confirm"


async def test_exchanged_meter_goes_on_only_when_the_person_agrees(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    wire.connect(recording(serial=9999))
    form = await change(hass, site, "sub1", "modbus_tcp")
    result = await submit(hass, form, STORED | {"address": "5"})
    assert result["step_id"] == "exchanged"
    placeholders = result["description_placeholders"]
    assert (placeholders["old_serial"], placeholders["new_serial"]) == ("4711", "9999")
    assert site.subentries["sub1"].data["address"] == "1"
    await submit(hass, result, {})
    data = site.subentries["sub1"].data
    assert (data["key"], data["serial"], data["address"]) == ("4711", "9999", "5")


async def test_unreachable_meter_is_changed_on_demand(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    wire.link.silence()
    result = await submit(hass, await change(hass, site, "sub1", "modbus_tcp"), STORED | {"address": "5"})
    assert result["errors"] == {"base": "no_answer"}
    assert fields(result)[0] == "save_without_reading"
    result = await submit(hass, result, STORED | {"address": "5", "save_without_reading": True})
    assert result["reason"] == "reconfigure_successful"
    assert site.subentries["sub1"].data["address"] == "5"


async def test_other_model_keeps_the_identity(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    result = await change(hass, site, "sub1", "model")
    assert result["step_id"] == "model"
    result = await submit(hass, result, {"model": "eastron-sdm630"})
    result = await submit(hass, result, {"next_step_id": "modbus_tcp"})
    assert suggested(result, "name") == "Meter 1"
    entered = {name: value for name, value in STORED.items() if name != "ct_ratio"}
    result = await submit(hass, result, entered)
    assert result["errors"] == {"base": "wrong_model"}
    result = await submit(hass, result, entered | {"save_without_reading": True})
    assert result["reason"] == "reconfigure_successful"
    data = site.subentries["sub1"].data
    assert (data["profile"], data["key"], data["params"]) == ("eastron-sdm630", "4711", {})


async def test_other_product_is_stored_and_found_in_the_list_again(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    damage(hass, site, profile="eastron-sdm630", model="Eastron SDM630-Modbus", params={})
    result = await change(hass, site, "sub1", "model")
    assert suggested(result, "model") == "Eastron SDM630-Modbus"
    result = await submit(hass, result, {"model": "Eastron SDM72D-M-2"})
    result = await submit(hass, result, {"next_step_id": "modbus_tcp"})
    result = await submit(hass, result, {name: value for name, value in STORED.items() if name != "ct_ratio"})
    assert result["reason"] == "reconfigure_successful"
    assert wire.asked == []
    assert site.subentries["sub1"].data["model"] == "Eastron SDM72D-M-2"


def damage(hass: HomeAssistant, site: MockConfigEntry, **data: Any) -> None:
    subentry = site.subentries["sub1"]
    hass.config_entries.async_update_subentry(site, subentry, data={**subentry.data, **data})


async def test_meter_whose_profile_is_gone_is_given_another(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    damage(hass, site, profile="gone")
    result = await site.start_subentry_reconfigure_flow(hass, "sub1")
    assert result["step_id"] == "model"
    result = await submit(hass, result, {"model": PROFILE_ID})
    result = await submit(hass, result, {"next_step_id": "modbus_tcp"})
    result = await submit(hass, await submit(hass, result, STORED), {})
    assert result["reason"] == "reconfigure_successful"
    assert site.subentries["sub1"].data["profile"] == PROFILE_ID


async def test_meter_with_a_damaged_endpoint_is_given_another(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    damage(hass, site, endpoint={"transport": "pigeon"})
    form = await change(hass, site, "sub1", "modbus_tcp")
    result = await submit(hass, await submit(hass, form, STORED), {})
    assert result["reason"] == "reconfigure_successful"
    assert site.subentries["sub1"].data["endpoint"] == {"transport": "tcp", "host": HOST, "port": 502}


async def test_settings_of_the_line_itself_are_changed_on_demand(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    wire.conflict = LinkConflictError("in use as tcp, not rtu_over_tcp")
    result = await submit(hass, await change(hass, site, "sub1", "modbus_rtu"), STORED)
    assert result["errors"] == {"base": "link_conflict"}
    result = await submit(hass, result, STORED | {"save_without_reading": True})
    assert result["reason"] == "reconfigure_successful"
    assert site.subentries["sub1"].data["endpoint"]["transport"] == "rtu_over_tcp"
