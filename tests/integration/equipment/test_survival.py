"""Imports that overlap, are interrupted, or ask for too much."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.equipment import importing
from custom_components.smart_campus.equipment.carrying import StepCarrier
from custom_components.smart_campus.equipment.importing import DATA_IMPORTER, async_get_importer
from custom_components.smart_campus.equipment.ledger import DATA_LEDGER, EquipmentError, async_get_ledger
from custom_components.smart_campus.equipment.rules.journal import JobState

from ..conftest import FakeCampus, set_up
from .files import BY, bring_in, check, meter_row, table


async def test_second_import_is_refused_while_one_runs(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    importer = async_get_importer(hass)
    first = await check(hass, entry, table([meter_row(1)]))
    second = await check(hass, entry, table([meter_row(2)]))
    await importer.async_begin(first.import_id, BY)
    with pytest.raises(EquipmentError) as caught:
        await importer.async_begin(second.import_id, BY)
    assert (caught.value.key, caught.value.placeholders["site"]) == ("import_running", "North")
    results = await asyncio.gather(importer.async_join(first.import_id), importer.async_join(first.import_id))
    assert results[0] == results[1]
    with pytest.raises(EquipmentError) as caught:
        await importer.async_begin(second.import_id, BY)
    assert caught.value.key == "import_outdated"
    assert [device.title for device in entry.get_subentries_of_type("meter")] == ["Meter 1"]


async def test_import_that_a_restart_interrupts_is_finished_and_says_so(
    hass: HomeAssistant, campus: FakeCampus
) -> None:
    entry = await set_up(hass)
    rows = [meter_row(unit, room=f"R{unit}") for unit in range(1, 7)]
    carry = StepCarrier.async_carry
    turns = 0
    is_stuck = asyncio.Event()

    async def die(self: StepCarrier, steps: Sequence[Mapping[str, Any]]) -> None:
        nonlocal turns
        turns += 1
        if turns == 3:
            is_stuck.set()
            await asyncio.Event().wait()
        await carry(self, steps)

    importer = async_get_importer(hass)
    with patch.object(importing, "AT_ONCE", 2), patch.object(StepCarrier, "async_carry", die):
        checked = await check(hass, entry, table(rows))
        await importer.async_begin(checked.import_id, BY)
        await is_stuck.wait()
        await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(EquipmentError, match=r"import_(interrupted|unknown)"):
        await importer.async_join(checked.import_id)
    assert len(entry.get_subentries_of_type("meter")) == 4
    # What was not written to the disk yet is lost with the process
    lost = entry.get_subentries_of_type("meter")[0]
    hass.config_entries.async_remove_subentry(entry, lost.subentry_id)
    del hass.data[DATA_LEDGER], hass.data[DATA_IMPORTER]
    await hass.config_entries.async_setup(entry.entry_id)
    resumed = async_get_importer(hass)
    for _ in range(1000):
        if len(entry.get_subentries_of_type("meter")) == 6 and resumed.running is None:
            break
        await asyncio.sleep(0.01)
    assert sorted(device.title for device in entry.get_subentries_of_type("meter")) == [
        f"Meter {unit}" for unit in range(1, 7)
    ]
    ledger = await async_get_ledger(hass)
    assert sorted(asset.asset_number for asset in ledger.assets) == [f"M-{unit}" for unit in range(1, 7)]
    assert {asset.device_subentry_id for asset in ledger.assets} == {
        device.subentry_id for device in entry.get_subentries_of_type("meter")
    }
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"import_resumed_{checked.import_id}")
    assert issue is not None
    assert issue.translation_placeholders == {"site": "North", "rows": "6", "devices": "3", "failed": "0"}


async def test_finished_import_is_not_done_again(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    with patch.object(importing, "SETTLE_S", 0):
        await bring_in(hass, entry, table([meter_row(1)]))
        ledger = await async_get_ledger(hass)
        for _ in range(500):
            if [job.state for job in await ledger.async_imports()] == [JobState.FINISHED]:
                break
            await asyncio.sleep(0.01)
    (job,) = await ledger.async_imports()
    assert (job.state, job.steps, job.user_name) == (JobState.FINISHED, (), "Li Wei")
    (device,) = entry.get_subentries_of_type("meter")
    hass.config_entries.async_remove_subentry(entry, device.subentry_id)
    await async_get_importer(hass).async_resume(entry)
    assert entry.get_subentries_of_type("meter") == []
    assert not ir.async_get(hass).issues


async def test_more_entities_than_home_assistant_takes_are_refused_before_anything_is_made(
    hass: HomeAssistant, campus: FakeCampus
) -> None:
    entry = await set_up(hass)
    rows = [meter_row(unit, host=f"192.0.2.{host}", **{"asset number": f"{host}-{unit}"})
            for host in range(1, 9) for unit in range(1, 241)]  # fmt: skip
    checked = await check(hass, entry, table(rows))
    forecast = checked.forecast.describe()
    assert (forecast["by_kind"]["meter"]["devices"], forecast["entities"] % 1920) == (1920, 0)
    assert forecast["fits"] is (forecast["entities"] <= 10_000)
    with patch.object(type(checked.forecast), "fits", False), pytest.raises(EquipmentError) as caught:
        await async_get_importer(hass).async_begin(checked.import_id, BY)
    assert caught.value.key == "import_too_many_entities"
    assert entry.get_subentries_of_type("meter") == []


async def test_forecast_is_what_the_site_really_gets(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass)
    rows = [meter_row(1, room="101"), meter_row(2, room="101")]
    checked = await check(hass, entry, table(rows))
    await bring_in(hass, entry, table(rows))
    await hass.async_block_till_done()
    registry = er.async_get(hass)
    enabled = [each for each in er.async_entries_for_config_entry(registry, entry.entry_id) if not each.disabled]
    sensors_of_the_site = [each for each in enabled if each.device_id is None]
    assert checked.forecast.entities == len(enabled) - len(sensors_of_the_site)
