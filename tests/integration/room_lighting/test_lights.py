"""Who changed the lights of a room, and what is shown of it, in a real Home Assistant."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.helpers import condition
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed, async_mock_service

from custom_components.smart_campus.const import DOMAIN
from tests.integration.rooms.conftest import (
    area_id,
    campus,
    custom_integrations,
    friday,
    hass_config_dir,
    own_profiles,
    room,
    set_up,
    term,
)

__all__ = ["area_id", "campus", "custom_integrations", "hass_config_dir", "own_profiles"]

LAMP = "light.lamp"
PERSON = Context(user_id="somebody")


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Core's own automations keep their clocks until the process ends."""
    return True


async def start(hass: HomeAssistant, area_id: str, **data: Any) -> MockConfigEntry:
    """Set up a room with one lamp that is off."""
    registry = er.async_get(hass)
    registry.async_get_or_create("light", "test", "lamp", suggested_object_id="lamp")
    registry.async_update_entity(LAMP, area_id=area_id)
    hass.states.async_set(LAMP, "off")
    return await set_up(hass, room(area_id, **data), term())


def sensor(hass: HomeAssistant, key: str) -> Any:
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, key)
    assert entity_id
    return hass.states.get(entity_id)


def by_hand(hass: HomeAssistant, area_id: str) -> Any:
    return sensor(hass, f"room:room_{area_id}_lights_by_hand_until")


async def is_held(hass: HomeAssistant, area_id: str) -> bool:
    config = {"condition": "smart_campus.is_lit_by_hand", "target": {"area_id": area_id}}
    validated = await condition.async_validate_condition_config(hass, config)
    checker = await condition.async_from_config(hass, validated)
    try:
        return bool(checker.async_check())
    finally:
        checker.async_unload()


async def turn(hass: HomeAssistant, state: str, context: Context | None = None) -> None:
    hass.states.async_set(LAMP, state, context=context)
    await hass.async_block_till_done()


async def pass_time(hass: HomeAssistant, freezer: FrozenDateTimeFactory, to: datetime) -> None:
    while dt_util.utcnow() < to:
        freezer.tick(timedelta(minutes=5))
        async_fire_time_changed(hass)
        await hass.async_block_till_done()


@pytest.mark.parametrize("context", [PERSON, None], ids=["in Home Assistant", "at the wall"])
async def test_choice_of_a_person_is_shown_until_it_ends(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory, context: Context | None
) -> None:
    freezer.move_to(friday(12))
    await start(hass, area_id, light_hold=30)

    await turn(hass, "on", context)

    assert by_hand(hass, area_id).state == dt_util.as_utc(friday(12, 30)).isoformat()
    assert await is_held(hass, area_id)
    await pass_time(hass, freezer, friday(12, 31))
    assert by_hand(hass, area_id).state == "unknown"
    assert not await is_held(hass, area_id)


async def automate(hass: HomeAssistant, action: dict[str, Any]) -> None:
    """Let an automation act when an event comes."""
    config = {"id": "one", "alias": "One", "triggers": {"trigger": "event", "event_type": "go"}, "actions": [action]}
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    hass.bus.async_fire("go")
    await hass.async_block_till_done()


async def test_lamp_an_automation_turned_on_is_nobodys_choice(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await start(hass, area_id)

    @callback
    def turn_on(call: ServiceCall) -> None:
        hass.states.async_set(LAMP, "on", context=call.context)

    hass.services.async_register("light", "turn_on", turn_on)

    await automate(hass, {"action": "light.turn_on", "target": {"entity_id": LAMP}})

    assert hass.states.get(LAMP).state == "on"  # type: ignore[union-attr]
    assert not await is_held(hass, area_id)


async def test_slow_lamp_that_reports_later_what_an_automation_told_it_is_nobodys_choice(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await start(hass, area_id)
    async_mock_service(hass, "light", "turn_on")

    await automate(hass, {"action": "light.turn_on", "target": {"area_id": area_id}})
    await turn(hass, "on")

    assert not await is_held(hass, area_id)


async def test_lamp_that_only_came_back_is_nobodys_choice(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await start(hass, area_id)

    await turn(hass, "unavailable")
    await turn(hass, "on")

    assert not await is_held(hass, area_id)


async def test_lamp_of_another_room_says_nothing(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await start(hass, area_id)

    hass.states.async_set("light.elsewhere", "off")
    hass.states.async_set("light.elsewhere", "on", context=PERSON)
    await hass.async_block_till_done()

    assert not await is_held(hass, area_id)


async def test_released_lights_are_automations_again(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await start(hass, area_id)
    await turn(hass, "on", PERSON)

    await hass.services.async_call(DOMAIN, "release_lights", {"area_id": area_id}, blocking=True)
    await hass.async_block_till_done()

    assert not await is_held(hass, area_id)


async def test_choice_and_savings_outlive_a_reload(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await start(hass, area_id, light_hold=120, lighting_power=500)
    await pass_time(hass, freezer, friday(9))
    await turn(hass, "on", PERSON)

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    assert await is_held(hass, area_id)
    assert float(sensor(hass, f"room:room_{area_id}_lighting_hours_saved").state) == pytest.approx(2)
    assert float(sensor(hass, f"room:room_{area_id}_lighting_energy_saved").state) == pytest.approx(1)


async def test_room_without_lights_shows_nothing_of_them(
    hass: HomeAssistant, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(12))
    await set_up(hass, room(area_id), term())

    assert by_hand(hass, area_id).state == "unavailable"
    assert (
        er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"room:room_{area_id}_lighting_energy_saved") is None
    )
