"""Recorders in a real Home Assistant core. The recorder is a small one in memory."""

import asyncio
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.recorder.recorder import Recorder
from custom_components.smart_campus.campuslink.device.spec import DeviceSpec
from custom_components.smart_campus.const import DOMAIN, OWN_PROFILES_PATH
from custom_components.smart_campus.rooms.rules.import_plan import plan_import
from tests.integration.conftest import campus, custom_integrations, hass_config_dir, settle

from .memory_recorder import Lecture, MemoryRecorder

__all__ = ["campus", "custom_integrations", "hass_config_dir"]

KEY = "recorder:test"
SUBENTRY = "rec1"
PROFILE = """\
schema: 1
id: test-recorder
kind: recorder
name: Test recorder
products: [{brand: Example, model: One}]
sources: [{title: "None", version: "1", url: ""}]
tested: []
caveats: []
transport: {protocol: isapi, over: [http]}
params: {}
points: {}
"""


@pytest.fixture
def own_profiles(hass_config_dir: str) -> Path:
    """Return the folder of own profiles, holding the test recorder's."""
    folder = Path(hass_config_dir) / OWN_PROFILES_PATH
    folder.mkdir(parents=True)
    (folder / "test-recorder.yaml").write_text(PROFILE, "utf-8")
    return folder


@pytest.fixture
def lecture(own_profiles: Path) -> Generator[Lecture]:
    """Have every recorder opened be the one in memory."""
    lecture = Lecture()

    def make(hass: HomeAssistant, spec: DeviceSpec) -> Recorder:
        return MemoryRecorder(spec, lecture)

    with patch("custom_components.smart_campus.recordings.kind.make_recorder", make):
        yield lecture


def recorder(**data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of a recorder."""
    return ConfigSubentryDataWithId(
        subentry_id=SUBENTRY,
        subentry_type="recorder",
        title="A301 recorder",
        unique_id="recorder:http:192.0.2.5:80",
        data={
            "profile": "test-recorder",
            "endpoint": {"transport": "http", "host": "192.0.2.5", "port": 80},
            "address": "",
            "params": {},
            "key": KEY,
            **data,
        },
    )


async def start_site(
    hass: HomeAssistant, *further: ConfigSubentryDataWithId, intervals: dict[str, Any] | None = None, **data: Any
) -> MockConfigEntry:
    """Set a site up with one recorder in room A301, and poll it once."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="North",
        entry_id="site1",
        data={"name": "North"},
        options=intervals or {},
        subentries_data=[recorder(area_id=area_of(hass), **data), *further],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry


def area_of(hass: HomeAssistant) -> str:
    """Return the area of room A301."""
    registry = ar.async_get(hass)
    found = registry.async_get_area_by_name("A301") or registry.async_create("A301")
    return found.id


def room(hass: HomeAssistant, **data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of room A301."""
    values = {
        "area_id": area_of(hass),
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
        subentry_id="room1", subentry_type="room", title="A301", unique_id="room:a301", data=values
    )


def term(first_day: datetime) -> ConfigSubentryDataWithId:
    """Return a term in which one lesson goes on around the clock."""
    data = {"first_day": first_day.date().isoformat(), "weeks": 2, "hours": "00:01-11:59\n12:00-23:58"}
    return ConfigSubentryDataWithId(
        subentry_id="term1", subentry_type="term", title="Term", unique_id=f"term:{data['first_day']}", data=data
    )


async def start_lesson(hass: HomeAssistant, **data: Any) -> MockConfigEntry:
    """Set a site up whose recorder's room has a lesson now, whatever the time."""
    await hass.config.async_set_time_zone("UTC")
    monday = datetime.now(UTC) - timedelta(days=datetime.now(UTC).weekday())
    entry = await start_site(hass, room(hass), term(monday), **data)
    rows = "".join(f"Algebra,{day},1,2,Dr. Wang,A301,1-2\n" for day in range(1, 8))
    heading = "课程名称,星期,开始节数,结束节数,老师,地点,周数\n"
    meetings = plan_import((heading + rows).encode(), (), replace=True).meetings
    await entry.runtime_data.rooms.async_use_timetable("term1", meetings)
    return entry


async def until(hass: HomeAssistant, is_so: Callable[[], bool]) -> None:
    """Wait for what happens in the background, such as the ledger and what the timetable has recorded."""
    async with asyncio.timeout(10):
        while not is_so():
            await hass.async_block_till_done()
            await asyncio.sleep(0.01)


def entity_of(hass: HomeAssistant, platform: str, key: str) -> str:
    """Return the entity id of one of the recorder's entities."""
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{KEY}_{key}")
    assert entity_id is not None, key
    return entity_id


def shown(hass: HomeAssistant, platform: str, key: str) -> tuple[str, dict[str, Any]]:
    """Return state and attributes of one of the recorder's entities."""
    state = hass.states.get(entity_of(hass, platform, key))
    assert state is not None, key
    return state.state, dict(state.attributes)
