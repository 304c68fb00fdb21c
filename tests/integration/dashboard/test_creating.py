"""A new site brings its dashboard into core's own collection of them, and never touches one that is there."""

from collections.abc import Generator
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.dashboard.creating import CONFIG, URL_PATH, async_can_create

OTHER = {"views": [{"title": "Mine"}]}


@pytest.fixture(autouse=True)
def no_site() -> Generator[None]:
    with patch("custom_components.smart_campus.async_setup_entry", return_value=True):
        yield


@pytest.fixture
async def lovelace(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "lovelace", {})


async def add_site(hass: HomeAssistant, name: str = "North", **entered: Any) -> Any:
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await hass.config_entries.flow.async_configure(result["flow_id"], {"name": name, **entered})


@pytest.mark.usefixtures("lovelace", "hass_admin_user")
@pytest.mark.parametrize(("language", "title"), [("en", "Smart Campus"), ("zh-Hans", "智慧校园")])
async def test_dashboard_is_created_unless_somebody_says_otherwise(
    hass: HomeAssistant, language: str, title: str
) -> None:
    hass.config.language = language
    result = await add_site(hass, dashboard=False)
    assert result["description"] is None
    assert URL_PATH not in hass.data[LOVELACE_DATA].dashboards
    result = await add_site(hass, "South")
    assert (result["description"], result["data"]) == ("dashboard_created", {"name": "South"})
    made = hass.data[LOVELACE_DATA].dashboards[URL_PATH]
    assert await made.async_load(False) == CONFIG
    assert made.config is not None
    assert (made.config["title"], made.config["require_admin"], made.config["show_in_sidebar"]) == (title, False, True)


@pytest.mark.usefixtures("lovelace", "hass_admin_user")
async def test_dashboard_that_is_there_is_left_as_it_is(hass: HomeAssistant) -> None:
    await add_site(hass)
    made = hass.data[LOVELACE_DATA].dashboards[URL_PATH]
    await made.async_save(OTHER)
    assert not async_can_create(hass)
    assert (await add_site(hass, "South"))["description"] is None
    assert (await add_site(hass, "West", dashboard=True))["description"] == "dashboard_exists"
    assert await made.async_load(False) == OTHER


@pytest.mark.usefixtures("lovelace", "hass_admin_user")
async def test_dashboard_that_could_not_be_filled_is_removed_again(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    target = "homeassistant.components.lovelace.dashboard.LovelaceStorage.async_save"
    with patch(target, side_effect=HomeAssistantError("disk full")):
        result = await add_site(hass)
    assert result["description"] == "dashboard_failed"
    assert "disk full" in caplog.text
    assert URL_PATH not in hass.data[LOVELACE_DATA].dashboards
    assert async_can_create(hass)
    assert (await add_site(hass, "South"))["description"] == "dashboard_created"


@pytest.mark.usefixtures("lovelace")
async def test_nobody_is_taken_for_an_administrator(hass: HomeAssistant, hass_read_only_user: MockUser) -> None:
    for user in await hass.auth.async_get_users():
        user.is_active = user.id == hass_read_only_user.id
    assert (await add_site(hass))["description"] == "dashboard_failed"
    assert URL_PATH not in hass.data[LOVELACE_DATA].dashboards


async def test_home_assistant_without_dashboards_gets_a_site_all_the_same(hass: HomeAssistant) -> None:
    assert (await add_site(hass))["description"] is None
    assert (await add_site(hass, "South", dashboard=True))["description"] == "dashboard_failed"
    assert [entry.title for entry in hass.config_entries.async_entries(DOMAIN)] == ["North", "South"]
