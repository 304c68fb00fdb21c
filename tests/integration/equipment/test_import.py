"""Files that become assets, rooms and devices."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr

from custom_components.smart_campus.equipment.ledger import async_get_ledger

from ..conftest import FakeCampus, meter, set_up, settle, state_of
from .files import bring_in, check, faults_of, meter_row, table


async def test_rows_become_devices_in_rooms_on_floors(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    rows = [
        meter_row(1, room="101", floor="1F", keeper="Li Wei"),
        meter_row(2, room="102", floor="1F"),
        {"asset number": "C-1", "name": "Lectern", "room": "101", "floor": "1F", "room type": "Smart classroom"},
    ]
    result = await bring_in(hass, entry, table(rows))
    await settle(hass, entry)
    assert {key: result[key] for key in ("new", "changed", "devices", "rooms", "areas", "floors", "failed")} == {
        "new": 3, "changed": 0, "devices": 2, "rooms": 2, "areas": 2, "floors": 1, "failed": [],
    }  # fmt: skip
    assert [(floor.name, floor.level) for floor in fr.async_get(hass).async_list_floors()] == [("1F", 1)]
    assert sorted(area.name for area in ar.async_get(hass).async_list_areas()) == ["101", "102"]
    types = sorted(subentry.subentry_type for subentry in entry.subentries.values())
    assert types == ["meter", "meter", "room", "room"]
    assert state_of(hass, "tcp:192.0.2.1:502:1", "active_power") == "1234.5"
    ledger = await async_get_ledger(hass)
    asset = ledger.find("M-1")
    assert asset is not None
    assert (asset.kind, asset.profile, asset.keeper) == ("meter", "test-meter", "Li Wei")
    area = ar.async_get(hass).async_get_area(asset.area_id or "")
    assert area is not None
    assert area.name == "101"
    (history,) = [entry for entry in await ledger.async_history(asset.asset_id) if entry.by.name == "Li Wei"]
    assert history.by.source == "import"


async def test_same_file_again_changes_nothing(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    data = table([meter_row(1, room="101", floor="1F", serial="S1"), {"asset number": "C-1", "name": "Chair"}])
    await bring_in(hass, entry, data)
    await hass.async_block_till_done()
    checked = await check(hass, entry, data)
    assert [step.change for step in checked.plan.steps] == []
    assert checked.plan.counts == {"new": 0, "changed": 0, "unchanged": 2, "orphaned": 0, "errors": 0}


async def test_check_shows_what_would_change_and_changes_nothing(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    await bring_in(hass, entry, table([meter_row(1, keeper="Li Wei")]))
    await hass.async_block_till_done()
    changed = meter_row(1, keeper="Wang Fang", room="7", port=1502)
    checked = await check(hass, entry, table([changed]))
    (step,) = checked.plan.steps
    assert dict(step.change) == {
        "keeper": ("Li Wei", "Wang Fang"),
        "room": (None, "7"),
        "connection": ("test-meter tcp:192.0.2.1:502:1", "test-meter tcp:192.0.2.1:1502:1"),
    }
    assert ar.async_get(hass).async_get_area_by_name("7") is None
    result = await bring_in(hass, entry, table([changed]))
    assert (result["changed"], result["devices"]) == (1, 0)
    (device,) = entry.get_subentries_of_type("meter")
    assert device.data["endpoint"]["port"] == 1502
    assert device.unique_id == "meter:tcp:192.0.2.1:1502:1"


async def test_columns_come_in_either_language_and_any_order(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    row = {
        "房间": "３０１",
        "楼层": "3楼",
        "类别": "表计",
        "设备模型": "test-meter",
        "名称": "电表",
        "IP 地址": "192.0.2.1",
        "站号": "5",
        "状态": "在用",
        "购置日期": "2024年8月30日",
        "资产编号": "资-001",
        "别的": "x",
    }
    await bring_in(hass, entry, table([row], "gb18030"))
    asset = (await async_get_ledger(hass)).find("资-001")
    assert asset is not None
    assert (asset.name, asset.kind, str(asset.purchased_on)) == ("电表", "meter", "2024-08-30")
    assert fr.async_get(hass).async_get_floor_by_name("3楼") is not None


async def test_device_that_waits_for_its_number_gets_it_from_the_file(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    result = await bring_in(hass, entry, table([meter_row(1, keeper="Li Wei")]))
    assert (result["new"], result["changed"], result["devices"]) == (0, 1, 0)
    ledger = await async_get_ledger(hass)
    assert [(asset.asset_number, asset.device_subentry_id) for asset in ledger.assets] == [("M-1", "sub1")]


async def test_what_is_not_in_the_file_is_kept_or_retired(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    both = [{"asset number": "C-1", "name": "Chair"}, {"asset number": "C-2", "name": "Table"}]
    await bring_in(hass, entry, table(both))
    ledger = await async_get_ledger(hass)
    assert (await check(hass, entry, table(both[:1]))).plan.counts["orphaned"] == 1
    await bring_in(hass, entry, table(both[:1]))
    assert [asset.state for asset in ledger.assets] == ["in_use", "in_use"]
    wrong = [*both[:1], {"asset number": "", "name": "Nameless"}]
    await bring_in(hass, entry, table(wrong), retire=True)
    assert [asset.state for asset in ledger.assets] == ["in_use", "in_use"]
    result = await bring_in(hass, entry, table(both[:1]), retire=True)
    assert result["retired"] == 1
    assert {asset.asset_number: asset.state.value for asset in ledger.assets} == {"C-1": "in_use", "C-2": "retired"}


async def test_rows_that_are_right_are_done_beside_wrong_ones(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    rows = [
        meter_row(1),
        meter_row(2, host="http://x/../"),
        meter_row(3, **{"device profile": "test-metre"}),
        meter_row(1),
        meter_row(5, **{"asset number": "M-5"}),
        {"asset number": "M-6", "name": "Same place", "device profile": "test-meter", "host": "192.0.2.1",
         "device address": 5},
    ]  # fmt: skip
    checked = await check(hass, entry, table(rows))
    assert faults_of(checked) == [
        (3, "host", "cell_no_host"),
        (4, "profile", "cell_no_model"),
        (5, "asset_number", "cell_twice"),
        (7, "host", "cell_twice"),
    ]
    assert checked.plan.faults[1].detail.startswith("Example Three")
    result = await bring_in(hass, entry, table(rows))
    assert (result["new"], result["devices"]) == (2, 2)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"host": "192.0.2.1/24"}, ("host", "cell_no_host")),
        ({"host": "a b"}, ("host", "cell_no_host")),
        ({"host": "300.1.1.1"}, ("host", "cell_no_host")),
        ({"host": "-"}, ("host", "cell_no_host")),
        ({"port": "65536"}, ("port", "cell_unusable")),
        ({"port": "x"}, ("port", "cell_no_number")),
        ({"device address": "999"}, ("address", "cell_no_unit")),
        ({"connection": "ssh"}, ("connection", "cell_no_connection")),
        ({"connection": "serial", "host": ""}, None),
        ({"connection": "serial"}, ("device", "cell_empty")),
        ({"serial port": "../etc", "host": ""}, ("device", "cell_no_serial_port")),
        ({"parameters": "ct_ratio=40"}, None),
        ({"parameters": "ct_ratio=0"}, ("parameters", "cell_out_of_range")),
        ({"parameters": "ratio=1"}, ("parameters", "cell_no_parameter")),
        ({"kind": "projector"}, ("profile", "cell_no_model")),
        ({"device profile": "", "model": ""}, ("model", "cell_model_missing")),
        ({"device profile": "", "model": "Three", "manufacturer": "Example"}, None),
        ({"state": "gone"}, ("state", "cell_no_state")),
        ({"name": "x" * 101}, ("name", "cell_too_long")),
        ({"name": ""}, ("name", "cell_empty")),
        ({"name": "=1+1"}, ("name", "cell_is_formula")),
        ({"ledger id": "f" * 32}, ("ledger_id", "cell_no_ledger_id")),
        ({"room": "1", "room type": "cellar"}, ("room_type", "cell_no_room_type")),
    ],
)
async def test_each_wrong_cell_is_named(
    hass: HomeAssistant, campus: FakeCampus, row: dict[str, object], fault: tuple[str, str] | None
) -> None:
    entry = await set_up(hass)
    checked = await check(hass, entry, table([meter_row(1, **row)]))
    assert faults_of(checked) == ([(2, *fault)] if fault else [])
