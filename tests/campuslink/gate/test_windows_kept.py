"""Windows beside other windows, other people's cards, and answers that get lost."""

from datetime import date, timedelta
from datetime import time as daytime

import pytest

from campuslink.device.gate.access import Grant, UnprovenGrantError
from campuslink.device.gate.uhppote import UhppoteGate
from campuslink.errors import NotWritableError, RefusedError
from simulator.uhppote_board import Board, Card, TimeProfile
from simulator.uhppote_controller import UhppoteController

from .conftest import NOON, Clock
from .test_cards import CARD, grant, passes

PUT_CARD, DELETE_CARD, SET_PROFILE = 0x50, 0x52, 0x88
YEAR = (date(2026, 9, 1), date(2027, 7, 1))


def drop(controller: UhppoteController, *functions: int) -> None:
    """Let requests of some functions get lost on their way."""

    def answers(packet: bytes) -> list[bytes]:
        return [] if packet[1] in functions else UhppoteController.answers(controller, packet)

    controller.answers = answers  # type: ignore[method-assign]


async def test_a_window_of_several_days_outlives_its_first_day(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    friday, sunday = NOON + timedelta(days=2), NOON + timedelta(days=4)
    await gate.grant(grant(friday, sunday, card=1))
    saturday = NOON.replace(hour=8) + timedelta(days=3)
    clock.seconds = (saturday - timedelta(hours=1)).timestamp()
    await gate.grant(grant(saturday, saturday + timedelta(hours=1), card=2))
    moments = [saturday, saturday + timedelta(hours=2), sunday - timedelta(minutes=1), sunday]
    assert [passes(board, clock, moment, card=1) for moment in moments] == [True, True, True, False]
    assert [passes(board, clock, moment, card=2) for moment in moments] == [True, False, False, False]


async def test_hours_of_a_window_that_was_not_taken_off_yet_are_not_written_anew(
    gate: UhppoteGate, board: Board, clock: Clock
) -> None:
    board.cards[CARD] = Card(number=CARD, start=YEAR[0], end=YEAR[1], doors=(1, 0, 0, 0))
    await gate.grant(grant(NOON, NOON + timedelta(hours=1), {2}))
    tomorrow = NOON + timedelta(days=1)
    clock.seconds = tomorrow.timestamp()
    await gate.grant(grant(tomorrow, tomorrow + timedelta(hours=1), {2}, card=2))
    assert not passes(board, clock, tomorrow, 2)
    assert passes(board, clock, tomorrow, 2, card=2)


async def test_of_hours_that_are_over_the_oldest_make_room(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    for number in range(200, 255):
        day = NOON.date() - timedelta(days=(number * 7) % 60 + 1)
        board.profiles[number] = TimeProfile(
            number=number, start=day, end=day, weekdays=(True,) * 7, segments=((daytime.min, daytime(9)),) * 3
        )
    oldest = min(board.profiles.values(), key=lambda profile: profile.end or date.max).number
    await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert board.cards[CARD].doors == (oldest, 0, 0, 0)


async def test_a_card_without_days_is_left_as_it_is(gate: UhppoteGate, board: Board) -> None:
    board.cards[CARD] = own = Card(number=CARD, start=None, end=None, doors=(1, 1, 0, 0), pin=7531)
    with pytest.raises(NotWritableError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=1), {3}))
    with pytest.raises(NotWritableError):
        await gate.revoke(str(CARD), {1: 0})
    assert board.cards == {CARD: own}


async def test_a_right_at_other_hours_is_not_made_longer(gate: UhppoteGate, board: Board) -> None:
    board.cards[CARD] = own = Card(number=CARD, start=YEAR[0], end=NOON.date(), doors=(29, 0, 0, 0))
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(NotWritableError):
        await gate.grant(grant(tomorrow, tomorrow + timedelta(hours=1), {2}))
    assert board.cards == {CARD: own}


async def test_hours_of_some_weekdays_are_not_taken_for_those_of_all(
    gate: UhppoteGate, board: Board, clock: Clock
) -> None:
    unused = (daytime.min, daytime.min)
    board.profiles[200] = TimeProfile(
        number=200,
        start=NOON.date(),
        end=NOON.date(),
        weekdays=(True, *[False] * 6),
        segments=((daytime(12), daytime(12, 59)), unused, unused),
    )
    await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert passes(board, clock, NOON)


async def test_a_card_whose_answer_was_lost_is_proven_by_reading_it(
    gate: UhppoteGate, board: Board, controller: UhppoteController
) -> None:
    controller.reboots_on = PUT_CARD
    before = await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert CARD in board.cards
    controller.reboots_on = DELETE_CARD
    await gate.revoke(str(CARD), before)
    assert board.cards == {}


async def test_hours_whose_answer_was_lost_are_proven_by_reading_them(
    gate: UhppoteGate, board: Board, controller: UhppoteController
) -> None:
    controller.reboots_on = SET_PROFILE
    await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert list(board.profiles) == [200]


async def test_a_card_that_never_arrived_is_said_to_be_refused(
    gate: UhppoteGate, board: Board, controller: UhppoteController
) -> None:
    drop(controller, PUT_CARD)
    with pytest.raises(RefusedError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert board.cards == {}


@pytest.mark.parametrize(
    "own", [None, Card(number=CARD, start=YEAR[0], end=YEAR[1], doors=(1, 0, 29, 0), pin=7531)], ids=["new", "known"]
)
async def test_a_card_kept_in_another_way_is_taken_back(gate: UhppoteGate, board: Board, own: Card | None) -> None:
    if own:
        board.cards[CARD] = own
    board.alters_cards = 1
    with pytest.raises(RefusedError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=1), {2}))
    assert board.cards == ({CARD: own} if own else {})


async def test_a_window_that_may_be_there_is_said_to_be_unproven_with_what_was_before(
    gate: UhppoteGate, board: Board, controller: UhppoteController
) -> None:
    board.cards[CARD] = Card(number=CARD, start=YEAR[0], end=YEAR[1], doors=(1, 0, 0, 0))

    def answers(packet: bytes) -> list[bytes]:
        found = UhppoteController.answers(controller, packet)
        controller.is_off = controller.is_off or packet[1] == PUT_CARD
        return [] if controller.is_off else found

    controller.answers = answers  # type: ignore[method-assign]
    with pytest.raises(UnprovenGrantError) as caught:
        await gate.grant(grant(NOON, NOON + timedelta(hours=1), {1, 2}))
    assert caught.value.before == {1: 1, 2: 0}
    assert board.cards[CARD].doors[1] >= 200
    controller.is_off = False
    del controller.answers
    await gate.revoke(str(CARD), caught.value.before)
    assert board.cards[CARD].doors == (1, 0, 0, 0)


async def test_a_silence_before_the_card_is_written_leaves_nothing(
    gate: UhppoteGate, board: Board, controller: UhppoteController
) -> None:
    drop(controller, SET_PROFILE)
    with pytest.raises(RefusedError):
        await gate.grant(Grant(card=str(CARD), doors=frozenset({1}), start=NOON, end=NOON + timedelta(hours=1)))
    assert board.cards == {}
