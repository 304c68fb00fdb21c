"""Leave and visit windows: on the controller, proven, remembered without the clear number, taken away again."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.access.daily import async_review
from custom_components.smart_campus.access.grants import async_get_grants
from custom_components.smart_campus.access.log import async_get_access_log
from custom_components.smart_campus.const import DOMAIN
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from ..conftest import settle
from .conftest import entity_of, local, read, rows_of, start

VISITOR = 7000001


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-18 18:00:00+00:00")


async def call(hass: HomeAssistant, action: str, doors: list[int] | None, **data: Any) -> None:
    entities = {} if doors is None else {"doors": [entity_of(hass, "lock", f"door{door}_lock") for door in doors]}
    await hass.services.async_call(DOMAIN, action, {"credential": str(VISITOR), **entities, **data}, blocking=True)


async def grant(hass: HomeAssistant, *doors: int, hours: float = 2) -> None:
    now = dt_util.utcnow()
    await call(
        hass,
        "grant_access",
        list(doors),
        **{"from": local(now + timedelta(hours=1)), "to": local(now + timedelta(hours=1 + hours))},
    )


async def test_a_window_ends_on_the_controller_with_home_assistant_stopped(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    await grant(hass, 1, 2)
    assert await hass.config_entries.async_unload(entry.entry_id)
    passed = []
    for hours in (0.5, 1.5, 2.5, 3.5):
        freezer.move_to(f"2026-11-18 {18 + int(hours)}:{int(hours % 1 * 60):02}:00+00:00")
        passed.append((board.swipe(VISITOR, 1), board.swipe(VISITOR, 3)))
    assert passed == [(False, False), (True, False), (True, False), (False, False)]


async def test_a_grant_is_logged_with_its_pseudonym_and_kept_without_the_clear_number(
    hass: HomeAssistant, controller: UhppoteController, hass_storage: dict[str, Any]
) -> None:
    await start(hass, controller)
    await grant(hass, 1)
    rows = await rows_of(hass, kind="command")
    assert [(row["command"], row["outcome"], row["door"]) for row in rows] == [
        ("grant_access", "noted", 1),
        ("grant_access", "done", 1),
    ]
    assert len(hass_storage["smart_campus.grants"]["data"]) == 1
    assert str(VISITOR) not in str(hass_storage["smart_campus.grants"]) + str(rows)


@pytest.mark.parametrize("fault", ["refuses_cards", "forgets_cards"])
async def test_a_grant_the_controller_does_not_keep_is_reported(
    hass: HomeAssistant, controller: UhppoteController, board: Board, fault: str
) -> None:
    await start(hass, controller)
    setattr(board, fault, True)
    with pytest.raises(HomeAssistantError) as caught:
        await grant(hass, 1)
    assert caught.value.translation_key == "command_refused"
    assert (await async_get_grants(hass)).held == ()
    assert (await rows_of(hass, kind="command"))[-1]["outcome"] == "failed"


async def test_revoking_takes_the_window_away(hass: HomeAssistant, controller: UhppoteController, board: Board) -> None:
    await start(hass, controller)
    await grant(hass, 1, 2)
    await call(hass, "revoke_access", [2])
    assert (board.cards[VISITOR].doors[0] > 0, board.cards[VISITOR].doors[1]) == (True, 0)
    await call(hass, "revoke_access", None)
    assert VISITOR not in board.cards
    with pytest.raises(ServiceValidationError):
        await call(hass, "revoke_access", None)


async def test_a_card_may_be_named_by_its_pseudonym(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller)
    log = await async_get_access_log(hass)
    now = dt_util.utcnow()
    window = {"from": local(now), "to": local(now + timedelta(hours=2)), "credential": log.pseudonym(str(VISITOR))}
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "grant_access", [1], **window)
    assert caught.value.translation_key == "unknown_credential"
    await grant(hass, 1)
    await call(hass, "revoke_access", None, credential=log.pseudonym(str(VISITOR)))
    assert VISITOR not in board.cards
    await call(hass, "grant_access", [1], **window)
    assert VISITOR in board.cards


async def test_a_window_is_known_after_a_restart(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    await grant(hass, 1)
    for key in [key for key in hass.data if str(key) == "smart_campus_grants"]:
        del hass.data[key]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await call(hass, "revoke_access", None)
    assert VISITOR not in board.cards


async def test_expired_credentials_are_taken_off_the_controller_once_a_day(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    await start(hass, controller)
    await grant(hass, 1)
    await async_review(hass)
    assert VISITOR in board.cards
    freezer.tick(timedelta(hours=4))
    await async_review(hass)
    assert VISITOR not in board.cards
    assert (await async_get_grants(hass)).held == ()
    assert (await rows_of(hass, kind="command"))[-1]["command"] == "revoke_access"


async def test_an_expired_credential_on_a_silent_controller_is_tried_again(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    await start(hass, controller)
    await grant(hass, 1)
    freezer.tick(timedelta(hours=4))
    await controller.stop()
    await async_review(hass)
    assert len((await async_get_grants(hass)).held) == 1
    await controller.start()
    await async_review(hass)
    assert VISITOR not in board.cards


async def test_a_clock_that_is_off_is_set_at_night(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.jump_clock(timedelta(minutes=7))
    entry = await start(hass, controller)
    await read(hass, entry)
    await async_review(hass)
    assert abs(board.shift) < timedelta(seconds=2)


async def test_a_clock_that_holds_no_time_is_set_though_nobody_looks_at_it(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    registry = er.async_get(hass)
    registry.async_update_entity(entity_of(hass, "sensor", "clock_drift"), disabled_by=er.RegistryEntryDisabler.USER)
    assert await hass.config_entries.async_reload(entry.entry_id)
    board.has_lost_time = True
    await settle(hass, entry)
    await read(hass, entry)
    await async_review(hass)
    assert not board.has_lost_time


async def test_a_clock_is_left_alone_where_that_is_asked(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.jump_clock(timedelta(minutes=7))
    entry = await start(hass, controller, sync_clock=False)
    await read(hass, entry)
    await async_review(hass)
    assert board.shift == timedelta(minutes=7)


async def test_windows_that_are_over_or_turned_around_are_not_granted(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller)
    now = dt_util.utcnow()
    for begin, end in ((now, now - timedelta(hours=1)), (now - timedelta(days=2), now - timedelta(days=1))):
        with pytest.raises(ServiceValidationError):
            await call(hass, "grant_access", [1], **{"from": local(begin), "to": local(end)})
    assert VISITOR not in board.cards


async def test_only_doors_of_gates_are_granted(hass: HomeAssistant, controller: UhppoteController) -> None:
    await start(hass, controller)
    now = dt_util.utcnow()
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            DOMAIN,
            "grant_access",
            {
                "credential": str(VISITOR),
                "doors": ["lock.elsewhere"],
                "from": local(now),
                "to": local(now + timedelta(hours=1)),
            },
            blocking=True,
        )


@pytest.mark.parametrize("action", ["grant_access", "revoke_access", "release_doors"])
async def test_granting_and_releasing_is_for_administrators(
    hass: HomeAssistant, controller: UhppoteController, hass_read_only_user: MockUser, action: str
) -> None:
    await start(hass, controller, allow_release=True)
    door = entity_of(hass, "lock", "door1_lock")
    window = {"from": "2026-11-19 08:00:00", "to": "2026-11-19 09:00:00"} if action == "grant_access" else {}
    credential = {} if action == "release_doors" else {"credential": str(VISITOR)}
    doors = {"entity_id" if action == "release_doors" else "doors": [door]}
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            action,
            {**credential, **doors, **window},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
        )
