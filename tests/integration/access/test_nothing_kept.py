"""Numbers of cards and passwords of databases are in nothing that Home Assistant keeps of a call."""

import logging
from typing import Any

import pytest
from homeassistant.components.trace import DATA_TRACE
from homeassistant.core import EVENT_CALL_SERVICE, Event, HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.smart_campus.const import DOMAIN
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from .conftest import CARD, entity_of, start

WINDOW = {"from": "2126-11-20 08:00:00", "to": "2126-11-20 09:00:00"}
CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "grant_access": ({"credential": "7000001", **WINDOW}, "7000001"),
    "revoke_access": ({"credential": "7000001"}, "7000001"),
    "search_access_log": ({"card": str(CARD)}, str(CARD)),
    "export_access_log": ({"card": str(CARD)}, str(CARD)),
    "set_store_url": ({"url": "postgresql://me:sesame@127.0.0.1:1/db"}, "sesame"),
}


@pytest.mark.parametrize("action", CALLS)
async def test_a_call_by_a_script_is_kept_without_its_secret(
    hass: HomeAssistant,
    controller: UhppoteController,
    board: Board,
    caplog: pytest.LogCaptureFixture,
    action: str,
) -> None:
    data, secret = CALLS[action]
    await start(hass, controller)
    if action == "grant_access":
        data = {**data, "doors": [entity_of(hass, "lock", "door1_lock")]}
    step = {"action": f"{DOMAIN}.{action}", "data": data, "continue_on_error": True}
    if "search" in action:
        step["response_variable"] = "found"
    assert await async_setup_component(
        hass, "automation", {"automation": {"id": "it", "alias": "It", "triggers": [], "actions": [step]}}
    )
    calls: list[Event] = async_capture_events(hass, EVENT_CALL_SERVICE)
    caplog.set_level(logging.DEBUG, "homeassistant.core")
    caplog.clear()

    await hass.services.async_call("automation", "trigger", {"entity_id": "automation.it"}, blocking=True)
    await hass.async_block_till_done()

    kept = [event for event in calls if event.data["service"] == action]
    assert len(kept) == 1
    traces = [trace for bucket in hass.data[DATA_TRACE].values() for trace in bucket.all_traces()]
    ran = [trace.as_extended_dict()["trace"] for trace in traces]
    assert any("action/0" in trace for trace in ran)
    assert secret not in f"{kept[0].as_dict()}{ran}{caplog.text}"
    if action == "grant_access":
        assert 7000001 in board.cards


async def test_a_refused_call_is_kept_without_its_secret(
    hass: HomeAssistant, controller: UhppoteController, caplog: pytest.LogCaptureFixture
) -> None:
    await start(hass, controller)
    caplog.set_level(logging.DEBUG, "homeassistant.core")
    with pytest.raises(Exception, match="required") as caught:
        await hass.services.async_call(DOMAIN, "grant_access", {"credential": "7000001"}, blocking=True)
    assert "7000001" not in f"{caught.value!r}{caplog.text}"
