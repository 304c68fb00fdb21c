"""Work orders of a site in operation: raised by people, alerts and inspections; the list, the sensor, the triggers."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import automation
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import area_registry as ar
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.smart_campus.equipment.ledger import Edit, async_get_ledger
from custom_components.smart_campus.equipment.rules.change import By, Source
from custom_components.smart_campus.network.inspection.keeping import async_get_shelf
from custom_components.smart_campus.network.inspection.rules.report import Check, Level, Report, Subject, SubjectKind

from .working import Campus, settle

LIST = "site1_work_orders"
SENSOR = "site1_open_work_orders"


async def test_order_goes_from_raised_over_assigned_to_done_with_its_history(works: Campus, area_id: str) -> None:
    order = await works.act("raise_work_order", works.teacher, title="No picture", area_id=area_id, priority="high")
    assert (order["state"], order["raised_by"], order["room"], order["site"]) == ("open", "Teacher", "A101", "site1")
    assert works.state("sensor", SENSOR).state == "1"

    order = await works.act("assign_work_order", works.head, order_id=order["order_id"], assigned_to="technician")
    assert (order["state"], order["assigned_to"]) == ("assigned", "Technician")
    assert order["assigned_user_id"] == works.technician.id

    order = await works.act("finish_work_order", works.technician, order_id=order["order_id"], note="new lamp")
    assert (order["state"], order["done_by"], order["done_note"]) == ("done", "Technician", "new lamp")
    assert works.state("sensor", SENSOR).state == "0"
    (found,) = (await works.act("get_work_orders", state="done", history=True))["orders"]
    assert [(row["kind"], row["by"]) for row in found["history"]] == [
        ("raised", "Teacher"),
        ("assigned", "Head"),
        ("done", "Technician"),
    ]


async def test_order_that_is_done_is_refused_with_who_did_it(works: Campus) -> None:
    order = await works.act("raise_work_order", works.teacher, title="No picture")
    await works.act("finish_work_order", works.head, order_id=order["order_id"])
    with pytest.raises(ServiceValidationError) as refused:
        await works.act("finish_work_order", works.technician, order_id=order["order_id"])
    assert refused.value.translation_key == "work_order_over"
    assert refused.value.translation_placeholders == {"title": "No picture", "name": "Head"}


async def test_only_who_manages_assigns_and_cancels_but_own_orders_are_taken_back(works: Campus) -> None:
    order = await works.act("raise_work_order", works.teacher, title="No picture")
    with pytest.raises(Unauthorized):
        await works.act("assign_work_order", works.technician, order_id=order["order_id"], assigned_to="Teacher")
    with pytest.raises(Unauthorized):
        await works.act("cancel_work_order", works.technician, order_id=order["order_id"])
    taken = await works.act(
        "assign_work_order", works.technician, order_id=order["order_id"], assigned_to=works.technician.id
    )
    assert taken["assigned_to"] == "Technician"
    over = await works.act("cancel_work_order", works.teacher, order_id=order["order_id"], note="works again")
    assert (over["state"], over["done_by"]) == ("cancelled", "Teacher")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "work_order_needs_title"),
        ({"title": "x", "alert_id": "none"}, "alert_unknown_alert"),
        ({"title": "x", "area_id": "nowhere"}, "unknown_area"),
        ({"report_id": "0" * 32, "finding": "x"}, "unknown_report"),
        ({"title": "x", "asset_number": "none"}, "asset_unknown"),
    ],
)
async def test_what_cannot_be_raised_is_refused_in_a_sentence(works: Campus, data: dict[str, Any], key: str) -> None:
    with pytest.raises(HomeAssistantError) as refused:
        await works.act("raise_work_order", works.teacher, **data)
    assert refused.value.translation_key == key


async def test_list_shows_open_orders_and_whoever_checks_one_off_did_it(works: Campus, area_id: str) -> None:
    list_id = works.entity_id("todo", LIST)
    await works.act("raise_work_order", works.teacher, title="<b>Lamp</b>", area_id=area_id, due_at="2030-05-06")
    urgent = await works.act("raise_work_order", works.teacher, title="Water", priority="urgent")
    items = await works.items(list_id)
    assert [item["summary"] for item in items] == ["Water", "A101: <b>Lamp</b>"]
    assert items[1]["due"].startswith("2030-05-06T23:59:59")

    await works.todo(list_id, "update_item", works.technician, item=urgent["order_id"], status="completed")

    assert [item["summary"] for item in await works.items(list_id)] == ["A101: <b>Lamp</b>"]
    (done,) = (await works.act("get_work_orders", state="done"))["orders"]
    assert (done["title"], done["done_by"]) == ("Water", "Technician")


async def test_item_added_to_the_list_is_an_order_of_who_added_it(works: Campus) -> None:
    list_id = works.entity_id("todo", LIST)
    await works.todo(list_id, "add_item", works.teacher, item="Chair broken", due_date="2030-01-02")
    (order,) = (await works.act("get_work_orders"))["orders"]
    assert (order["title"], order["raised_by"]) == ("Chair broken", "Teacher")

    await works.todo(list_id, "update_item", works.teacher, item="Chair broken", rename="Two chairs broken")
    (order,) = (await works.act("get_work_orders"))["orders"]
    assert (order["title"], order["due_at"][:10]) == ("Two chairs broken", "2030-01-02")


async def test_item_keeps_its_title_when_only_its_day_changes(works: Campus, area_id: str) -> None:
    list_id = works.entity_id("todo", LIST)
    order = await works.act("raise_work_order", works.teacher, title="Lamp", area_id=area_id)
    await works.todo(list_id, "update_item", works.teacher, item=order["order_id"], due_date="2031-01-02")
    (found,) = (await works.act("get_work_orders"))["orders"]
    assert (found["title"], found["due_at"][:10]) == ("Lamp", "2031-01-02")


async def test_order_becomes_overdue_by_time_alone(works: Campus, freezer: FrozenDateTimeFactory) -> None:
    due = dt_util.now() + timedelta(hours=1)
    await works.act("raise_work_order", works.teacher, title="Lamp", due_at=due.isoformat())
    assert works.state("sensor", SENSOR).attributes["overdue"] == 0
    freezer.move_to(due + timedelta(minutes=10))
    async_fire_time_changed(works.hass, due + timedelta(minutes=10))
    await settle(works.hass)
    assert works.state("sensor", SENSOR).attributes["overdue"] == 1


async def test_alert_has_one_order_however_often_it_is_raised(works: Campus, area_id: str) -> None:
    alert = await works.act("raise_alert", key="leak:a101", title="Water", area_id=area_id, severity="urgent")
    orders = [await works.act("raise_work_order", works.head, alert_id=alert["alert_id"]) for _ in range(2)]
    assert orders[0]["order_id"] == orders[1]["order_id"]
    assert (orders[0]["title"], orders[0]["raised_via"], orders[0]["area_id"]) == ("Water", "alert", area_id)
    assert orders[0]["priority"] == "high"


async def test_order_for_a_piece_of_equipment_knows_where_it_is(works: Campus, area_id: str) -> None:
    ledger = await async_get_ledger(works.hass)
    asset = next(each for each in ledger.of_site("site1") if each.device_subentry_id == "sub1")
    await ledger.async_edit([Edit(asset_id=asset.asset_id, values={"asset_number": "EM-1"})], By(Source.PERSON))
    order = await works.act("raise_work_order", works.teacher, title="No reading", asset_number="em-１")
    assert (order["asset_number"], order["device_subentry_id"], order["area_id"]) == ("EM-1", "sub1", area_id)
    found = await works.act("get_work_orders", asset_number="EM-1")
    assert [each["title"] for each in found["orders"]] == ["No reading"]


async def choose(works: Campus, severity: str) -> None:
    options = {**works.entry.options, "work_orders": {"from_severity": severity, "due_days": 2}}
    works.hass.config_entries.async_update_entry(works.entry, options=options)
    await settle(works.hass)


async def open_titles(works: Campus) -> list[str]:
    orders = (await works.act("get_work_orders", state=["open", "assigned"]))["orders"]
    return sorted(order["title"] for order in orders)


async def test_bad_alerts_open_orders_by_themselves_once_for_each_fault(works: Campus) -> None:
    await choose(works, "urgent")
    for severity in ("notice", "warning", "urgent", "safety"):
        await works.act("raise_alert", key=severity, title=severity, severity=severity)
    assert await open_titles(works) == ["safety", "urgent"]
    await works.act("raise_alert", key="warning", title="warning", severity="urgent")
    assert await open_titles(works) == ["safety", "urgent", "warning"]

    (order,) = [each for each in (await works.act("get_work_orders"))["orders"] if each["title"] == "urgent"]
    assert order["due_at"][:10] == (dt_util.now() + timedelta(days=2)).date().isoformat()
    await works.act("finish_work_order", works.head, order_id=order["order_id"])
    await works.act("raise_alert", key="urgent", title="urgent", severity="safety")
    assert await open_titles(works) == ["safety", "warning"]

    assert await works.hass.config_entries.async_reload("site1")
    await settle(works.hass)
    assert await open_titles(works) == ["safety", "warning"]


async def test_alerts_that_are_open_get_their_orders_when_that_is_wished(works: Campus) -> None:
    await works.act("raise_alert", key="leak", title="Water", severity="safety")
    assert await open_titles(works) == []
    await choose(works, "warning")
    assert await open_titles(works) == ["Water"]


async def test_orders_outlive_a_reload_of_the_site(works: Campus, entry: MockConfigEntry) -> None:
    await works.act("raise_work_order", works.teacher, title="Lamp")
    assert await works.hass.config_entries.async_reload(entry.entry_id)
    await settle(works.hass)
    assert works.state("sensor", SENSOR).state == "1"
    assert [item["summary"] for item in await works.items(works.entity_id("todo", LIST))] == ["Lamp"]


async def test_triggers_fire_for_the_rooms_and_priorities_that_are_meant(
    hass: HomeAssistant, works: Campus, area_id: str
) -> None:
    calls = async_mock_service(hass, "test", "heard")
    other = ar.async_get(hass).async_get_area_by_name("A102")
    assert other is not None
    told = {"what": "{{ trigger.title }}", "by": "{{ trigger.by }}"}
    rules = [
        {
            "alias": name,
            "triggers": {"trigger": f"smart_campus.work_order_{name}", **rest},
            "actions": {"action": "test.heard", "data": {"rule": name, **told}},
        }
        for name, rest in (
            ("raised", {"target": {"area_id": area_id}, "options": {"priority": ["urgent"]}}),
            ("assigned", {}),
            ("done", {"options": {"raised_via": "person"}}),
        )
    ]
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: rules})
    for title, where, priority in (("A", area_id, "urgent"), ("B", area_id, "low"), ("C", other.id, "urgent")):
        await works.act("raise_work_order", works.teacher, title=title, area_id=where, priority=priority)
    order_id = (await works.act("get_work_orders"))["orders"][0]["order_id"]
    await works.act("assign_work_order", works.head, order_id=order_id, assigned_to="Lift company")
    await works.act("finish_work_order", works.technician, order_id=order_id)
    assert [(call.data["rule"], call.data["what"], call.data["by"]) for call in calls] == [
        ("raised", "A", "Teacher"),
        ("assigned", "C", "Head"),
        ("done", "C", "Technician"),
    ]


@pytest.mark.parametrize("page", ["work-orders.md", "work-orders.zh-CN.md"])
async def test_documented_examples_are_taken(hass: HomeAssistant, works: Campus, area_id: str, page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
    call, rule = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL))
    calls = async_mock_service(hass, "notify", "notify")
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: {"alias": "told", **rule}})
    await works.act("raise_work_order", works.teacher, **{**call["data"], "area_id": area_id, "priority": "urgent"})
    (told,) = calls
    assert told.data["message"].startswith("A101")
    assert told.data["message"].endswith(call["data"]["title"])


async def test_finding_of_an_inspection_has_one_order_that_knows_the_device(works: Campus, area_id: str) -> None:
    silent = Subject(
        kind=SubjectKind.DEVICE,
        key="key1",
        name="Meter 1",
        checks=(Check(id="reachable", level=Level.CRITICAL), Check(id="ports", level=Level.OK)),
    )
    report = Report(id="a" * 32, site_id="site1", site="North", at=dt_util.now(), subjects=(silent,))
    await (await async_get_shelf(works.hass)).async_keep(report)
    (finding,) = report.exceptions
    orders = [
        await works.act("raise_work_order", works.head, report_id=report.id, finding=finding.key) for _ in range(2)
    ]
    assert orders[0]["order_id"] == orders[1]["order_id"]
    assert (orders[0]["title"], orders[0]["description"]) == ("Meter 1: Reachability", "does not answer")
    assert (orders[0]["raised_via"], orders[0]["priority"]) == ("inspection", "high")
    assert (orders[0]["device_subentry_id"], orders[0]["area_id"]) == ("sub1", area_id)
    with pytest.raises(ServiceValidationError) as refused:
        await works.act("raise_work_order", works.head, report_id=report.id, finding="device:key1:ports:")
    assert refused.value.translation_key == "unknown_finding"
