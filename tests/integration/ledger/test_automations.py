"""Triggers, the condition and the sensors of recordings, in a running Home Assistant."""

from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, PHYSICS

from .conftest import friday
from .days import Day
from .recorders import Studio
from .test_lessons import begin

LESSON = "高等数学"


async def automate(hass: HomeAssistant, trigger: str, **target: Any) -> list[ServiceCall]:
    calls = async_mock_service(hass, "test", "act")
    data = {key: f"{{{{ trigger.{key} }}}}" for key in ("course", "room", "step", "cause", "state")}
    automation = {
        "triggers": {"trigger": f"smart_campus.{trigger}", **target},
        "actions": {"action": "test.act", "data": data},
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()
    return calls


async def go_through(day: Day, studio: Studio) -> None:
    """Let a lesson begin late, fall silent, recover and end."""
    studio["rec1"].is_willing = False
    await day.to(friday(7, 50))
    await day.to(friday(8))
    studio["rec1"].is_willing = True
    await day.pass_to(friday(8, 1))
    studio["rec1"].sound = "silent"
    await day.pass_to(friday(8, 2))
    studio["rec1"].sound = "good"
    await day.pass_to(friday(8, 3))
    await day.to(friday(9, 40))


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        ("recording_step_missed", [("started", "refused")]),
        ("recording_started", [("started", "retry")]),
        ("recording_stopped", [("stopped", "end")]),
        ("recording_trouble", [("trouble", "sound_silent")]),
        ("recording_trouble_over", [("recovered", "sound_silent")]),
    ],
)
async def test_trigger_of_the_room_fires_once(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    trigger: str,
    told: list[tuple[str, str]],
) -> None:
    day = await begin(hass, freezer, area_id)
    calls = await automate(hass, trigger, target={"area_id": area_id})
    await go_through(day, studio)
    assert [(call.data["step"], call.data["cause"]) for call in calls] == told
    assert {(call.data["course"], call.data["room"]) for call in calls} == {(LESSON, "A301")}


async def test_trigger_of_another_room_stays_quiet_and_one_without_a_target_hears_all(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    calls = await automate(hass, "recording_started", target={"area_id": "elsewhere"})
    await day.to(friday(8))
    assert calls == []


async def test_trigger_without_a_target_hears_every_room(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    calls = await automate(hass, "recording_started")
    await day.to(friday(8))
    assert len(calls) == 1


async def test_condition_follows_what_is_recorded(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    calls = async_mock_service(hass, "test", "act")
    automation = {
        "triggers": {"trigger": "event", "event_type": "go"},
        "conditions": {"condition": "smart_campus.is_recording", "target": {"area_id": area_id}},
        "actions": {"action": "test.act"},
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    for moment, times in ((friday(7, 30), 0), (friday(8), 1), (friday(9, 40), 1)):
        await day.to(moment)
        hass.bus.async_fire("go")
        await hass.async_block_till_done()
        assert len(calls) == times


def shown(hass: HomeAssistant) -> dict[str, str]:
    registry = er.async_get(hass)
    found = {}
    for key in ("planned", "running", "failed", "waiting", "confirmed", "share_confirmed"):
        entity_id = registry.async_get_entity_id("sensor", DOMAIN, f"site1_recordings_{key}_today")
        assert entity_id
        state = hass.states.get(entity_id)
        assert state
        found[key] = state.state
    return found


async def test_sensors_of_the_site_count_the_lessons_of_today(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id, MATHS + PHYSICS)
    await day.to(friday(7, 5))
    counted = {"planned": "2", "running": "0", "failed": "0", "waiting": "0", "confirmed": "0"}
    assert shown(hass) == {**counted, "share_confirmed": "unknown"}

    await day.to(friday(8))
    await day.to(friday(8, 0, 5))
    assert shown(hass) == {**counted, "planned": "1", "running": "1", "share_confirmed": "unknown"}

    await day.to(friday(9, 40))
    await day.to(friday(9, 41))
    assert shown(hass) == {**counted, "planned": "1", "waiting": "1", "share_confirmed": "0.0"}
