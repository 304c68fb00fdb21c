"""How a controller comes to tell its news, and what a door is judged by while events are missing."""

from collections.abc import Sequence

import pytest

from campuslink.device.gate.access import AccessEvent
from campuslink.device.gate.uhppote import UhppoteGate
from campuslink.device.gate.uhppote_news import RECHECK_S, RETRY_S
from campuslink.link.uhppote_listener import PushListener
from simulator.uhppote_board import NORMALLY_OPEN, Board, Card
from simulator.uhppote_controller import UhppoteController

from .conftest import NOON, Clock, Ledger, Push
from .test_windows_kept import drop

POINTS = ("event_index", "door1_open", "door1_unlocked", "door1_forced")
NOBODY = ("0.0.0.0", 0, 0)
RECORD_SPECIAL = 0x8E


async def is_forced(gate: UhppoteGate) -> object:
    return (await gate.poll(POINTS)).readings["door1_forced"].value


async def test_a_controller_that_was_reset_is_set_up_again(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    gate.follow(Push())
    await gate.poll(POINTS)
    told = board.listener
    board.listener, board.records_special_events = NOBODY, False
    board.reboot()
    for _ in range(2):
        await gate.poll(POINTS)
    assert (board.listener, board.records_special_events) == (told, True)


async def test_settings_somebody_took_away_come_back_within_the_hour(
    gate: UhppoteGate, board: Board, clock: Clock
) -> None:
    gate.follow(Push())
    await gate.poll(POINTS)
    board.records_special_events = False
    await gate.poll(POINTS)
    assert not board.records_special_events
    clock.advance(RECHECK_S)
    await gate.poll(POINTS)
    assert board.records_special_events


async def test_an_address_of_ours_that_changed_is_told_anew(
    gate: UhppoteGate, board: Board, clock: Clock, listener: PushListener
) -> None:
    gate.follow(Push())
    await gate.poll(POINTS)
    listener.port += 1
    clock.advance(RECHECK_S)
    await gate.poll(POINTS)
    assert board.listener == ("127.0.0.1", listener.port, 0)
    assert gate.describe()["news"]["problem"] == ""
    assert gate.news_trouble is None


async def test_firmware_without_door_events_does_not_slow_every_poll(
    gate: UhppoteGate, board: Board, controller: UhppoteController, clock: Clock
) -> None:
    drop(controller, RECORD_SPECIAL)
    asked: list[int] = []
    answers = controller.answers

    def count(packet: bytes) -> list[bytes]:
        asked.append(packet[1])
        return answers(packet)

    controller.answers = count  # type: ignore[method-assign]
    gate.follow(Push())
    for _ in range(3):
        await gate.poll(POINTS)
    assert asked.count(RECORD_SPECIAL) == 2
    assert board.listener != NOBODY
    assert "says nothing" in gate.describe()["news"]["problem"]
    clock.advance(RETRY_S)
    await gate.poll(POINTS)
    assert asked.count(RECORD_SPECIAL) == 4


async def test_a_door_opened_with_a_card_is_not_forced_while_the_log_takes_nothing(
    gate: UhppoteGate, board: Board, ledger: Ledger, clock: Clock
) -> None:
    day = NOON.date()
    board.cards[1] = Card(number=1, start=day, end=day, doors=(1, 0, 0, 0))
    assert await is_forced(gate) is False
    ledger.is_full = True
    board.swipe(1, 1)
    board.doors[1].is_open = True
    clock.advance(10)
    assert await is_forced(gate) is False
    ledger.is_full = False
    assert await is_forced(gate) is False
    assert ledger.kinds == ["granted"]


async def test_a_door_forced_while_the_log_takes_nothing_shows_when_it_does(
    gate: UhppoteGate, board: Board, ledger: Ledger, clock: Clock
) -> None:
    board.swipe(9, 2)
    assert await is_forced(gate) is False
    ledger.is_full = True
    board.swipe(9, 2)
    board.doors[1].is_open = True
    clock.advance(10)
    assert await is_forced(gate) is False
    ledger.is_full = False
    assert await is_forced(gate) is True


async def test_a_door_its_own_timetable_opens_is_not_jammed(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    points = ("door1_unlocked", "door1_jammed")
    await gate.poll((*points, "door1_mode", "door1_delay"))
    board.doors[1].mode = NORMALLY_OPEN
    for _ in range(3):
        report = await gate.poll(points)
        clock.advance(10)
    assert (report.readings["door1_unlocked"].value, report.readings["door1_jammed"].value) == (True, False)


async def test_a_recorder_that_breaks_off_is_asked_what_it_kept(gate: UhppoteGate, board: Board) -> None:
    class Breaking(Ledger):
        breaks = False

        async def take(self, events: Sequence[AccessEvent]) -> None:
            await super().take(events)
            if self.breaks:
                raise ValueError("a listener of the log broke off")

    ledger = Breaking()
    gate.record_to(ledger)
    board.swipe(1, 1)
    await gate.poll(POINTS)
    ledger.breaks = True
    board.swipe(2, 1)
    with pytest.raises(ValueError, match="broke off"):
        await gate.poll(POINTS)
    ledger.breaks = False
    board.swipe(3, 1)
    await gate.poll(POINTS)
    assert ledger.cards == ["1", "2", "3"]
