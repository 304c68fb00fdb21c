"""Commands to doors end as they should whoever waits for them, and the log says who stood behind them."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from custom_components.smart_campus.access import commands
from custom_components.smart_campus.access.log import AccessLog
from simulator.uhppote_board import CONTROLLED, NORMALLY_OPEN, Board
from simulator.uhppote_controller import UhppoteController

from .conftest import ALLOWED, entity_of, rows_of, start


@pytest.mark.parametrize("inner", ["lock.open", "script.opener"])
async def test_a_command_of_an_automation_is_logged_with_its_name(
    hass: HomeAssistant, controller: UhppoteController, inner: str
) -> None:
    await start(hass, controller, **ALLOWED)
    door = {"entity_id": entity_of(hass, "lock", "door1_lock")}
    opening = {"action": "lock.open", "target": door}
    assert await async_setup_component(hass, "script", {"script": {"opener": {"sequence": [opening]}}})
    automation = {
        "alias": "Open early",
        "triggers": {"trigger": "event", "event_type": "bell"},
        "actions": [opening if inner == "lock.open" else {"action": inner}],
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    hass.bus.async_fire("bell")
    await hass.async_block_till_done()
    rows = await rows_of(hass, kind="command")
    assert [(row["user_id"], row["user_name"], row["outcome"]) for row in rows] == [
        ("automation.open_early", "Open early", "noted"),
        ("automation.open_early", "Open early", "done"),
    ]
    state = hass.states.get(door["entity_id"])
    assert state is not None
    assert state.attributes["changed_by"] == "Open early"


async def test_a_command_whose_caller_is_stopped_is_done_and_logged_to_its_end(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller, **ALLOWED)
    device = entry.runtime_data.coordinators["gate"].device
    is_asked, may_go = asyncio.Event(), asyncio.Event()
    set_mode = device.set_mode

    async def slowly(*args: object) -> object:
        is_asked.set()
        await may_go.wait()
        return await set_mode(*args)

    with patch.object(device, "set_mode", slowly):
        door = {"entity_id": entity_of(hass, "lock", "door1_lock")}
        caller = asyncio.create_task(hass.services.async_call("lock", "unlock", door, blocking=True))
        await is_asked.wait()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        may_go.set()
        await hass.async_block_till_done()
    assert board.doors[1].mode == NORMALLY_OPEN
    assert [row["outcome"] for row in await rows_of(hass, kind="command")] == ["noted", "done"]


async def test_a_command_that_breaks_is_logged_as_unknown(hass: HomeAssistant, controller: UhppoteController) -> None:
    entry = await start(hass, controller, **ALLOWED)
    device = entry.runtime_data.coordinators["gate"].device
    door = {"entity_id": entity_of(hass, "lock", "door1_lock")}
    with patch.object(device, "open_door", side_effect=RuntimeError("broken")), pytest.raises(RuntimeError):
        await hass.services.async_call("lock", "open", door, blocking=True)
    rows = await rows_of(hass, kind="command")
    assert [(row["outcome"], row["reason"]) for row in rows] == [("noted", "requested"), ("failed", "unknown")]


async def test_a_log_that_hangs_holds_up_no_release_and_opens_no_door(
    hass: HomeAssistant, controller: UhppoteController, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(hass, controller, **ALLOWED)
    monkeypatch.setattr(commands, "LONGEST_WAIT_S", 0.01)
    doors = [entity_of(hass, "lock", f"door{door}_lock") for door in (1, 2)]
    may_write = asyncio.Event()
    append = AccessLog.append

    async def hang(log: AccessLog, rows: Any) -> None:
        await may_write.wait()
        await append(log, rows)

    with patch.object(AccessLog, "append", hang):
        await hass.services.async_call("smart_campus", "release_doors", {"entity_id": doors[0]}, blocking=True)
        with pytest.raises(HomeAssistantError) as caught:
            await hass.services.async_call("lock", "unlock", {"entity_id": doors[1]}, blocking=True)
        may_write.set()
        await hass.async_block_till_done()
    assert caught.value.translation_key == "access_log_takes_nothing"
    assert (board.doors[1].mode, board.doors[2].mode) == (NORMALLY_OPEN, CONTROLLED)
    rows = [(row["command"], row["outcome"], row["reason"]) for row in await rows_of(hass, kind="command")]
    assert rows == [
        ("release_doors", "noted", "requested"),
        ("release_doors", "done", ""),
        ("unlock", "noted", "requested"),
        ("unlock", "failed", "not_logged"),
    ]
