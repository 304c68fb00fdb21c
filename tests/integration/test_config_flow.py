"""Sites: adding, renaming, settings, and the chain to the first meter."""

from collections.abc import Generator
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import SOURCE_USER, FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.flows.intervals import clean_intervals, interval_errors
from custom_components.smart_campus.flows.names import clean_name


@pytest.fixture(autouse=True)
def site_runtime() -> Generator[None]:
    with patch("custom_components.smart_campus.async_setup_entry", return_value=True):
        yield


async def add_site(hass: HomeAssistant, name: str) -> Any:
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await hass.config_entries.flow.async_configure(result["flow_id"], {"name": name})


async def test_site_is_added_under_its_name(hass: HomeAssistant) -> None:
    result = await add_site(hass, "  Teaching   building A ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Teaching building A"
    assert result["data"] == {"name": "Teaching building A"}


async def test_several_sites_can_be_added(hass: HomeAssistant) -> None:
    await add_site(hass, "Library")
    result = await add_site(hass, "Canteen")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert [entry.title for entry in hass.config_entries.async_entries(DOMAIN)] == ["Library", "Canteen"]


@pytest.mark.parametrize(
    ("name", "error"),
    [("library", "site_exists"), (" \t\x00", "name_missing"), ("x" * 101, "name_too_long")],
)
async def test_unfit_site_name_is_refused_and_can_be_mended(hass: HomeAssistant, name: str, error: str) -> None:
    await add_site(hass, "Library")
    result = await add_site(hass, name)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"name": error}
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"name": "Canteen"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_new_site_goes_on_with_its_first_meter(hass: HomeAssistant) -> None:
    result = await add_site(hass, "Library")
    flow_type, flow_id = result["next_flow"]
    assert flow_type is FlowType.CONFIG_SUBENTRIES_FLOW
    assert hass.config_entries.subentries.async_get(flow_id)["step_id"] == "user"


async def test_site_is_added_even_when_no_meter_could_follow(hass: HomeAssistant) -> None:
    with patch("custom_components.smart_campus.flows.device.list_models", return_value={}):
        result = await add_site(hass, "Library")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "next_flow" not in result


async def test_site_is_renamed(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, title="Library", data={"name": "Library"})
    entry.add_to_hass(hass)
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"name": "Old library"})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert (entry.title, entry.data["name"]) == ("Old library", "Old library")


async def test_site_keeps_its_own_name_but_takes_no_other_sites(hass: HomeAssistant) -> None:
    MockConfigEntry(domain=DOMAIN, title="Canteen", data={"name": "Canteen"}).add_to_hass(hass)
    entry = MockConfigEntry(domain=DOMAIN, title="Library", data={"name": "Library"})
    entry.add_to_hass(hass)
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"name": "CANTEEN"})
    assert result["errors"] == {"name": "site_exists"}
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"name": "LIBRARY"})
    assert result["reason"] == "reconfigure_successful"


async def test_site_settings_hold_the_seconds_between_polls(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, title="Library", data={"name": "Library"})
    entry.add_to_hass(hass)
    result = await hass.config_entries.options.async_init(entry.entry_id)
    seconds = {"fast_s": 5, "normal_s": 60, "slow_s": 600}
    result = await hass.config_entries.options.async_configure(result["flow_id"], seconds)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == seconds


async def test_faster_values_cannot_be_asked_less_often_than_slower_ones(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, title="Library", data={"name": "Library"})
    entry.add_to_hass(hass)
    result = await hass.config_entries.options.async_init(entry.entry_id)
    wrong = {"fast_s": 60, "normal_s": 30, "slow_s": 600}
    result = await hass.config_entries.options.async_configure(result["flow_id"], wrong)
    assert result["errors"] == {"base": "intervals_order"}
    result = await hass.config_entries.options.async_configure(result["flow_id"], wrong | {"fast_s": 30})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("wrong", [{"fast_s": 0}, {"normal_s": 4}, {"slow_s": 86401}, {"fast_s": "soon"}])
async def test_seconds_outside_their_range_are_refused(hass: HomeAssistant, wrong: dict[str, Any]) -> None:
    entry = MockConfigEntry(domain=DOMAIN, title="Library", data={"name": "Library"})
    entry.add_to_hass(hass)
    result = await hass.config_entries.options.async_init(entry.entry_id)
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(result["flow_id"], wrong)


def test_intervals_left_out_follow_the_site() -> None:
    assert clean_intervals({"fast_s": None, "slow_s": 60.0}) == {"slow_s": 60}
    assert interval_errors({"slow_s": 60}) == {}


def test_name_keeps_the_words_and_loses_control_characters() -> None:
    assert clean_name("教学楼\u202e A\n\t1 ") == "教学楼 A 1"
