"""The automations of the page on recordings are taken by Home Assistant and do what they say."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.integration.conftest import FakeCampus

from .conftest import friday
from .recorders import Studio
from .test_lessons import begin
from .test_troubles import LESSON

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("recordings.md", "recordings.zh-CN.md")


def automations_of(page: str) -> list[dict[str, Any]]:
    text = (DOCS / page).read_text("utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    return [block for block in blocks if "alias" in block]


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
    hass.states.async_set("binary_sensor.a301_occupancy", "off")
    assert await async_setup_component(hass, "automation", {"automation": automations_of(page)[1]})
    await hass.async_block_till_done()
    await day.to(friday(8))
    assert studio["rec1"].is_recording
    await day.to(friday(8, 15, 1))
    assert not studio["rec1"].is_recording
    assert "skipped:empty_room" in await day.chain(LESSON)


async def test_room_in_which_somebody_is_goes_on_being_recorded(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    hass.states.async_set("binary_sensor.a301_occupancy", "off")
    assert await async_setup_component(hass, "automation", {"automation": automations_of(PAGES[0])[1]})
    await hass.async_block_till_done()
    await day.to(friday(8))
    hass.states.async_set("binary_sensor.a301_occupancy", "on")
    await day.settle()
    await day.to(friday(8, 15, 1))
    assert studio["rec1"].is_recording
