"""Assets in a running site: proposed, filled in by their devices, changed by people, kept."""

from datetime import date

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.equipment.ledger import DATA_LEDGER, async_get_ledger
from custom_components.smart_campus.equipment.rules.asset import AssetState
from custom_components.smart_campus.equipment.rules.change import By, Source

from ..conftest import FakeCampus, meter, set_up, subentry
from .conftest import Ask, take_over


async def test_device_becomes_an_asset_that_says_what_the_device_tells(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask
) -> None:
    entry = await set_up(hass, meter(1), meter(2))
    await take_over(entry)
    answer = (await ask("list"))["result"]
    assert answer["total"] == 2
    first = answer["assets"][0]
    assert {key: first[key] for key in ("name", "kind", "manufacturer", "model", "serial", "asset_number")} == {
        "name": "Meter 1",
        "kind": "meter",
        "manufacturer": "Example",
        "model": "Three",
        "serial": "4711",
        "asset_number": "",
    }
    assert (first["device_subentry_id"], first["site_title"], first["state"]) == ("sub1", "North", "in_use")


async def test_new_firmware_stands_in_the_history_as_told_by_the_device(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask
) -> None:
    entry = await set_up(hass, meter(1))
    await take_over(entry)
    registry = dr.async_get(hass)
    (device,) = dr.async_entries_for_config_entry(registry, entry.entry_id)
    registry.async_update_device(device.id, sw_version="2.1")
    await take_over(entry)
    (asset,) = (await ask("list"))["result"]["assets"]
    history = (await ask("get", asset_number=asset["asset_id"]))["result"]["history"]
    assert asset["firmware"] == "2.1"
    assert (history[0]["source"], history[0]["change"]) == ("device", {"firmware": [None, "2.1"]})


async def test_value_of_a_person_wins_and_the_difference_is_shown(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask
) -> None:
    entry = await set_up(hass, meter(1))
    await take_over(entry)
    (asset,) = (await ask("list"))["result"]["assets"]
    saved = await ask("save", asset={"asset_id": asset["asset_id"], "asset_number": "A-1", "serial": "X9"})
    assert saved["result"]["asset"]["differs"] == {"serial": "4711"}
    await take_over(entry)
    found = (await ask("get", asset_number="a-1"))["result"]
    assert found["asset"]["serial"] == "X9"
    assert found["history"][0]["change"] == {"asset_number": [None, "A-1"], "serial": ["4711", "X9"]}
    assert found["history"][0]["source"] == "person"


async def test_chair_without_a_network_is_an_asset_too(hass: HomeAssistant, campus: FakeCampus, ask: Ask) -> None:
    await set_up(hass)
    area = ar.async_get(hass).async_create("101")
    entered = {"site": "site1", "asset_number": "C-1", "name": "Chair", "area_id": area.id, "keeper": "李工"}
    saved = (await ask("save", asset={**entered, "purchased_on": "2024-08-30"}))["result"]["asset"]
    assert (saved["kind"], saved["area"], saved["purchased_on"]) == ("", "101", "2024-08-30")
    assert (await ask("list", search="李工 chair"))["result"]["total"] == 1
    assert (await ask("list", kind="meter"))["result"]["total"] == 0


async def test_ledger_is_the_same_after_a_restart(hass: HomeAssistant, campus: FakeCampus, ask: Ask) -> None:
    entry = await set_up(hass, meter(1))
    await take_over(entry)
    await ask("save", asset={"site": "site1", "asset_number": "C-1", "name": "Chair", "warranty_until": "2027-01-31"})
    before = (await ask("list"))["result"]
    del hass.data[DATA_LEDGER]
    assert (await ask("list"))["result"] == before
    assert before["assets"][0]["warranty_until"] == "2027-01-31"


@pytest.mark.parametrize(
    ("asset", "key"),
    [
        ({"site": "nowhere", "name": "Chair"}, "asset_site_unknown"),
        ({"site": "site1", "name": ""}, "asset_name_missing"),
        ({"site": "site1", "name": "Chair", "purchased_on": "soon"}, "asset_field_invalid"),
        ({"site": "site1", "name": "Chair", "area_id": "gone"}, "area_unknown"),
        ({"asset_id": "0" * 32, "name": "Chair"}, "asset_unknown"),
        ({"asset_number": "C-1", "state": "lent"}, "asset_state_needs_approval"),
    ],
)
async def test_what_cannot_be_saved_says_why(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask, asset: dict[str, str], key: str
) -> None:
    await set_up(hass)
    await ask("save", asset={"site": "site1", "asset_number": "C-1", "name": "Chair"})
    answer = await ask("save", asset=asset)
    assert answer["error"]["translation_key"] == key


