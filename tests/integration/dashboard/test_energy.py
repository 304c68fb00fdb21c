"""What meters counted after hours, from core's own statistics. Every expected number is worked out by hand."""

from datetime import datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.models import StatisticMeanType, StatisticMetaData
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done

from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import FakeCampus, meter, set_up
from tests.integration.rooms.conftest import MATHS, friday, room, term, use_timetable

from .conftest import Page, make_area

HOURS = {"opening_hours": "08:30-21:30"}


@pytest.fixture
async def site(ready: None, hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory) -> MockConfigEntry:
    """Return a site on Friday at noon: A301, open from 08:30 to 21:30, with a meter, and the meter of the building."""
    await hass.config.async_set_time_zone("Asia/Shanghai")
    freezer.move_to(friday(12, 30))
    area, hall = make_area(hass, "A301", "Third"), make_area(hass, "Hall")
    entry = await set_up(
        hass,
        room(area, **HOURS),
        term(),
        meter(1, area_id=area),
        meter(2, host="192.0.2.2", area_id=hall, title="Building"),
    )
    await use_timetable(hass, entry, MATHS)
    return entry


def energy_of(hass: HomeAssistant, key: str) -> str:
    found = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"{key}_energy_import")
    assert found
    return found


async def count(hass: HomeAssistant, key: str, start: datetime, kwh: list[float]) -> None:
    """Let core's statistics say what a meter counted in some hours; a total stood before them."""
    metadata = StatisticMetaData(
        mean_type=StatisticMeanType.NONE,
        has_sum=True,
        name=None,
        source="recorder",
        statistic_id=energy_of(hass, key),
        unit_class="energy",
        unit_of_measurement="kWh",
    )
    total, rows = 0.0, [{"start": start - timedelta(hours=1), "sum": 0.0, "state": 0.0}]
    for hour, used in enumerate(kwh):
        total += used
        rows.append({"start": start + timedelta(hours=hour), "sum": total, "state": total})
    async_import_statistics(hass, metadata, rows)  # type: ignore[arg-type]  rows are typed dictionaries there
    await async_wait_recording_done(hass)


async def test_without_the_recorder_nothing_is_known_of_after_hours(page: Page, site: MockConfigEntry) -> None:
    answer = await page.ask("dashboard/energy", site=site.entry_id)
    (group,) = answer["groups"]
    (row,) = group["rooms"]
    assert (group["name"], row["name"]) == ("Third", "A301")
    assert (row["after_hours_today"], row["after_hours_week"]) == (None, None)
    assert (answer["total"]["power_w"], answer["total"]["after_hours_week"]) == (1234.5, None)
    assert await page.refused("dashboard/energy", site="nowhere") == "not_found"


@pytest.mark.usefixtures("recorder_mock")
async def test_hours_outside_of_opening_hours_and_lessons_count(
    recorder_mock: Recorder, hass: HomeAssistant, page: Page, site: MockConfigEntry
) -> None:
    # Thursday: 3 kWh in the hour from 20:00 (open), 4 from 21:00 (open for half of it), 5 from 22:00 (closed).
    await count(hass, "key1", friday(20) - timedelta(days=1), [3, 4, 5])
    # Friday: 1 kWh from 06:00 (closed), 2 from 07:00 (closed), 8 from 08:00 (closed until 08:30, but a lesson runs).
    await count(hass, "key1", friday(6), [1, 2, 8])
    answer = await page.ask("dashboard/energy", site=site.entry_id)
    (row,) = answer["groups"][0]["rooms"]
    assert row["energy"] == energy_of(hass, "key1")
    # Today 1 + 2 + 0. The sum begins anew at 05:00, as after an exchange of the meter: that is no saving.
    assert row["after_hours_today"] == pytest.approx(3.0)
    assert row["after_hours_week"] == pytest.approx(3.0 + 0.0 + 2.0 + 5.0)
    assert answer["total"]["after_hours_week"] is None


@pytest.mark.usefixtures("recorder_mock")
async def test_building_is_used_while_one_of_its_rooms_is(
    recorder_mock: Recorder, hass: HomeAssistant, page: Page, site: MockConfigEntry
) -> None:
    # A week ago is out of sight; on Saturday 2 kWh from 08:00, half of it before the room opens at 08:30.
    await count(hass, "key2", friday(3) - timedelta(days=7), [100])
    await count(hass, "key2", friday(8) - timedelta(days=6), [2])
    answer = await page.ask("dashboard/energy", site=site.entry_id)
    total = answer["total"]
    assert total["energy"] == energy_of(hass, "key2")
    assert (total["after_hours_today"], total["after_hours_week"]) == (None, pytest.approx(1.0))
    assert [each["name"] for each in answer["others"]] == ["Building"]
    assert answer["groups"][0]["rooms"][0]["after_hours_week"] is None
