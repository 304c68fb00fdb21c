"""The automations of the page on recordings are taken by Home Assistant and do what they say."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import entity_of

from .conftest import friday
from .recorders import Studio
from .test_lessons import begin
from .test_troubles import LESSON

DOCS = Path(__file__).parents[3] / "docs"
LESSON_NOW = "sensor.a301_lesson_now"
PAGES = ("recordings.md", "recordings.zh-CN.md")


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Core's own automations, set up from YAML, keep their clocks until the process ends."""
    return True


def automations_of(page: str) -> list[dict[str, Any]]:
    text = (DOCS / page).read_text("utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    return [block for block in blocks if "alias" in block]


async def put_people(hass: HomeAssistant, area: str, state: str) -> None:
    """Set the occupancy of the page's room, whose sensor has the page's name."""
    hass.states.async_set("binary_sensor.a301_occupancy", state)
    lesson_now = entity_of(hass, area, "sensor", "lesson_now")
    if lesson_now != LESSON_NOW:
        er.async_get(hass).async_update_entity(lesson_now, new_entity_id=LESSON_NOW)
    await hass.async_block_till_done()


@pytest.mark.parametrize("page", PAGES)
async def test_missed_step_is_told_to_a_person(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    page: str,
) -> None:
    day = await begin(hass, freezer, area_id)
    calls = async_mock_service(hass, "notify", "send_message")
    assert await async_setup_component(hass, "automation", {"automation": automations_of(page)[0]})
    studio["rec1"].is_willing = False
    await day.to(friday(7, 50))
    await day.to(friday(8))
    assert [(call.data["title"], call.data["message"]) for call in calls] == [
        (f"A301: {LESSON}", "started: refused no"),
    ]


@pytest.mark.parametrize("page", PAGES)
async def test_room_that_stays_empty_is_not_recorded_any_longer(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    page: str,
) -> None:
    day = await begin(hass, freezer, area_id)
    await put_people(hass, area_id, "off")
    assert await async_setup_component(hass, "automation", {"automation": automations_of(page)[1]})
    await hass.async_block_till_done()
    await day.to(friday(8))
    assert studio["rec1"].is_recording
    await day.to(friday(8, 10))
    assert studio["rec1"].is_recording
    await day.to(friday(8, 15))
    assert not studio["rec1"].is_recording
    assert "skipped:empty_room" in await day.chain(LESSON)


async def test_room_in_which_somebody_is_goes_on_being_recorded(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await put_people(hass, area_id, "off")
    assert await async_setup_component(hass, "automation", {"automation": automations_of(PAGES[0])[1]})
    await hass.async_block_till_done()
    await day.to(friday(8))
    await put_people(hass, area_id, "on")
    await day.to(friday(8, 15))
    assert studio["rec1"].is_recording
