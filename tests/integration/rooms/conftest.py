"""A site with rooms and a term, its clock in China."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.rooms.rules.import_plan import plan_import
from tests.integration.conftest import campus, custom_integrations, hass_config_dir, own_profiles, set_up

__all__ = ["campus", "custom_integrations", "hass_config_dir", "own_profiles"]

CHINA = ZoneInfo("Asia/Shanghai")
HEADING = "课程名称,星期,开始节数,结束节数,老师,地点,周数\n"
MATHS = "高等数学,5,1,2,王老师,A301,1-16\n"
PHYSICS = "物理,5,3,4,李老师,A301,1-16\n"
TERM = {
    "first_day": "2026-08-31",
    "weeks": 16,
    "hours": "08:00-08:45\n08:55-09:40\n10:00-10:45\n10:55-11:40",
    "days_off": "2026-10-01..2026-10-07",
    "swaps": "2026-10-10 = 2026-10-02",
}


def friday(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return a time on Friday of week 2."""
    return datetime(2026, 9, 11, hour, minute, second, tzinfo=CHINA)


def room(area_id: str, **data: Any) -> ConfigSubentryDataWithId:
    values = {
        "area_id": area_id,
        "registrar_name": "A301",
        "room_type": "smart_classroom",
        "seats": 60,
        "open_before": 10,
        "on_before": 5,
        "off_after": 10,
        "is_recorded": True,
        **data,
    }
    return ConfigSubentryDataWithId(
        subentry_id=f"room_{area_id}",
        subentry_type="room",
        title=values["registrar_name"],
        unique_id=f"room:{area_id}",
        data=values,
    )


def term(**data: Any) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id="term1", subentry_type="term", title="2026-1", unique_id="term:2026-08-31", data={**TERM, **data}
    )


@pytest.fixture
async def area_id(hass: HomeAssistant) -> str:
    await hass.config.async_set_time_zone("Asia/Shanghai")
    return ar.async_get(hass).async_create("A301").id


async def set_up_rooms(hass: HomeAssistant, area: str, *further: ConfigSubentryDataWithId) -> MockConfigEntry:
    return await set_up(hass, room(area), term(), *further)


async def use_timetable(hass: HomeAssistant, entry: MockConfigEntry, rows: str) -> None:
    meetings = plan_import((HEADING + rows).encode(), (), replace=True).meetings
    await entry.runtime_data.rooms.async_use_timetable("term1", meetings)
    await hass.async_block_till_done()


def entity_of(hass: HomeAssistant, area: str, platform: str, key: str) -> str:
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"room:room_{area}_{key}")
    assert found
    return found


def state_of(hass: HomeAssistant, area: str, platform: str, key: str) -> str:
    state = hass.states.get(entity_of(hass, area, platform, key))
    assert state
    return state.state
