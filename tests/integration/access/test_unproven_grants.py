"""Windows a controller may have kept before it fell silent, and windows that are over when others are given."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.access.grants import async_get_grants
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from .conftest import CARD, local, rows_of, start
from .test_grants import VISITOR, call, grant

PUT_CARD = 0x50


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-18 18:00:00+00:00")


async def test_a_window_that_may_be_on_the_controller_can_be_taken_away(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller, transport="tcp")

    def answers(packet: bytes) -> list[bytes]:
        found = UhppoteController.answers(controller, packet)
        controller.is_off = controller.is_off or packet[1] == PUT_CARD
        return [] if controller.is_off else found

    controller.answers = answers  # type: ignore[method-assign]
    with pytest.raises(HomeAssistantError) as caught:
        await grant(hass, 1)
    assert caught.value.translation_key == "grant_left_behind"
    assert VISITOR in board.cards
    assert {row["reason"] for row in await rows_of(hass, kind="command")} == {"requested", "unknown"}

    controller.is_off = False
    del controller.answers
    await call(hass, "revoke_access", None)
    assert VISITOR not in board.cards
    assert (await async_get_grants(hass)).held == ()


async def test_a_window_that_is_over_is_taken_off_before_another_is_given(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    await start(hass, controller)
    now = dt_util.utcnow()
    window = {"from": local(now), "to": local(now + timedelta(hours=1))}
    await call(hass, "grant_access", [3], **{**window, "credential": str(CARD)})
    assert board.cards[CARD].doors[2] >= 200
    freezer.tick(timedelta(days=2))
    await grant(hass, 1)
    assert board.cards[CARD].doors == (1, 1, 0, 0)
    assert [grant.before for grant in (await async_get_grants(hass)).held] == [{1: 0}]