async def test_number_is_given_once(hass: HomeAssistant, campus: FakeCampus, ask: Ask) -> None:
    await set_up(hass)
    for name in ("Chair", "Table"):
        await ask("save", asset={"site": "site1", "asset_number": name[0], "name": name})
    (other,) = (await ask("list", search="Table"))["result"]["assets"]
    answer = await ask("save", asset={"asset_id": other["asset_id"], "asset_number": "ｃ"})
    assert answer["error"]["translation_key"] == "asset_number_taken"
    assert answer["error"]["translation_placeholders"] == {"number": "ｃ", "name": "Chair"}


async def test_approval_changes_the_state_and_is_written_down(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask
) -> None:
    await set_up(hass)
    await ask("save", asset={"site": "site1", "asset_number": "C-1", "name": "Chair"})
    ledger = await async_get_ledger(hass)
    await ledger.async_set_state("C-1", AssetState.LENT, By(Source.APPROVAL, "u1", "Dean"), "until Friday")
    found = (await ask("get", asset_number="C-1"))["result"]
    assert found["asset"]["state"] == "lent"
    assert found["history"][0] | {"at": ""} == {
        "at": "",
        "by": "Dean",
        "source": "approval",
        "change": {"state": ["in_use", "lent"]},
        "note": "until Friday",
    }


async def test_removed_device_stays_in_the_ledger_and_is_known_again_by_its_serial_number(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask
) -> None:
    entry = await set_up(hass, meter(1))
    await take_over(entry)
    (asset,) = (await ask("list"))["result"]["assets"]
    await ask("save", asset={"asset_id": asset["asset_id"], "asset_number": "A-1"})
    hass.config_entries.async_remove_subentry(entry, "sub1")
    await hass.async_block_till_done()
    await take_over(entry)
    assert (await ask("get", asset_number="A-1"))["result"]["asset"]["device_subentry_id"] is None
    hass.config_entries.async_add_subentry(entry, subentry(1, subentry_id="sub9", key="key9"))
    await hass.async_block_till_done()
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, "key9"), entry.entry_id)
    assert device is not None
    registry.async_update_device(device.id, serial_number="4711")
    await take_over(entry)
    assert (await ask("get", asset_number="A-1"))["result"]["asset"]["device_subentry_id"] == "sub9"
    assert (await ask("list"))["result"]["total"] == 1


async def test_room_saved_in_the_ledger_moves_the_device(hass: HomeAssistant, campus: FakeCampus, ask: Ask) -> None:
    entry = await set_up(hass, meter(1))
    await take_over(entry)
    (asset,) = (await ask("list"))["result"]["assets"]
    area = ar.async_get(hass).async_create("102")
    await ask("save", asset={"asset_id": asset["asset_id"], "area_id": area.id})
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert device.area_id == area.id
    dr.async_get(hass).async_update_device(device.id, area_id=ar.async_get(hass).async_create("103").id)
    await take_over(entry)
    assert (await ask("list"))["result"]["assets"][0]["area"] == "103"


async def test_sensors_count_what_is_due_once_a_ledger_is_kept(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask
) -> None:
    entry = await set_up(hass, meter(1))
    await take_over(entry)
    registry = er.async_get(hass)
    assert registry.async_get_entity_id("sensor", DOMAIN, "site1_equipment_inspections_due") is None
    today = dt_util.now().date()
    days = {"A": 30, "B": 31, "C": -5}
    for number, ahead in days.items():
        on = date.fromordinal(today.toordinal() + ahead).isoformat()
        await ask(
            "save",
            asset={
                "site": "site1", "asset_number": number, "name": number,
                "next_inspection_on": on, "warranty_until": on, "state": "in_repair" if number == "C" else "in_use",
            },
        )  # fmt: skip
    await take_over(entry)
    await hass.async_block_till_done()
    states = {
        key: hass.states.get(registry.async_get_entity_id("sensor", DOMAIN, f"site1_equipment_{key}") or "")
        for key in ("inspections_due", "warranties_ending", "in_repair")
    }
    assert {key: state and state.state for key, state in states.items()} == {
        "inspections_due": "2",
        "warranties_ending": "1",
        "in_repair": "1",
    }
    assert (await ask("list", due="inspection", sort="-asset_number"))["result"]["total"] == 2


async def test_who_may_not_manage_changes_nothing(
    hass: HomeAssistant, campus: FakeCampus, hass_admin_user: MockUser
) -> None:
    await set_up(hass)
    user = MockUser(id="guest", groups=[]).add_to_hass(hass)
    data = {"site": "site1", "asset_number": "C-1", "name": "Chair"}
    with pytest.raises(Unauthorized):
        await hass.services.async_call(DOMAIN, "save_asset", data, blocking=True, context=Context(user_id=user.id))
    assert list((await async_get_ledger(hass)).assets) == []
    await hass.services.async_call(
        DOMAIN, "save_asset", data, blocking=True, context=Context(user_id=hass_admin_user.id)
    )
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(DOMAIN, "save_asset", {"asset_number": "C-1", "state": "retired"}, blocking=True)
    found = await hass.services.async_call(
        DOMAIN, "get_equipment", {"asset_number": "C-1"}, blocking=True, return_response=True
    )
    assert found is not None
    assert found["total"] == 1
