"""Doors in Home Assistant: states that do not pretend, and commands that are allowed, logged and proven."""

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.const import DOMAIN
from simulator.faults import Fault, FaultKind
from simulator.uhppote_board import CONTROLLED, NORMALLY_CLOSED, NORMALLY_OPEN, Board
from simulator.uhppote_controller import UhppoteController

from .conftest import ALLOWED, entity_of, read, rows_of, start, state_of


async def command(hass: HomeAssistant, action: str, door: int = 1, context: Context | None = None) -> None:
    entity_id = entity_of(hass, "lock", f"door{door}_lock")
    await hass.services.async_call("lock", action, {"entity_id": entity_id}, blocking=True, context=context)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    await read(hass, entry)


async def test_every_door_is_a_lock_that_shows_its_strike(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    assert [state_of(hass, "lock", f"door{door}_lock") for door in (1, 2, 3, 4)] == ["locked"] * 4
    board.doors[2].mode = NORMALLY_OPEN
    await read(hass, entry)
    assert state_of(hass, "lock", "door2_lock") == "unlocked"


async def test_a_door_that_stands_open_is_not_shown_as_locked(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    board.open_contact(1)
    await read(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "open"
    assert state_of(hass, "binary_sensor", "door1_open") == "on"
    assert state_of(hass, "binary_sensor", "door1_forced") == "on"


async def test_a_silent_controller_shows_no_lock_as_locked(hass: HomeAssistant, controller: UhppoteController) -> None:
    entry = await start(hass, controller)
    controller.is_off = True
    await read(hass, entry)
    await read(hass, entry)
    assert [state_of(hass, "lock", f"door{door}_lock") for door in (1, 2, 3, 4)] == ["unavailable"] * 4


async def test_a_strike_that_stays_unlocked_is_jammed(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.doors[1].delay_s = 0
    entry = await start(hass, controller)
    seconds = 0.0
    device = entry.runtime_data.coordinators["gate"].device
    device._steady = lambda: seconds
    board.doors[1].unlocked_until = board.steady() + 1000
    await read(hass, entry)
    seconds = 10.0
    await read(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "jammed"


@pytest.mark.parametrize("action", ["unlock", "open"])
async def test_nothing_opens_until_it_is_allowed(
    hass: HomeAssistant, controller: UhppoteController, board: Board, action: str
) -> None:
    await start(hass, controller)
    with pytest.raises(ServiceValidationError, match="An administrator can allow it in the settings of the device"):
        await command(hass, action)
    assert (board.is_unlocked(1), board.doors[1].mode) == (False, CONTROLLED)


async def test_an_opening_is_logged_before_and_after_with_the_person(
    hass: HomeAssistant, controller: UhppoteController, board: Board, hass_admin_user: MockUser
) -> None:
    await start(hass, controller, **ALLOWED)
    await command(hass, "open", context=Context(user_id=hass_admin_user.id))
    assert board.is_unlocked(1)
    assert state_of(hass, "lock", "door1_lock") == "unlocked"
    rows = await rows_of(hass, kind="command")
    assert [(row["command"], row["outcome"], row["door"], row["user_name"]) for row in rows] == [
        ("open", "noted", 1, hass_admin_user.name),
        ("open", "done", 1, hass_admin_user.name),
    ]
    assert (rows[0]["controller"], rows[0]["site"], rows[0]["door_name"]) == ("405419896", "North", "Door 1")
    state = hass.states.get(entity_of(hass, "lock", "door1_lock"))
    assert state is not None
    assert state.attributes["changed_by"] == hass_admin_user.name


async def test_unlocking_leaves_open_and_locking_lets_cards_decide(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, **ALLOWED)
    await command(hass, "unlock")
    assert (board.doors[1].mode, state_of(hass, "lock", "door1_lock")) == (NORMALLY_OPEN, "unlocked")
    await command(hass, "lock")
    assert (board.doors[1].mode, state_of(hass, "lock", "door1_lock")) == (CONTROLLED, "locked")


async def test_locking_never_opens_a_door_that_is_closed_for_everybody(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.doors[1].mode = NORMALLY_CLOSED
    await start(hass, controller)
    await command(hass, "lock")
    assert board.doors[1].mode == NORMALLY_CLOSED


async def test_a_refused_opening_is_said_and_logged(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.doors[1].mode = NORMALLY_CLOSED
    await start(hass, controller, **ALLOWED)
    with pytest.raises(HomeAssistantError) as caught:
        await command(hass, "open")
    assert caught.value.translation_key == "command_refused"
    assert str(caught.value) == "North gate refused: the controller does not open door 1 now"
    assert [row["outcome"] for row in await rows_of(hass, kind="command")] == ["noted", "failed"]


async def test_a_reboot_in_the_middle_of_an_opening_is_unknown_and_never_assumed(
    hass: HomeAssistant, controller: UhppoteController
) -> None:
    entry = await start(hass, controller, **ALLOWED)
    controller.reboots_on = 0x40
    with pytest.raises(HomeAssistantError) as caught:
        await command(hass, "open")
    assert caught.value.translation_key == "command_unknown"
    assert (await rows_of(hass, kind="command"))[-1]["reason"] == "unknown"
    await read(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "locked"
    assert [row["reason"] for row in await rows_of(hass, kind="event")][-2:] == ["remote_opened", "restarted power_on"]


async def test_modes_are_a_choice_only_where_they_are_allowed(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller, **ALLOWED)
    entity_id = entity_of(hass, "select", "door3_mode")
    await hass.services.async_call(
        "select", "select_option", {"entity_id": entity_id, "option": "normally_closed"}, blocking=True
    )
    await read(hass, entry)
    assert (board.doors[3].mode, state_of(hass, "select", "door3_mode")) == (NORMALLY_CLOSED, "normally_closed")


async def test_an_unlock_time_is_set_only_where_that_is_allowed(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller, **ALLOWED)
    entity_id = entity_of(hass, "number", "door2_delay")
    await hass.services.async_call("number", "set_value", {"entity_id": entity_id, "value": 12}, blocking=True)
    await read(hass, entry)
    assert (board.doors[2].delay_s, board.doors[2].mode) == (12, CONTROLLED)
    assert state_of(hass, "number", "door2_delay") == "12"
    assert {row["command"] for row in await rows_of(hass, kind="command")} == {"set_unlock_time 12 s"}


async def test_modes_are_no_choice_by_default(hass: HomeAssistant, controller: UhppoteController) -> None:
    entry = await start(hass, controller)
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert [entity.entity_id for entity in entities if entity.domain in {"select", "number"}] == []


async def test_garbled_answers_change_no_door(hass: HomeAssistant, controller: UhppoteController) -> None:
    entry = await start(hass, controller)
    controller.fault = Fault(kind=FaultKind.GARBAGE)
    await read(hass, entry)
    await read(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "unavailable"
    controller.fault = Fault()
    await read(hass, entry)
    assert state_of(hass, "lock", "door1_lock") == "locked"


async def test_release_opens_every_door_named_and_only_where_allowed(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, allow_release=True)
    doors = [entity_of(hass, "lock", f"door{door}_lock") for door in (1, 3)]
    await hass.services.async_call("smart_campus", "release_doors", {"entity_id": doors}, blocking=True)
    await hass.async_block_till_done()
    assert [board.doors[door].mode for door in (1, 2, 3, 4)] == [NORMALLY_OPEN, CONTROLLED, NORMALLY_OPEN, CONTROLLED]


async def test_release_does_nothing_where_it_is_not_allowed(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, allow_open=True)
    door = entity_of(hass, "lock", "door1_lock")
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call("smart_campus", "release_doors", {"entity_id": [door]}, blocking=True)
    assert board.doors[1].mode == CONTROLLED


async def test_a_fire_input_opens_no_door_by_itself(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller, **ALLOWED)
    board.set_fire(is_burning=True)
    await read(hass, entry)
    assert state_of(hass, "binary_sensor", "fire_alarm") == "on"
    assert [board.doors[door].mode for door in (1, 2, 3, 4)] == [CONTROLLED] * 4
