"""Triggers and conditions of lessons in real automations."""

from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.integration.conftest import FakeCampus

from .conftest import MATHS, PHYSICS, friday, set_up_rooms, use_timetable
from .test_rooms import move_to


async def automate(hass: HomeAssistant, trigger: dict[str, Any], *conditions: dict[str, Any]) -> list[ServiceCall]:
    calls = async_mock_service(hass, "test", "act")
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": [trigger],
                "conditions": list(conditions),
                "actions": {
                    "action": "test.act",
                    "data": {"course": "{{ trigger.course }}", "room": "{{ trigger.room }}", "at": "{{ now() }}"},
                },
            }
        },
    )
    await hass.async_block_till_done()
    return calls


@pytest.mark.parametrize(
    ("key", "moment"),
    [
        ("lesson_starting", friday(7, 50)),
        ("lesson_started", friday(8)),
        ("lesson_ended", friday(9, 40)),
        ("last_lesson_ended", friday(9, 40)),
    ],
)
async def test_trigger_of_an_area_fires_at_its_moment(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory, *, key: str, moment: Any
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    calls = await automate(hass, {"trigger": f"smart_campus.{key}", "target": {"area_id": area_id}})
    await move_to(hass, freezer, moment)
    assert [call.data["course"] for call in calls] == ["高等数学"]


async def test_trigger_of_another_area_stays_quiet(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    calls = await automate(hass, {"trigger": "smart_campus.lesson_started", "target": {"area_id": "elsewhere"}})
    await move_to(hass, freezer, friday(8))
    assert calls == []


async def test_lead_time_of_an_automation_is_its_own(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    trigger = {
        "trigger": "smart_campus.lesson_starting",
        "target": {"area_id": area_id},
        "options": {"lead": {"minutes": 20}},
    }
    calls = await automate(hass, trigger)
    await move_to(hass, freezer, friday(7, 40))
    await move_to(hass, freezer, friday(7, 50))
    assert len(calls) == 1
    assert str(calls[0].data["at"]).startswith("2026-09-11 07:40")


async def test_lead_time_holds_after_the_site_was_reloaded(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    trigger = {
        "trigger": "smart_campus.lesson_starting",
        "target": {"area_id": area_id},
        "options": {"lead": {"minutes": 20}},
    }
    calls = await automate(hass, trigger)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await move_to(hass, freezer, friday(7, 40))
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("moment", "condition", "passes"),
    [
        (friday(8, 30), {"condition": "smart_campus.is_lesson_now"}, True),
        (friday(9, 45), {"condition": "smart_campus.is_lesson_now"}, False),
        (friday(9, 45), {"condition": "smart_campus.is_free_for", "options": {"minutes": 10}}, True),
        (friday(9, 45), {"condition": "smart_campus.is_free_for", "options": {"minutes": 20}}, False),
        (friday(9, 30), {"condition": "smart_campus.is_free_for", "options": {"minutes": 10}}, False),
        (friday(12), {"condition": "smart_campus.is_free_for", "options": {"minutes": 600}}, True),
    ],
)
async def test_condition_tells_the_state_of_a_room(
    hass: HomeAssistant,
    campus: FakeCampus,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    moment: Any,
    condition: dict[str, Any],
    passes: bool,
) -> None:
    freezer.move_to(moment)
    entry = await set_up_rooms(hass, area_id)
    await use_timetable(hass, entry, MATHS + PHYSICS)
    target = {"target": {"area_id": area_id}}
    calls = async_mock_service(hass, "test", "act")
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": {"trigger": "event", "event_type": "go"},
                "conditions": {**condition, **target},
                "actions": {"action": "test.act"},
            }
        },
    )
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    assert bool(calls) is passes


async def test_condition_without_a_room_does_not_pass(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await set_up_rooms(hass, area_id)
    calls = async_mock_service(hass, "test", "act")
    condition = {
        "condition": "smart_campus.is_free_for",
        "target": {"area_id": "elsewhere"},
        "options": {"minutes": 5, "behavior": "all"},
    }
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": {"trigger": "event", "event_type": "go"},
                "conditions": condition,
                "actions": {"action": "test.act"},
            }
        },
    )
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    assert calls == []
