"""When inspections come by themselves."""

from datetime import timedelta
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
)

from custom_components.smart_campus.network.inspection.inspector import CATCH_UP_AFTER
from custom_components.smart_campus.network.inspection.settings import EgressPort, InspectionSettings

from .inspecting import LIST, call, choose, pass_to
from .network_site import Stage


async def test_inspection_comes_by_itself_at_its_time_every_day(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=5))
    await choose(hass, site, daily=True, time="07:00:00")
    seven = dt_util.start_of_local_day() + timedelta(hours=7)

    for day in range(2):
        await pass_to(hass, stage, seven + timedelta(days=day, seconds=1))

    assert len((await call(hass, LIST))["reports"]) == 2
    await choose(hass, site, daily=False)
    await pass_to(hass, stage, seven + timedelta(days=2, seconds=1))
    assert len((await call(hass, LIST))["reports"]) == 2


async def test_inspection_that_was_missed_is_made_up_for_once(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=9))
    await choose(hass, site, daily=True, time="07:00:00")

    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER + timedelta(seconds=1))
    assert len((await call(hass, LIST))["reports"]) == 1

    await choose(hass, site, daily=True, time="07:30:00")
    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER + timedelta(seconds=1))
    assert len((await call(hass, LIST))["reports"]) == 1


async def test_inspection_is_not_made_before_its_time(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=5))
    await choose(hass, site, daily=True, time="07:00:00")

    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER + timedelta(seconds=1))

    assert (await call(hass, LIST))["reports"] == []


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (None, InspectionSettings()),
        ("damaged", InspectionSettings()),
        ({"daily": "yes", "egress": "core / Gi0/1", "contract_mbps": "fast"}, InspectionSettings()),
        ({"egress": ["core", " / Gi0/1", 5, None], "contract_mbps": -1}, InspectionSettings()),
        (
            {"egress": ["a / b / c", "a / b / c"], "contract_mbps": 2000},
            InspectionSettings(egresses=(EgressPort("a", "b / c"),), contract_bps=2e9),
        ),
        (
            {"daily": True, "time": "25:99"},
            InspectionSettings(daily_at=dt_util.parse_time("07:00:00")),
        ),
        ({"daily": True, "time": "06:30"}, InspectionSettings(daily_at=dt_util.parse_time("06:30:00"))),
    ],
)
def test_damaged_options_are_the_defaults(stored: Any, expected: InspectionSettings) -> None:
    assert InspectionSettings.from_options({"inspection": stored}) == expected
