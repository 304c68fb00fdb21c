"""From a swipe to the log and to automations: each event once, over bursts, outages and restarts."""

import asyncio
from datetime import timedelta
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.access.connection import DATA_LISTENER
from custom_components.smart_campus.access.log import AccessLog, async_get_access_log
from custom_components.smart_campus.access.rules.retention import RetentionRule
from custom_components.smart_campus.store.rules.errors import StoreFullError
from simulator.faults import Fault, FaultKind
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from .conftest import CARD, SERIAL, entity_of, read, rows_of, start, state_of


def watch(hass: HomeAssistant) -> list[dict[str, object]]:
    """Collect what the event entity tells."""
    seen: list[dict[str, object]] = []

    @callback
    def collect(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) is not None and "event_type" in state.attributes:
            seen.append(dict(state.attributes))

    async_track_state_change_event(hass, [entity_of(hass, "event", "access")], collect)
    return seen


async def test_a_swipe_is_in_the_log_and_shown_with_a_pseudonym(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    seen = watch(hass)
    board.swipe(CARD, 1)
    board.swipe(CARD, 3, direction=2)
    await read(hass, entry)
    log = await async_get_access_log(hass)
    pseudonym = log.pseudonym(str(CARD))
    assert [(one["event_type"], one["door"], one["direction"], one["reason"], one["credential"]) for one in seen] == [
        ("granted", 1, "in", None, pseudonym),
        ("denied", 3, "out", "no_right", pseudonym),
    ]
    rows = await rows_of(hass, kind="event")
    assert [(row["outcome"], row["door"], row["reason"], row["credential"]) for row in rows[1:]] == [
        ("granted", 1, "", pseudonym),
        ("denied", 3, "no_right", pseudonym),
    ]
    assert str(CARD) not in str(rows)
    lock = hass.states.get(entity_of(hass, "lock", "door1_lock"))
    assert lock is not None
    assert lock.attributes["changed_by"] == pseudonym


async def test_news_of_a_swipe_comes_without_waiting_for_the_next_poll(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    await start(hass, controller)
    heard = asyncio.Event()
    entity_id = entity_of(hass, "event", "access")
    async_track_state_change_event(hass, [entity_id], callback(lambda _event: heard.set()))
    assert board.listener == ("127.0.0.1", hass.data[DATA_LISTENER].port, 0)
    board.swipe(CARD, 1)
    async with asyncio.timeout(5):
        await heard.wait()
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.attributes["event_type"] == "granted"


async def test_a_thousand_swipes_in_a_second_are_each_logged_once(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    for card in range(1000):
        board.swipe(card + 1, card % 4 + 1)
    for _ in range(5):
        await read(hass, entry)
    rows = await rows_of(hass, outcome="denied")
    first = rows[0]["event_index"]
    assert [row["event_index"] for row in rows] == list(range(first, first + 1000))


async def test_a_swipe_while_home_assistant_restarts_is_found_afterwards(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    board.swipe(CARD, 1)
    await read(hass, entry)
    assert await hass.config_entries.async_unload(entry.entry_id)
    board.swipe(CARD, 2)
    board.swipe(99, 2)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await read(hass, entry)
    rows = await rows_of(hass, kind="event")
    assert [(row["reason"] or row["outcome"], row["door"]) for row in rows] == [
        ("log_started", None),
        ("granted", 1),
        ("granted", 2),
        ("unknown_card", 2),
    ]


async def test_a_swipe_during_an_outage_is_found_afterwards(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    controller.is_off = True
    await read(hass, entry)
    await read(hass, entry)
    board.swipe(CARD, 1)
    controller.is_off = False
    await read(hass, entry)
    assert [row["outcome"] for row in await rows_of(hass, kind="event")] == ["noted", "granted"]


async def test_events_stay_on_the_controller_while_the_log_takes_none(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    seen = watch(hass)
    board.swipe(CARD, 1)
    with patch.object(AccessLog, "append", side_effect=StoreFullError("disk full")):
        await read(hass, entry)
        assert seen == []
        assert state_of(hass, "lock", "door1_lock") == "unlocked"
    await read(hass, entry)
    assert [one["event_type"] for one in seen] == ["granted"]


async def test_replayed_and_foreign_packets_log_nothing_twice(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    for card in range(1, 6):
        board.swipe(card, 1)
    for kind in (FaultKind.WRONG_TRANSACTION, FaultKind.NOISE, FaultKind.WRONG_LENGTH, FaultKind.WRONG_UNIT):
        controller.fault = Fault(kind=kind)
        await read(hass, entry)
    controller.fault = Fault()
    await read(hass, entry)
    assert len(await rows_of(hass, outcome="denied")) == 5


async def test_a_clock_that_jumps_loses_and_doubles_nothing(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    board.swipe(CARD, 1)
    board.jump_clock(timedelta(days=-30))
    board.swipe(CARD, 1)
    await read(hass, entry)
    await read(hass, entry)
    rows = await rows_of(hass, kind="event")
    assert [row["event_index"] for row in rows[1:]] == [1, 2]
    assert rows[1]["at_ms"] - rows[2]["at_ms"] > timedelta(days=29) / timedelta(milliseconds=1)


async def test_passing_found_out_long_after_is_logged_and_no_news(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    seen = watch(hass)
    board.swipe(CARD, 1)
    board.open_contact(3)
    freezer.tick(timedelta(minutes=11))
    await read(hass, entry)
    assert [one["event_type"] for one in seen] == ["door_forced"]
    assert "granted" in [row["outcome"] for row in await rows_of(hass, kind="event")]


@pytest.mark.parametrize("days", [-9000, 9000])
async def test_a_swipe_at_a_clock_that_was_reset_is_found_by_its_true_time_and_kept(
    hass: HomeAssistant, controller: UhppoteController, board: Board, days: int
) -> None:
    entry = await start(hass, controller)
    board.jump_clock(timedelta(days=days))
    board.swipe(CARD, 1)
    await read(hass, entry)
    log: AccessLog = await async_get_access_log(hass)
    await log.async_set_retention(RetentionRule(days=180), remove=False)
    assert await log.async_remove_expired(dt_util.utcnow()) == 0
    (row,) = await rows_of(hass, kind="event", controller=str(SERIAL), door=1)
    assert abs(row["at_ms"] / 1000 - dt_util.utcnow().timestamp()) < 3600
    device = entry.runtime_data.coordinators["gate"].device
    device.trail.index = row["event_index"] - 1
    await read(hass, entry)
    assert len(await rows_of(hass, kind="event", door=1)) == 1


@pytest.mark.parametrize("hours", [-2, 2])
async def test_passing_just_now_is_news_at_a_controller_whose_clock_is_wrong(
    hass: HomeAssistant, controller: UhppoteController, board: Board, hours: int
) -> None:
    entry = await start(hass, controller)
    seen = watch(hass)
    board.jump_clock(timedelta(hours=hours))
    board.swipe(CARD, 1)
    await read(hass, entry)
    assert [one["event_type"] for one in seen] == ["granted"]


@pytest.mark.parametrize(("trigger", "door"), [("access_denied", 3), ("door_forced", 4)])
async def test_triggers_follow_what_happens_at_doors(
    hass: HomeAssistant, controller: UhppoteController, board: Board, trigger: str, door: int
) -> None:
    entry = await start(hass, controller)
    fired: list[object] = []
    hass.bus.async_listen("door_news", callback(lambda event: fired.append(event.data)))
    automation = {
        "triggers": {
            "trigger": f"smart_campus.{trigger}",
            "target": {"entity_id": entity_of(hass, "event", "access")},
        },
        "actions": {"event": "door_news"},
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()
    board.swipe(CARD, 1)
    await read(hass, entry)
    assert fired == []
    if trigger == "access_denied":
        board.swipe(CARD, door)
    else:
        board.open_contact(door)
    await read(hass, entry)
    assert len(fired) == 1


@pytest.mark.parametrize("takes", [False, True])
async def test_news_is_taken_from_another_program_only_where_that_is_asked(
    hass: HomeAssistant, controller: UhppoteController, board: Board, takes: bool
) -> None:
    board.listener = ("192.168.1.50", 60001, 0)
    await start(hass, controller, take_news=takes)
    ours = ("127.0.0.1", hass.data[DATA_LISTENER].port, 0)
    assert board.listener == (ours if takes else ("192.168.1.50", 60001, 0))
