"""Two devices cannot have one place on a wire."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir

from simulator.campus import Campus
from tests.integration.meter_steps import reach_form, submit

from .conftest import MODBUS, install, number_of, poll_all
from .test_silence import subentry_at


async def test_flow_refuses_a_second_device_at_one_address(hass: HomeAssistant, campus: Campus) -> None:
    entry = await install(hass, campus, "n1")
    endpoint = campus.device("n1")["endpoint"]
    assert isinstance(endpoint, dict)
    place = {"host": endpoint["host"], "port": endpoint["port"], "name": "Twin"}

    result = await submit(hass, await reach_form(hass, entry, model=MODBUS), {**place, "address": "1"})
    assert result["errors"] == {"base": "already_configured"}
    result = await submit(hass, result, {**place, "address": "2"})
    assert result["step_id"] == "confirm"


async def test_script_cannot_add_a_second_device_at_one_address(hass: HomeAssistant, campus: Campus) -> None:
    entry = await install(hass, campus, "n1")
    asked = campus.meters["n1"].requests

    with pytest.raises(AbortFlow):
        hass.config_entries.async_add_subentry(entry, subentry_at(campus, "n1"))

    await poll_all(hass, entry)
    assert campus.meters["n1"].requests == asked + 2
    assert number_of(hass, "n1", "voltage") == 201
    assert not ir.async_get(hass).issues
