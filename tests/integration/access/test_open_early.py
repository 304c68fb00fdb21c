"""Whether a room should be open, around calendars and schedules."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import async_from_config, async_validate_condition_config

from custom_components.smart_campus.access.rules.open_early import Occupation, should_be_open

START = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (START - 11 * MINUTE, False),
        (START - 10 * MINUTE, True),
        (START - MINUTE, True),
    ],
)
def test_a_room_opens_so_long_before_the_start(now: datetime, is_open: bool) -> None:
    occupation = Occupation(is_on=False, next_start=START, ended_at=None)
    assert should_be_open(occupation, now, before=10 * MINUTE, after=0 * MINUTE) is is_open


@pytest.mark.parametrize(("minutes", "is_open"), [(0, True), (89, True), (90, False)])
def test_a_room_stays_open_while_the_calendar_has_not_turned_to_its_lesson(minutes: int, is_open: bool) -> None:
    occupation = Occupation(is_on=False, next_start=START, next_end=START + 90 * MINUTE, ended_at=None)
    assert should_be_open(occupation, START + minutes * MINUTE, before=MINUTE, after=0 * MINUTE) is is_open


async def test_a_calendar_that_is_late_keeps_a_room_open(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(START - timedelta(hours=2))
    lesson = {"start_time": "2026-11-18 00:00:00", "end_time": "2026-11-18 01:30:00"}
    hass.states.async_set("calendar.room", "off", lesson)
    freezer.move_to(START + MINUTE)
    assert await check(hass, "calendar.room") is True
    freezer.move_to(START + 91 * MINUTE)
    assert await check(hass, "calendar.room") is False


@pytest.mark.parametrize(("minutes", "is_open"), [(0, True), (4, True), (5, False)])
def test_a_room_closes_so_long_after_the_end(minutes: int, is_open: bool) -> None:
    occupation = Occupation(is_on=False, next_start=None, ended_at=START)
    assert should_be_open(occupation, START + minutes * MINUTE, before=MINUTE, after=5 * MINUTE) is is_open


def test_a_room_is_open_while_something_takes_place() -> None:
    occupation = Occupation(is_on=True, next_start=None, ended_at=None)
    assert should_be_open(occupation, START, before=0 * MINUTE, after=0 * MINUTE)


async def check(hass: HomeAssistant, entity_id: str, **options: Any) -> bool:
    config = {"condition": "smart_campus.is_door_time", "options": {"entity_id": entity_id, **options}}
    condition = await async_from_config(hass, await async_validate_condition_config(hass, config))
    return bool(condition.async_check(variables={}))


@pytest.mark.parametrize(
    ("entity_id", "attributes"),
    [
        ("calendar.room", {"start_time": "2026-11-18 00:00:00", "end_time": "2026-11-18 01:00:00"}),
        ("schedule.room", {"next_event": START}),
    ],
)
async def test_the_condition_reads_calendars_and_schedules(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, entity_id: str, attributes: dict[str, Any]
) -> None:
    # 08:00 UTC is midnight where the test's Home Assistant is
    freezer.move_to(START - timedelta(hours=2))
    hass.states.async_set(entity_id, "off", attributes)
    told = []
    for minutes in (11, 9):
        freezer.move_to(START - minutes * MINUTE)
        told.append(await check(hass, entity_id, before={"minutes": 10}))
    hass.states.async_set(entity_id, "on", {})
    told.append(await check(hass, entity_id))
    freezer.move_to(START + 60 * MINUTE)
    hass.states.async_set(entity_id, "off", {})
    freezer.move_to(START + 64 * MINUTE)
    told += [await check(hass, entity_id, after={"minutes": 5}), await check(hass, entity_id)]
    assert told == [False, True, True, True, False]


@pytest.mark.parametrize("state", [None, "unavailable", "unknown"])
async def test_what_is_not_known_opens_no_room(hass: HomeAssistant, state: str | None) -> None:
    if state:
        hass.states.async_set("calendar.room", state)
    assert await check(hass, "calendar.room") is False
