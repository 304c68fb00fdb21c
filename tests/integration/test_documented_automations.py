"""Home Assistant takes every YAML example of the pages on automations, and those acted out do what they say."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed, async_mock_service

from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, fail, meter, set_up

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("automations.md", "automations.zh-CN.md")
AREA = "teaching_building_a"
SPOKEN = frozenset({"alias", "title", "message"})
"""Keys whose text is translated."""


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Core's own automations and utility meters, set up from YAML, keep their clocks until the process ends."""
    return True


def blocks_of(page: str) -> list[dict[str, Any]]:
    return [
        yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    ]


def automations_of(page: str) -> list[dict[str, Any]]:
    return [block for block in blocks_of(page) if "alias" in block]


def without_speech(block: Any) -> Any:
    if isinstance(block, dict):
        return {key: without_speech(value) for key, value in block.items() if key not in SPOKEN}
    return [without_speech(value) for value in block] if isinstance(block, list) else block


def documented(subject: str) -> dict[str, Any]:
    """Return the automation of the English page that mentions the subject."""
    return next(block for block in automations_of(PAGES[0]) if subject in str(block))


async def start(hass: HomeAssistant, *automations: dict[str, Any]) -> list[ServiceCall]:
    """Load automations and return the calls their notifications end up in."""
    calls: list[ServiceCall] = async_mock_service(hass, "notify", "mobile_app_facilities")
    assert await async_setup_component(hass, "automation", {"automation": list(automations)})
    await hass.async_block_till_done()
    return calls


def put_into_area(hass: HomeAssistant, key: str) -> str:
    """Put a meter into the area of the examples; return the entity of its power."""
    area = ar.async_get(hass).async_create("Teaching building A")
    assert area.id == AREA
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"{key}_active_power")
    entity = er.async_get(hass).async_get(entity_id or "")
    assert entity is not None
    assert entity.device_id is not None
    dr.async_get(hass).async_update_device(entity.device_id, area_id=area.id)
    return entity.entity_id


def measure(hass: HomeAssistant, entity_id: str, power_w: float) -> None:
    """Let a power sensor show another value."""
    state = hass.states.get(entity_id)
    assert state is not None
    hass.states.async_set(entity_id, str(power_w), state.attributes)


async def pass_time(hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float) -> None:
    freezer.tick(seconds)
    async_fire_time_changed(hass, dt_util.utcnow())
    await hass.async_block_till_done()


def test_both_languages_show_the_same_examples() -> None:
    english, chinese = map(blocks_of, PAGES)

    assert english
    assert without_speech(english) == without_speech(chinese)


@pytest.mark.parametrize("page", PAGES)
async def test_documented_automations_are_valid(
    hass: HomeAssistant, page: str, caplog: pytest.LogCaptureFixture
) -> None:
    automations = automations_of(page)

    await start(hass, *automations)

    states = hass.states.async_all("automation")
    assert len(states) == len(automations)
    assert [state.name for state in states if state.state == STATE_UNAVAILABLE] == []
    assert [
        record.message for record in caplog.records if "automation" in record.name and record.levelname == "ERROR"
    ] == []


@pytest.mark.parametrize("page", PAGES)
async def test_documented_configuration_is_valid(hass: HomeAssistant, page: str) -> None:
    configurations = [block for block in blocks_of(page) if "alias" not in block]
    meters = {name: found for block in configurations for name, found in block["utility_meter"].items()}

    assert await async_setup_component(hass, "utility_meter", {"utility_meter": meters})
    await hass.async_block_till_done()

    made = {state.entity_id for state in hass.states.async_all(["sensor", "select"])}
    named = set(
        re.findall(
            r"(?:select|sensor)\.(?:teaching_building_a_energy|dormitory_water_night)\b", str(automations_of(page))
        )
    )
    assert named <= made


async def test_power_of_a_meter_in_the_area_is_reported(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    await set_up(hass, meter(1, title="Main supply"))
    power = put_into_area(hass, "key1")
    calls = await start(hass, documented("power.crossed_threshold"))

    measure(hass, power, 61_000)
    await hass.async_block_till_done()
    assert calls == []
    await pass_time(hass, freezer, 301)

    assert len(calls) == 1
    assert "Main supply" in calls[0].data["message"]
    assert "61000 W" in calls[0].data["message"]


@pytest.mark.parametrize(("power_w", "reports"), [(800, 1), (300, 0)])
async def test_area_that_still_draws_power_at_night_is_reported(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory, power_w: float, reports: int
) -> None:
    # A Monday, some minutes before the hour of the example.
    freezer.move_to(datetime(2026, 11, 23, 22, 10, tzinfo=dt_util.get_default_time_zone()))
    await set_up(hass, meter(1))
    measure(hass, put_into_area(hass, "key1"), power_w)
    calls = await start(hass, documented("power.is_value"))

    await pass_time(hass, freezer, 20 * 60)

    assert len(calls) == reports


async def test_silent_meter_is_reported_by_name(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1, title="Main supply"), meter(2))
    calls = await start(hass, documented("integration_entities"))

    campus.link(1).silence()
    await fail(hass, entry, "sub1")
    await pass_time(hass, freezer, 901)

    assert [call.data["message"] for call in calls] == ["Main supply"]
