"""The indicators of a site in operation: sensors, and the command of the page."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.equipment.ledger import Edit, async_get_ledger
from custom_components.smart_campus.equipment.rules.asset import AssetState
from custom_components.smart_campus.equipment.rules.change import By, Source
from custom_components.smart_campus.recordings.rules.steps import Step, Transition
from custom_components.smart_campus.recordings.rules.subject import Plan, Subject
from tests.integration.conftest import campus, custom_integrations, hass_config_dir, make_site, meter, own_profiles
from tests.integration.rooms.conftest import CHINA, MATHS, PHYSICS, room, term, use_timetable
from tests.integration.work_orders.working import settle

__all__ = ["campus", "custom_integrations", "hass_config_dir", "own_profiles"]


@pytest.fixture
async def entry(hass: HomeAssistant, campus: object, freezer: FrozenDateTimeFactory) -> MockConfigEntry:
    """Return a site with a smart classroom that has a meter, and an office; it is Friday of week 2, 12:00."""
    await hass.config.async_set_time_zone("Asia/Shanghai")
    freezer.move_to(datetime(2026, 9, 11, 12, tzinfo=CHINA))
    areas = [ar.async_get(hass).async_get_or_create(name) for name in ("A301", "Office")]
    site = make_site(
        meter(1, area_id=areas[0].id),
        meter(2, area_id=areas[0].id),
        room(areas[0].id, registrar_name="A301"),
        room(areas[1].id, registrar_name="Office", room_type="other", is_recorded=False),
        term(),
    )
    site.add_to_hass(hass)
    assert await hass.config_entries.async_setup(site.entry_id)
    await settle(hass)
    return site


async def ask(hass: HomeAssistant, ws: WebSocketGenerator, **data: Any) -> dict[str, dict[str, Any]]:
    page = await ws(hass)
    await page.send_json_auto_id({"type": "smart_campus/indicators", **data})
    answer = await page.receive_json()
    assert answer["success"], answer
    return {row["key"]: row for row in answer["result"]["indicators"]}


def sensor(hass: HomeAssistant, key: str) -> Any:
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"site1_{key}")
    assert entity_id is not None
    return hass.states.get(entity_id)


async def reckon(hass: HomeAssistant, freezer: FrozenDateTimeFactory, pause: timedelta = timedelta(hours=1)) -> None:
    freezer.tick(pause)
    async_fire_time_changed(hass, dt_util.utcnow())
    while work := [task for task in asyncio.all_tasks() if task.get_name().endswith(": indicators")]:
        await asyncio.wait(work)
    await settle(hass)


async def test_page_shows_every_figure_with_what_it_is_made_of(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    found = await ask(hass, hass_ws_client, site="site1")
    shares = {key: (row["value"], row["numerator"], row["denominator"]) for key, row in found.items()}
    assert shares["smart_classrooms"] == (100.0, 1, 1)
    assert shares["multimedia_rooms"] == (0.0, 0, 1)
    assert shares["metered_rooms"] == (50.0, 1, 2)
    assert shares["equipment_intact"] == (100.0, 2, 2)
    assert shares["ports_in_use"] == (None, 0, 0)
    assert shares["acknowledged_median"] == (None, 0, 0)
    assert (found["multimedia_rooms"]["goal"], found["metered_rooms"]["goal"]) == (60.0, None)
    assert found["metered_rooms"]["unit"] == "%"
    assert found["metered_rooms"]["site_title"] == "North"
    assert "meter" in found["metered_rooms"]["definition"]
    chinese = await ask(hass, hass_ws_client, language="zh-Hans")
    assert chinese["equipment_intact"]["name"] == "设备完好率"


async def test_site_that_is_none_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    page = await hass_ws_client(hass)
    await page.send_json_auto_id({"type": "smart_campus/indicators", "site": "<none>"})
    assert (await page.receive_json())["error"]["code"] == "not_found"


async def test_equipment_counts_its_repairs_and_open_work_orders(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator, freezer: FrozenDateTimeFactory
) -> None:
    ledger = await async_get_ledger(hass)
    for number, state in (("CAM-1", "in_use"), ("CAM-2", "in_repair"), ("CAM-3", "in_use"), ("CAM-4", "retired")):
        values = {"asset_number": number, "name": number, "state": AssetState(state)}
        await ledger.async_edit([Edit(site="site1", values=values)], By(Source.IMPORT))
    order = {"title": "Broken", "asset_number": "CAM-3"}
    await hass.services.async_call(DOMAIN, "raise_work_order", order, blocking=True)
    await reckon(hass, freezer)
    # Two meters and CAM-1, out of these and two cameras with trouble; the retired one does not count
    assert sensor(hass, "equipment_intact").state == "60.0"
    assert sensor(hass, "equipment_intact").attributes["denominator"] == 5


async def test_lessons_are_reckoned_from_the_timetable_and_the_ledger(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await use_timetable(hass, entry, MATHS + PHYSICS)
    await reckon(hass, freezer)
    week, whole_term = sensor(hass, "lessons_recorded_week"), sensor(hass, "lessons_recorded_term")
    # Two lessons every Friday, on 4 and on 11 September; no recorder stands in the room
    assert (week.state, week.attributes["denominator"]) == ("0.0", 2)
    assert (whole_term.state, whole_term.attributes["denominator"]) == ("0.0", 4)

    rooms, ledger = entry.runtime_data.rooms, entry.runtime_data.recordings.ledger
    morning = datetime(2026, 9, 11, 7, tzinfo=CHINA)
    lesson = rooms.table.between("A301", morning, morning + timedelta(hours=2))[0]
    assert lesson.course == "高等数学"
    subject = Subject(
        recording_id="r" * 32, site_id="site1", site="North", day=lesson.day, lesson_id=lesson.id, series="maths",
        is_planned=True, room_id="room", room="A301", area_id="a", device_id="d", device_key="d", recorder="d",
    )  # fmt: skip
    plan = Plan(start=lesson.start, end=lesson.end, course=lesson.course)
    for step, data in ((Step.PLANNED, plan.to_json()), (Step.STARTED, {}), (Step.STOPPED, {})):
        at = lesson.end if step is Step.STOPPED else lesson.start
        row = Transition(recording_id=subject.recording_id, step=step, at=at, data=data)
        await ledger.async_append([(row, subject)])
    await reckon(hass, freezer)
    week, whole_term = sensor(hass, "lessons_recorded_week"), sensor(hass, "lessons_recorded_term")
    assert (week.state, week.attributes["numerator"]) == ("50.0", 1)
    assert (whole_term.state, whole_term.attributes["denominator"]) == ("25.0", 4)


async def test_alerts_are_reckoned_from_their_first_acknowledgement(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    for key, minutes in (("a", 3), ("b", 9), ("c", 30), ("d", None)):
        await hass.services.async_call(DOMAIN, "raise_alert", {"key": key, "title": key}, blocking=True)
        if minutes is not None:
            freezer.tick(timedelta(minutes=minutes))
            await hass.services.async_call(DOMAIN, "acknowledge_alert", {"key": key}, blocking=True)
    await reckon(hass, freezer)
    median, p90 = sensor(hass, "acknowledged_median"), sensor(hass, "acknowledged_p90")
    assert (median.state, p90.state) == ("9.0", "30.0")
    assert (median.attributes["numerator"], median.attributes["denominator"]) == (3, 4)
    assert median.attributes["unit_of_measurement"] == "min"
