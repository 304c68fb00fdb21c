"""Reports while the database or the disk takes none."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.network.inspection.inspector import CATCH_UP_AFTER
from custom_components.smart_campus.network.inspection.rules.shelf import PART
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER, SPOOL_FILE, async_get_store

from .inspecting import LIST, SIGN, call, choose, inspect, pass_to, sensor
from .network_site import Stage


@pytest.fixture
def no_database(hass: HomeAssistant) -> None:
    """Let something else be where the database should be."""
    Path(hass.config.path(FOLDER, DATABASE_FILE)).mkdir(parents=True)


@pytest.fixture
def no_disk(no_database: None, hass: HomeAssistant) -> None:
    """Let there be no place either for what waits for the database."""
    Path(hass.config.path(FOLDER, SPOOL_FILE)).mkdir()


@pytest.mark.usefixtures("no_database")
async def test_database_that_is_gone_is_said_and_the_report_waits(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    report = await inspect(hass)

    assert "past" in {entry["check"] for entry in report["not_checked"]}
    assert len(await (await async_get_store(hass)).async_waiting(PART)) == 1
    client = await hass_client()
    assert (await client.get(report["html"])).status == HTTPStatus.SERVICE_UNAVAILABLE
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, LIST)
    assert caught.value.translation_key == "store_unavailable"
    user = MockUser().add_to_hass(hass)
    with pytest.raises(HomeAssistantError):
        await call(hass, SIGN, user.id, report_id=report["report_id"])


@pytest.mark.usefixtures("no_disk")
async def test_report_that_cannot_be_kept_is_said(hass: HomeAssistant, site: MockConfigEntry) -> None:
    with pytest.raises(HomeAssistantError) as caught:
        await inspect(hass)

    assert caught.value.translation_key == "store_takes_no_more"
    state = sensor(hass, site)
    assert state
    assert state.state == "unknown"


@pytest.mark.usefixtures("no_disk")
async def test_scheduled_inspection_that_cannot_be_kept_is_logged(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=6))
    await choose(hass, site, daily=True, time="07:00:00")

    await pass_to(hass, stage, dt_util.start_of_local_day() + timedelta(hours=7, seconds=1))
    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER)

    assert caplog.text.count("the network inspection could not be kept") == 1
