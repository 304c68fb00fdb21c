"""Tasks that come back, as to-do lists of a site in operation: they appear, stay, are done, and come back."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import area_registry as ar
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smart_campus.equipment.ledger import Edit, async_get_ledger
from custom_components.smart_campus.equipment.rules.change import By, Source
from tests.integration.permissions.giving import permission

from .working import Campus, make_campus, settle

BERLIN = ZoneInfo("Europe/Berlin")
CLEANING: dict[str, Any] = {
    "targets": "rooms",
    "areas": [],
    "kinds": [],
    "every": "week",
    "weekday": "mon",
    "days": 30,
    "month_day": 1,
    "lead_days": 0,
    "instructions": "Mop, empty the bins",
    "since": "2026-10-01",
}
LIST = "task_plan:clean"


def plan(subentry_id: str = "clean", title: str = "Cleaning", **data: Any) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id, subentry_type="task_plan", title=title, unique_id=None, data={**CLEANING, **data}
    )


@pytest.fixture
async def clock(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Return the clock of a site in Germany, where clocks are set back on 25 October 2026."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    freezer.move_to(datetime(2026, 10, 22, 9, tzinfo=BERLIN))
    return freezer


async def go_to(works: Campus, clock: FrozenDateTimeFactory, moment: datetime) -> None:
    clock.move_to(moment)
    async_fire_time_changed(works.hass, moment)
    await settle(works.hass)


async def shown(works: Campus, unique_id: str = LIST) -> list[tuple[str, str]]:
    return [(item["summary"], item["due"]) for item in await works.items(works.entity_id("todo", unique_id))]


async def check_off(works: Campus, item: str, who: Any = None, unique_id: str = LIST) -> None:
    await works.todo(works.entity_id("todo", unique_id), "update_item", who, item=item, status="completed")


async def test_task_appears_on_its_day_also_in_the_week_clocks_are_set_back(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass, plan(lead_days=0))
    assert await shown(works) == [("A101 (+2)", "2026-10-05"), ("A102 (+2)", "2026-10-05")]
    await check_off(works, "A101 (+2)", works.technician)
    assert await shown(works) == [("A102 (+2)", "2026-10-05")]

    await go_to(works, clock, datetime(2026, 10, 25, 23, 59, 50, tzinfo=BERLIN))
    assert await shown(works) == [("A102 (+2)", "2026-10-05")]
    await go_to(works, clock, datetime(2026, 10, 26, 0, 0, 2, tzinfo=BERLIN))
    assert await shown(works) == [("A102 (+3)", "2026-10-05"), ("A101", "2026-10-26")]


async def test_who_did_it_and_when_is_kept_over_a_reload(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass, plan(since="2026-10-16"))
    await check_off(works, "A101", works.technician)
    assert await hass.config_entries.async_reload("site1")
    await settle(hass)
    assert await shown(works) == [("A102", "2026-10-19")]
    (done,) = await works.items(works.entity_id("todo", LIST), "completed")
    assert (done["summary"], done["description"]) == ("A101", "Technician")
    history = await works.act("get_task_history", site="site1")
    (row,) = history["tasks"]
    assert (history["total"], row["plan"], row["name"], row["due"], row["done_by"], row["missed"]) == (
        1,
        "Cleaning",
        "A101",
        "2026-10-19",
        "Technician",
        0,
    )
    assert row["done_at"] == "2026-10-22T09:00:00+02:00"


async def test_task_is_done_once_however_many_press(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass, plan(since="2026-10-16"))
    room = next(iter(works.entry.runtime_data.rooms.rooms.values()))
    tasks = works.entry.runtime_data.tasks
    await tasks.async_finish("clean", f"room:{room.id}", works.technician.id)
    with pytest.raises(ServiceValidationError) as refused:
        await tasks.async_finish("clean", f"room:{room.id}", works.head.id)
    assert refused.value.translation_key == "task_done_already"
    assert (await works.act("get_task_history"))["total"] == 1


@pytest.mark.parametrize(
    ("change", "key"),
    [({"rename": "Something else"}, "task_not_editable"), ({"status": "needs_action"}, "task_stays_done")],
)
async def test_task_can_be_checked_off_and_nothing_else(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory, change: dict[str, str], key: str
) -> None:
    works = await make_campus(hass, plan(since="2026-10-16"))
    await check_off(works, "A101", works.technician)
    with pytest.raises(ServiceValidationError) as refused:
        await works.todo(works.entity_id("todo", LIST), "update_item", works.head, item="A101", **change)
    assert refused.value.translation_key == key


async def test_who_may_not_control_there_checks_nothing_off(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass, plan(since="2026-10-16"), permission("nobody"))
    with pytest.raises(Unauthorized):
        await check_off(works, "A101", works.technician)
    assert len(await shown(works)) == 2


async def test_plan_of_some_rooms_and_a_plan_that_goes(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    area = ar.async_get(hass).async_get_or_create("A102")
    works = await make_campus(hass, plan(since="2026-10-16", areas=[area.id]))
    assert await shown(works) == [("A102", "2026-10-19")]
    hass.config_entries.async_remove_subentry(works.entry, "clean")
    await settle(hass)
    with pytest.raises(AssertionError):
        works.entity_id("todo", LIST)


async def test_plan_is_set_up_and_changed_in_its_form(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass)
    subentries = hass.config_entries.subentries
    form = await subentries.async_init(("site1", "task_plan"), context={"source": "user"})
    answers = {key: CLEANING[key] for key in CLEANING if key not in ("since", "areas", "kinds")}
    refused = await subentries.async_configure(form["flow_id"], {**answers, "name": "  "})
    assert refused["errors"] == {"name": "name_missing"}
    made = await subentries.async_configure(refused["flow_id"], {**answers, "name": "<i>Cleaning</i>"})
    assert made["type"] is FlowResultType.CREATE_ENTRY
    await settle(hass)
    (subentry,) = works.entry.get_subentries_of_type("task_plan")
    assert subentry.data["since"] == "2026-10-22"
    assert await shown(works, f"task_plan:{subentry.subentry_id}") == []

    form = await works.entry.start_subentry_reconfigure_flow(hass, subentry.subentry_id)
    changed = await subentries.async_configure(form["flow_id"], {**answers, "name": "Cleaning", "weekday": "thu"})
    assert changed["reason"] == "reconfigure_successful"
    await settle(hass)
    due = [("A101", "2026-10-22"), ("A102", "2026-10-22")]
    assert await shown(works, f"task_plan:{subentry.subentry_id}") == due
    assert works.state("todo", f"task_plan:{subentry.subentry_id}").name == "Cleaning"


async def test_check_of_equipment_moves_its_next_inspection_on(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass, plan(targets="equipment", every="days", days=90, lead_days=7))
    ledger = await async_get_ledger(hass)
    asset = next(each for each in ledger.of_site("site1") if each.device_subentry_id == "sub1")
    values = {"asset_number": "EM-1", "next_inspection_on": date(2026, 10, 24)}
    await ledger.async_edit([Edit(asset_id=asset.asset_id, values=values)], By(Source.PERSON))
    await settle(hass)
    (item,) = await shown(works)
    assert item == ("EM-1 Meter 1", "2026-10-24")

    await check_off(works, "EM-1 Meter 1", works.technician)

    assert await shown(works) == []
    moved = ledger.find("EM-1")
    assert moved is not None
    assert moved.next_inspection_on == date(2027, 1, 20)
    await go_to(works, clock, datetime(2027, 1, 12, 23, 30, tzinfo=BERLIN))
    assert await shown(works) == []
    await go_to(works, clock, datetime(2027, 1, 13, 0, 30, tzinfo=BERLIN))
    assert await shown(works) == [("EM-1 Meter 1", "2027-01-20")]


async def test_person_who_moves_the_inspection_in_the_ledger_moves_the_task(
    hass: HomeAssistant, campus: object, clock: FrozenDateTimeFactory
) -> None:
    works = await make_campus(hass, plan(targets="equipment", every="days", days=90))
    ledger = await async_get_ledger(hass)
    asset = next(each for each in ledger.of_site("site1") if each.device_subentry_id == "sub1")
    await check_off(works, "Meter 1", works.technician)
    assert await shown(works) == []
    edit = Edit(asset_id=asset.asset_id, values={"next_inspection_on": date(2026, 11, 2)})
    await ledger.async_edit([edit], By(Source.PERSON))
    await settle(hass)
    await go_to(works, clock, datetime(2026, 11, 2, 8, tzinfo=BERLIN))
    assert await shown(works) == [("Meter 1", "2026-11-02")]
