"""A change to one device touches no other."""

import asyncio
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.errors import CodecError, LinkConflictError
from custom_components.smart_campus.campuslink.model import PollClass
from custom_components.smart_campus.const import DOMAIN

from .conftest import PROFILE, PROFILE_ID, FakeCampus, meter, poll, set_up, settle, state_of, subentry


def change(hass: HomeAssistant, entry: MockConfigEntry, subentry_id: str, **data: Any) -> None:
    found = entry.subentries[subentry_id]
    title = data.pop("title", found.title)
    hass.config_entries.async_update_subentry(entry, found, title=title, data={**found.data, **data})


async def test_added_device_appears_without_a_reload(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    old = entry.runtime_data.coordinators["sub1"]

    hass.config_entries.async_add_subentry(entry, subentry(2))
    await settle(hass, entry)

    assert state_of(hass, "key2", "active_power") == "1234.5"
    assert entry.runtime_data.coordinators["sub1"] is old
    assert campus.opened == ["tcp:192.0.2.1:502/1", "tcp:192.0.2.1:502/2"]


async def test_removed_device_goes_with_its_link_and_entities(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    hass.config_entries.async_remove_subentry(entry, "sub2")
    await hass.async_block_till_done()

    assert campus.link(2).is_closed
    assert not campus.link(1).is_closed
    assert state_of(hass, "key2", "active_power") is None
    assert dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key2"), entry.entry_id) is None


async def test_readded_device_gets_its_name_room_and_entity_ids_back(
    hass: HomeAssistant, campus: FakeCampus, area_registry: Any
) -> None:
    entry = await set_up(hass, meter(1))
    devices, entities = dr.async_get(hass), er.async_get(hass)
    device = devices.async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    room = area_registry.async_create("Room 5")
    devices.async_update_device(device.id, area_id=room.id, name_by_user="My meter")
    old_id = entities.async_get_entity_id("sensor", DOMAIN, "key1_voltage")
    assert old_id
    entities.async_update_entity(old_id, new_entity_id="sensor.mine")

    hass.config_entries.async_remove_subentry(entry, "sub1")
    hass.config_entries.async_add_subentry(entry, subentry(1, subentry_id="again"))
    await settle(hass, entry)

    found = devices.async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert found is not None
    assert (found.id, found.area_id, found.name_by_user) == (device.id, room.id, "My meter")
    state = hass.states.get("sensor.mine")
    assert state is not None
    assert state.state == "230.5"


async def test_changed_place_keeps_entities_and_asks_there(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))
    first, neighbour = campus.link(1), campus.link(2)

    change(hass, entry, "sub1", endpoint={"transport": "tcp", "host": "192.0.2.9", "port": 502})
    await settle(hass, entry)

    assert first.is_closed
    assert not neighbour.is_closed
    assert campus.opened[2:] == ["tcp:192.0.2.9:502/1"]
    assert state_of(hass, "key1", "active_power") == "1234.5"


async def test_changed_profile_replaces_the_entities(
    hass: HomeAssistant, campus: FakeCampus, own_profiles: Any
) -> None:
    smaller = "\n".join(line for line in PROFILE.splitlines() if "  energy_export:" not in line)
    (own_profiles / "smaller.yaml").write_text(smaller.replace("id: test-meter", "id: smaller"), "utf-8")
    entry = await set_up(hass, meter(1), meter(2))

    change(hass, entry, "sub1", profile="smaller")
    await settle(hass, entry)

    assert state_of(hass, "key1", "voltage") == "230.5"
    assert state_of(hass, "key1", "energy_export") is None
    assert state_of(hass, "key2", "energy_export") == "7.5"


async def test_other_product_of_the_same_profile_is_shown_at_the_device(
    hass: HomeAssistant, campus: FakeCampus, own_profiles: Any
) -> None:
    family = "products: [{brand: Example, model: Three}, {brand: Other, model: Four}]"
    text = PROFILE.replace("products: [{brand: Example, model: Three}]", family)
    (own_profiles / f"{PROFILE_ID}.yaml").write_text(text, "utf-8")
    entry = await set_up(hass, meter(1, model="Example Three"), meter(2, model="Example Three"))
    registry = dr.async_get(hass)
    first, second = (registry.async_get_device_by_identifier((DOMAIN, f"key{n}"), entry.entry_id) for n in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.manufacturer, first.model) == ("Example", "Three")

    change(hass, entry, "sub1", model="Other Four")
    await settle(hass, entry)

    changed = registry.async_get(first.id)
    assert isinstance(changed, dr.DeviceEntry)
    assert (changed.manufacturer, changed.model) == ("Other", "Four")
    assert registry.async_get(second.id) == second
    assert state_of(hass, "key1", "voltage") == "230.5"


async def test_profile_that_vanishes_takes_its_device_out_of_operation(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    change(hass, entry, "sub1", profile="no-such-profile")
    await settle(hass, entry)

    assert state_of(hass, "key1", "voltage") == "unavailable"
    assert campus.link(1).is_closed
    assert state_of(hass, "key2", "voltage") == "230.5"


async def test_changed_title_renames_the_device_only(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    change(hass, entry, "sub1", title="Canteen")
    await hass.async_block_till_done()

    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    assert device.name == "Canteen"
    assert len(campus.opened) == 1


async def test_changed_room_moves_the_device_only(hass: HomeAssistant, campus: FakeCampus, area_registry: Any) -> None:
    entry = await set_up(hass, meter(1))
    room = area_registry.async_create("Room 5")

    change(hass, entry, "sub1", area_id=room.id)
    await hass.async_block_till_done()

    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    assert device.area_id == room.id
    assert len(campus.opened) == 1


async def test_site_interval_applies_to_devices_without_their_own(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2, intervals={"fast_s": 5}))

    hass.config_entries.async_update_entry(entry, options={**entry.options, "fast_s": 20})
    await settle(hass, entry)

    coordinators = entry.runtime_data.coordinators
    assert coordinators["sub1"].periods_s[PollClass.FAST] == 20
    assert coordinators["sub2"].periods_s[PollClass.FAST] == 5
    assert campus.opened.count("tcp:192.0.2.1:502/1") == 2
    assert campus.opened.count("tcp:192.0.2.1:502/2") == 1
    assert state_of(hass, "key1", "voltage") == "230.5"


async def test_second_device_at_an_address_is_refused(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    with pytest.raises(AbortFlow, match="already_configured"):
        hass.config_entries.async_add_subentry(entry, subentry(1, subentry_id="other"))


async def test_500_devices_added_at_once_disturb_no_other(hass: HomeAssistant, campus: FakeCampus) -> None:
    asyncio.get_running_loop().set_debug(False)
    entry = await set_up(hass, meter(1, host="192.0.2.200"))
    old = entry.runtime_data.coordinators["sub1"]
    polls_before = old.polled.statistics.polls

    for unit in range(500):
        added = subentry(unit % 250, subentry_id=f"new{unit}", key=f"new{unit}", host=f"192.0.2.{unit // 250}")
        hass.config_entries.async_add_subentry(entry, added)
    await poll(hass, entry, "sub1")
    await settle(hass, entry)

    assert len(entry.runtime_data.coordinators) == 501
    assert old.polled.statistics.polls > polls_before
    assert entry.runtime_data.coordinators["sub1"] is old
    assert campus.opened.count("tcp:192.0.2.200:502/1") == 1
    assert all(state_of(hass, f"new{unit}", "active_power") == "1234.5" for unit in range(500))


async def test_conflict_found_while_changing_takes_only_that_device_out(
    hass: HomeAssistant, campus: FakeCampus
) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    campus.conflict = LinkConflictError("other settings")
    change(hass, entry, "sub1", endpoint={"transport": "tcp", "host": "192.0.2.9", "port": 502})
    await settle(hass, entry)

    assert state_of(hass, "key1", "voltage") == "unavailable"
    assert state_of(hass, "key2", "voltage") == "230.5"


async def test_damaged_address_takes_only_its_device_out(hass: HomeAssistant, campus: FakeCampus) -> None:
    campus.conflict = CodecError("not an address")

    entry = await set_up(hass, meter(1))

    assert entry.runtime_data.troubles["sub1"].key == "damaged_settings"


async def test_device_removed_together_with_an_option_change_is_let_go(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    hass.config_entries.async_update_entry(entry, options={**entry.options, "fast_s": 20})
    hass.config_entries.async_remove_subentry(entry, "sub2")
    await settle(hass, entry)

    assert set(entry.runtime_data.coordinators) == {"sub1"}
    assert campus.link(2).is_closed


async def test_duplicate_works_once_the_first_is_removed(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2, key="key1"))
    assert set(entry.runtime_data.coordinators) == {"sub1"}

    hass.config_entries.async_remove_subentry(entry, "sub1")
    await settle(hass, entry)

    assert set(entry.runtime_data.coordinators) == {"sub2"}
    assert state_of(hass, "key1", "voltage") == "230.5"
