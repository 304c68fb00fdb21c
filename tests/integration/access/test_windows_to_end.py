"""Windows that are to end at gates that cannot be told: remembered, said, and taken away once the gate answers."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.access.connection import DATA_LISTENER
from custom_components.smart_campus.access.daily import DATA_IS_KEPT, async_review
from custom_components.smart_campus.access.grants import DATA_GRANTS, async_get_grants
from custom_components.smart_campus.campuslink.link.uhppote_listener import PushListener
from custom_components.smart_campus.const import DOMAIN
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from ..conftest import make_site, settle
from .conftest import entity_of, gate, local, read, rows_of, start
from .test_grants import VISITOR, call, grant


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-18 18:00:00+00:00")


async def a_minute_later(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    freezer.tick(61)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()


def repairs(hass: HomeAssistant) -> list[str | None]:
    issues = ir.async_get(hass).issues
    return [
        issue.translation_key
        for (domain, _), issue in issues.items()
        if domain == DOMAIN and "window" in issue.issue_id
    ]


async def test_a_revocation_at_a_silent_controller_is_done_when_it_is_back(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    await grant(hass, 1, 2)
    await controller.stop()
    with pytest.raises(HomeAssistantError, match="North gate could not be told") as caught:
        await call(hass, "revoke_access", [2])
    assert caught.value.translation_key == "revocation_waits"
    assert repairs(hass) == ["window_stays"]
    await read(hass, entry)
    await read(hass, entry)
    assert not entry.runtime_data.coordinators["gate"].is_answering
    rows = len(await rows_of(hass, kind="command"))
    await a_minute_later(hass, freezer)
    assert len(await rows_of(hass, kind="command")) == rows

    await controller.start()
    await read(hass, entry)
    await a_minute_later(hass, freezer)
    assert (board.cards[VISITOR].doors[0] >= 200, board.cards[VISITOR].doors[1]) == (True, 0)
    assert repairs(hass) == []
    assert [(one.before, one.is_to_end) for one in (await async_get_grants(hass)).held] == [({1: 0}, False)]


async def test_a_revocation_that_waits_outlives_a_restart(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    await grant(hass, 1)
    await controller.stop()
    with pytest.raises(HomeAssistantError):
        await call(hass, "revoke_access", None)
    await controller.start()
    del hass.data[DATA_GRANTS]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await read(hass, entry)
    await a_minute_later(hass, freezer)
    assert VISITOR not in board.cards


async def test_a_night_that_was_missed_is_made_up_for_at_the_start(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    await grant(hass, 1)
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(days=2))
    del hass.data[DATA_GRANTS], hass.data[DATA_IS_KEPT]
    assert await hass.config_entries.async_setup(entry.entry_id)
    await read(hass, entry)
    await a_minute_later(hass, freezer)
    assert VISITOR not in board.cards


async def test_a_gate_that_was_removed_is_forgotten(
    hass: HomeAssistant, controller: UhppoteController, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    await grant(hass, 1)
    hass.config_entries.async_remove_subentry(entry, "gate")
    await hass.async_block_till_done()
    freezer.tick(timedelta(days=1))
    await async_review(hass)
    assert (await async_get_grants(hass)).held == ()


async def test_a_silent_controller_keeps_no_other_from_taking_a_window_away(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    other = Board(serial=225419896, doors_count=2, now=board.now)
    hass.data[DATA_LISTENER] = PushListener(port=0, address="127.0.0.1")
    async with UhppoteController(other) as second:
        entry = await two_gates(hass, controller, second)
        now = dt_util.utcnow()
        doors = [entity_of(hass, "lock", "door1_lock"), "lock.south_gate_door_2"]
        window = {"from": local(now), "to": local(now + timedelta(hours=3))}
        await hass.services.async_call(
            DOMAIN, "grant_access", {"credential": str(VISITOR), "doors": doors, **window}, blocking=True
        )
        assert VISITOR in board.cards
        assert VISITOR in other.cards
        await controller.stop()
        with pytest.raises(HomeAssistantError, match="North gate"):
            await call(hass, "revoke_access", None)
        assert (VISITOR in board.cards, VISITOR in other.cards) == (True, False)
        assert await hass.config_entries.async_unload(entry.entry_id)


async def two_gates(hass: HomeAssistant, first: UhppoteController, second: UhppoteController) -> MockConfigEntry:
    described = gate(second)
    described["subentry_id"], described["unique_id"], described["title"] = "gate2", "gate:2", "South gate"
    described["data"] = {**described["data"], "address": "225419896", "key": "gate2"}
    entry = make_site(gate(first), described)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry
