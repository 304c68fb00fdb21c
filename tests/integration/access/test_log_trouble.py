"""What happens at doors while the access log takes nothing, and grants over several controllers."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.access import daily
from custom_components.smart_campus.access.connection import DATA_LISTENER
from custom_components.smart_campus.access.log import AccessLog
from custom_components.smart_campus.campuslink.link.uhppote_listener import PushListener
from custom_components.smart_campus.store.rules.errors import StoreFullError, StoreUnavailableError
from simulator.uhppote_board import CONTROLLED, NORMALLY_CLOSED, NORMALLY_OPEN, Board
from simulator.uhppote_controller import UhppoteController

from ..conftest import make_site, settle
from .conftest import ALLOWED, CARD, entity_of, gate, local, read, rows_of, start, state_of

FULL = patch.object(AccessLog, "append", side_effect=StoreFullError("disk full"))


async def test_nothing_opens_that_cannot_be_logged(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, **ALLOWED)
    door = entity_of(hass, "lock", "door1_lock")
    for action in ("open", "unlock"):
        with FULL, pytest.raises(HomeAssistantError) as caught:
            await hass.services.async_call("lock", action, {"entity_id": door}, blocking=True)
        assert caught.value.translation_key == "access_log_takes_nothing"
    assert (board.is_unlocked(1), board.doors[1].mode) == (False, CONTROLLED)


async def test_a_door_is_locked_even_where_that_cannot_be_logged(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.doors[1].mode = NORMALLY_OPEN
    await start(hass, controller)
    with FULL:
        await hass.services.async_call(
            "lock", "lock", {"entity_id": entity_of(hass, "lock", "door1_lock")}, blocking=True
        )
    assert board.doors[1].mode == CONTROLLED


async def test_doors_are_released_even_where_that_cannot_be_logged(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, **ALLOWED)
    doors = [entity_of(hass, "lock", f"door{door}_lock") for door in (1, 2)]
    with FULL:
        await hass.services.async_call("smart_campus", "release_doors", {"entity_id": doors}, blocking=True)
    assert [board.doors[door].mode for door in (1, 2)] == [NORMALLY_OPEN, NORMALLY_OPEN]


async def test_a_door_that_is_not_released_keeps_no_other_shut(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, **ALLOWED)
    doors = [entity_of(hass, "lock", f"door{door}_lock") for door in (1, 2)]
    controller.reboots_on = 0x80
    with pytest.raises(HomeAssistantError) as caught:
        await hass.services.async_call("smart_campus", "release_doors", {"entity_id": doors}, blocking=True)
    assert caught.value.translation_key == "command_unknown"
    assert board.doors[2].mode == NORMALLY_OPEN


async def test_a_door_that_is_gone_keeps_no_other_shut(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, **ALLOWED)
    doors = ["lock.of_a_gate_out_of_operation", entity_of(hass, "lock", "door2_lock")]
    with pytest.raises(HomeAssistantError) as caught:
        await hass.services.async_call("smart_campus", "release_doors", {"entity_id": doors}, blocking=True)
    assert caught.value.translation_key == "no_door"
    assert board.doors[2].mode == NORMALLY_OPEN


async def test_events_wait_on_the_controller_while_the_database_is_gone(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.swipe(CARD, 1)
    gone = patch.object(AccessLog, "last_event_index", side_effect=StoreUnavailableError("no route"))
    with gone:
        entry = await start(hass, controller)
        board.swipe(CARD, 2)
        await read(hass, entry)
        assert state_of(hass, "lock", "door3_lock") == "locked"
        assert await rows_of(hass, kind="event") == []
    await read(hass, entry)
    assert [row["reason"] for row in await rows_of(hass, kind="event")] == ["log_started"]


async def test_the_night_goes_on_when_the_store_is_gone(
    hass: HomeAssistant, controller: UhppoteController, caplog: pytest.LogCaptureFixture
) -> None:
    await start(hass, controller)
    with patch.object(daily, "async_get_grants", side_effect=StoreUnavailableError("no route")):
        await daily.async_review(hass)
    assert "Expired credentials stay" in caplog.text


async def test_a_clock_that_cannot_be_set_is_said_once_a_night(
    hass: HomeAssistant, controller: UhppoteController, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    board.jump_clock(timedelta(minutes=7))
    entry = await start(hass, controller)
    await read(hass, entry)
    controller.reboots_on = 0x30
    await daily.async_review(hass)
    assert "stays off" in caplog.text


async def test_a_window_one_controller_refuses_is_on_none_of_them(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    other = Board(serial=225419896, doors_count=2, now=board.now)
    other.refuses_cards = True
    hass.data[DATA_LISTENER] = PushListener(port=0, address="127.0.0.1")
    async with UhppoteController(other) as second:
        described = gate(second)
        described["subentry_id"], described["unique_id"], described["title"] = "gate2", "gate:2", "South gate"
        described["data"] = {**described["data"], "address": "225419896", "key": "gate2"}
        entry = make_site(gate(controller), described)
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await settle(hass, entry)
        now = dt_util.utcnow()
        with pytest.raises(HomeAssistantError):
            await hass.services.async_call(
                "smart_campus",
                "grant_access",
                {
                    "credential": "7000001",
                    "doors": [entity_of(hass, "lock", "door1_lock"), "lock.south_gate_door_2"],
                    "from": local(now),
                    "to": local(now + timedelta(hours=3)),
                },
                blocking=True,
            )
        assert (list(board.cards), list(other.cards)) == ([CARD], [])
        assert await hass.config_entries.async_unload(entry.entry_id)


async def test_a_door_closed_for_everybody_keeps_its_window_shut(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.doors[1].mode = NORMALLY_CLOSED
    entry = await start(hass, controller)
    board.swipe(CARD, 1)
    await read(hass, entry)
    assert [(row["outcome"], row["reason"]) for row in await rows_of(hass, kind="event")][-1] == (
        "denied",
        "door_closed_for_all",
    )
