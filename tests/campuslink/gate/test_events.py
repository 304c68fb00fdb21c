"""Every event exactly once, whatever happens between controller and recorder."""

import asyncio
from datetime import timedelta

import pytest

from campuslink.device.gate.access import Direction, NewsTrouble
from campuslink.device.gate.uhppote import UhppoteGate
from campuslink.errors import NoAnswerError
from campuslink.link.uhppote_listener import PushListener
from simulator.faults import Fault, FaultKind
from simulator.uhppote_board import Board, Card
from simulator.uhppote_controller import UhppoteController

from .conftest import NOON, Clock, Ledger, Push

EVENT_INDEX = ("event_index",)
ALICE = 6154412


@pytest.fixture
def _alice(board: Board) -> None:
    day = NOON.date()
    board.cards[ALICE] = Card(number=ALICE, start=day, end=day, doors=(1, 1, 0, 1))


async def poll_until_quiet(gate: UhppoteGate) -> None:
    push = Push()
    gate.follow(push)
    while True:
        push.news = 0
        await gate.poll(EVENT_INDEX)
        if not push.news:
            return


@pytest.mark.usefixtures("_alice")
async def test_a_swipe_tells_who_where_which_way_and_why(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    board.swipe(ALICE, 1)
    board.swipe(ALICE, 3, direction=2)
    board.swipe(99, 2)
    await gate.poll(EVENT_INDEX)
    told = [(event.index, event.kind, event.card, event.door, event.direction, event.reason) for event in ledger.events]
    assert told == [
        (1, "granted", str(ALICE), 1, Direction.IN, ""),
        (2, "denied", str(ALICE), 3, Direction.OUT, "no_right"),
        (3, "denied", "99", 2, Direction.IN, "unknown_card"),
    ]
    assert {event.at for event in ledger.events} == {NOON}


async def test_a_thousand_swipes_in_a_second_are_each_recorded_once(
    gate: UhppoteGate, board: Board, ledger: Ledger
) -> None:
    for card in range(1, 1001):
        board.swipe(card, card % 4 + 1)
    await poll_until_quiet(gate)
    assert ledger.cards == [str(card) for card in range(1, 1001)]


async def test_swipes_during_the_reading_are_each_recorded_once(
    gate: UhppoteGate, board: Board, ledger: Ledger
) -> None:
    async def swipe() -> None:
        for card in range(1, 501):
            board.swipe(card, 1)
            await asyncio.sleep(0)

    swiping = asyncio.create_task(swipe())
    while not swiping.done():
        await gate.poll(EVENT_INDEX)
    await poll_until_quiet(gate)
    assert ledger.cards == [str(card) for card in range(1, 501)]


async def test_a_controller_never_recorded_before_starts_at_its_newest_event(gate: UhppoteGate, board: Board) -> None:
    board.swipe(1, 1)
    ledger = Ledger(after=None)
    gate.record_to(ledger)
    await gate.poll(EVENT_INDEX)
    board.swipe(2, 1)
    await gate.poll(EVENT_INDEX)
    assert [(event.kind, event.index) for event in ledger.events] == [("log_started", 1), ("denied", 2)]


async def test_what_happened_while_nobody_listened_is_read_afterwards(gate: UhppoteGate, board: Board) -> None:
    for card in range(1, 11):
        board.swipe(card, 1)
    ledger = Ledger(after=4)
    gate.record_to(ledger)
    await gate.poll(EVENT_INDEX)
    assert ledger.cards == ["5", "6", "7", "8", "9", "10"]


async def test_events_refused_by_the_recorder_are_offered_again(
    gate: UhppoteGate, board: Board, ledger: Ledger
) -> None:
    board.swipe(1, 1)
    ledger.is_full = True
    report = await gate.poll(EVENT_INDEX)
    assert report.failed == {"event_index": "the disk is full"}
    ledger.is_full = False
    board.swipe(2, 1)
    await gate.poll(EVENT_INDEX)
    assert ledger.cards == ["1", "2"]


async def test_overwritten_events_are_said_to_be_lost(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    board.ring_size = 100
    for card in range(1, 251):
        board.swipe(card, 1)
    await poll_until_quiet(gate)
    gap, *rest = ledger.events
    assert (gap.kind, gap.index, gap.lost) == ("log_gap", 150, 150)
    assert [event.card for event in rest] == [str(card) for card in range(151, 251)]
    assert (await gate.poll(("events_lost",))).readings["events_lost"].value == 150


async def test_a_count_that_starts_anew_is_noted_and_followed(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    board.swipe(1, 1)
    board.swipe(2, 1)
    await gate.poll(EVENT_INDEX)
    board.forget_events()
    board.swipe(3, 1)
    await gate.poll(EVENT_INDEX)
    assert [(event.kind, event.index) for event in ledger.events[2:]] == [("log_reset", 0), ("denied", 1)]
    assert ledger.cards == ["1", "2", "3"]


async def test_an_outage_in_the_middle_of_reading_loses_and_doubles_nothing(
    gate: UhppoteGate, board: Board, controller: UhppoteController, ledger: Ledger
) -> None:
    for card in range(1, 200):
        board.swipe(card, 1)
    limit = controller.requests + 120

    def cut(packet: bytes) -> list[bytes]:
        controller.is_off = controller.requests >= limit
        return UhppoteController.answers(controller, packet)

    controller.answers = cut  # type: ignore[method-assign]
    with pytest.raises(NoAnswerError):
        await gate.poll(EVENT_INDEX)
    assert ledger.events
    limit = controller.requests + 10_000
    controller.is_off = False
    await poll_until_quiet(gate)
    assert ledger.cards == [str(card) for card in range(1, 200)]


async def test_a_silent_controller_fails_the_poll(
    gate: UhppoteGate, controller: UhppoteController, ledger: Ledger
) -> None:
    controller.fault = Fault(kind=FaultKind.SILENT)
    with pytest.raises(NoAnswerError):
        await gate.poll(EVENT_INDEX)
    assert ledger.events == []


async def test_replayed_and_foreign_answers_double_nothing(
    gate: UhppoteGate, board: Board, controller: UhppoteController, ledger: Ledger
) -> None:
    for card in range(1, 11):
        board.swipe(card, 1)
    for kind in (FaultKind.WRONG_TRANSACTION, FaultKind.NOISE):
        controller.fault = Fault(kind=kind)
        await gate.poll(EVENT_INDEX)
    assert ledger.cards == [str(card) for card in range(1, 11)]


@pytest.mark.usefixtures("controller")
async def test_any_amount_of_news_asks_at_most_once_a_poll(
    gate: UhppoteGate, board: Board, listener: PushListener
) -> None:
    push = Push()
    heard = asyncio.Event()
    push.heard = heard.set
    gate.follow(push)
    await gate.poll(EVENT_INDEX)
    assert board.listener == ("127.0.0.1", listener.port, 0)
    for _ in range(50):
        board.swipe(1, 1)
    async with asyncio.timeout(5):
        await heard.wait()
    await gate.poll(EVENT_INDEX)
    assert 1 <= push.news <= 2


async def test_another_programs_listener_is_left_alone(gate: UhppoteGate, board: Board) -> None:
    board.listener = ("192.168.1.50", 60001, 0)
    gate.follow(Push())
    await gate.poll(EVENT_INDEX)
    assert board.listener == ("192.168.1.50", 60001, 0)
    assert gate.describe()["news"]["problem"] == "the controller tells its events to another program"
    assert gate.news_trouble is NewsTrouble.TOLD_ELSEWHERE


async def test_door_events_are_switched_on(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    gate.follow(Push())
    await gate.poll(EVENT_INDEX)
    board.open_door(1)
    board.open_contact(1)
    board.close_contact(1)
    await gate.poll(EVENT_INDEX)
    assert ledger.kinds == ["remote_opened", "door_opened", "door_closed"]


async def test_a_clock_that_jumps_changes_times_but_no_order(
    gate: UhppoteGate, board: Board, ledger: Ledger, clock: Clock
) -> None:
    board.swipe(1, 1)
    board.jump_clock(timedelta(days=-400))
    board.swipe(2, 1)
    clock.advance(5)
    report = await gate.poll((*EVENT_INDEX, "clock_drift"))
    assert ledger.cards == ["1", "2"]
    assert [event.at for event in ledger.events] == [NOON, NOON - timedelta(days=400)]
    assert report.readings["clock_drift"].value == -400 * 86400


async def test_a_diagnostic_file_holds_no_card(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    board.swipe(ALICE, 1)
    await gate.poll(EVENT_INDEX)
    assert str(ALICE) not in str(gate.describe())
