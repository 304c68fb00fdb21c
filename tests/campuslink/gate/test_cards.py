"""Windows that live on the controller: they end with Home Assistant stopped, and are proven by reading back."""

from datetime import date, datetime, time, timedelta

import pytest

from campuslink.device.gate.access import Grant
from campuslink.device.gate.uhppote import UhppoteGate
from campuslink.device.gate.windows import split_window
from campuslink.errors import NotWritableError, RefusedError
from simulator.uhppote_board import Board, Card, TimeProfile

from .conftest import NOON, Clock

CARD = 6154412


def grant(start: datetime, end: datetime, doors: set[int] | None = None, card: int = CARD) -> Grant:
    return Grant(card=str(card), doors=frozenset(doors or {1}), start=start, end=end)


def passes(board: Board, clock: Clock, moment: datetime, door: int = 1, card: int = CARD) -> bool:
    clock.seconds = moment.timestamp()
    return board.swipe(card, door)


async def test_a_window_opens_and_closes_by_itself(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    start, end = NOON.replace(hour=14), NOON.replace(hour=18)
    await gate.grant(grant(start, end))
    moments = [start - timedelta(minutes=1), start, end - timedelta(minutes=1), end, start + timedelta(days=1)]
    assert [passes(board, clock, moment) for moment in moments] == [False, True, True, False, False]


async def test_a_window_over_a_weekend_holds_from_minute_to_minute(
    gate: UhppoteGate, board: Board, clock: Clock
) -> None:
    friday = NOON.replace(hour=16, minute=30) + timedelta(days=2)
    sunday = NOON.replace(hour=20, minute=15) + timedelta(days=4)
    await gate.grant(grant(friday, sunday, {1, 2}))
    minute = timedelta(minutes=1)
    saturday_night = friday.replace(hour=3) + timedelta(days=1)
    inside = [friday, friday.replace(hour=23, minute=59), saturday_night, sunday.replace(hour=0), sunday - minute]
    outside = [friday - minute, friday.replace(hour=8), sunday, sunday + timedelta(hours=1)]
    assert [passes(board, clock, moment, door) for moment in inside for door in (1, 2)] == [True] * 10
    assert [passes(board, clock, moment, door) for moment in outside for door in (1, 2)] == [False] * 8
    assert not passes(board, clock, friday, door=3)


async def test_whole_days_take_no_time_profile(gate: UhppoteGate, board: Board) -> None:
    start = NOON.replace(hour=0)
    await gate.grant(grant(start, start + timedelta(days=3)))
    assert board.profiles == {}
    assert board.cards[CARD] == Card(number=CARD, start=date(2026, 11, 18), end=date(2026, 11, 20), doors=(1, 0, 0, 0))


async def test_the_same_hours_for_many_cards_share_their_profiles(gate: UhppoteGate, board: Board) -> None:
    for card in range(1, 11):
        await gate.grant(grant(NOON, NOON + timedelta(days=2), card=card))
    assert len(board.cards) == 10
    assert len(board.profiles) == 3


async def test_hours_that_are_over_make_room(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    hours = ((time(8, 0), time(9, 0)), (time.min, time.min), (time.min, time.min))
    for number in range(200, 255):
        board.profiles[number] = TimeProfile(
            number=number, start=NOON.date(), end=NOON.date(), weekdays=(True,) * 7, segments=hours
        )
    with pytest.raises(NotWritableError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=5)))
    clock.advance(86400)
    await gate.grant(grant(NOON + timedelta(days=1), NOON + timedelta(days=1, hours=5)))
    assert len(board.profiles) == 55
    assert passes(board, clock, NOON + timedelta(days=1))


async def test_profiles_of_others_are_left_alone(gate: UhppoteGate, board: Board) -> None:
    await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert min(board.profiles) >= 200


async def test_a_refused_card_is_said_to_be_refused(gate: UhppoteGate, board: Board) -> None:
    board.refuses_cards = True
    with pytest.raises(RefusedError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=1)))


async def test_a_card_that_was_taken_and_not_kept_is_said_to_be_refused(gate: UhppoteGate, board: Board) -> None:
    board.forgets_cards = True
    with pytest.raises(RefusedError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=1)))


async def test_revoking_takes_the_card_away(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    before = await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    assert passes(board, clock, NOON)
    await gate.revoke(str(CARD), before)
    assert not passes(board, clock, NOON)
    assert board.cards == {}


async def test_revoking_an_unknown_card_is_done_already(gate: UhppoteGate) -> None:
    await gate.revoke(str(CARD), {1: 0})


async def test_a_card_keeps_its_own_doors_days_and_pin(gate: UhppoteGate, board: Board) -> None:
    own = Card(number=CARD, start=date(2026, 9, 1), end=date(2027, 7, 1), doors=(1, 0, 29, 0), pin=7531)
    board.cards[CARD] = own
    before = await gate.grant(grant(NOON, NOON + timedelta(hours=1), {1, 2}))
    kept = board.cards[CARD]
    assert (kept.start, kept.end, kept.pin, kept.doors[0], kept.doors[2]) == (own.start, own.end, own.pin, 1, 29)
    assert kept.doors[1] >= 200
    await gate.revoke(str(CARD), before)
    assert board.cards[CARD] == own


async def test_a_window_beyond_the_days_of_a_card_with_doors_for_good_is_refused(
    gate: UhppoteGate, board: Board
) -> None:
    board.cards[CARD] = Card(number=CARD, start=NOON.date(), end=NOON.date(), doors=(1, 0, 0, 0))
    with pytest.raises(NotWritableError):
        await gate.grant(grant(NOON, NOON + timedelta(days=1), {2}))
    assert board.cards[CARD].end == NOON.date()


async def test_a_second_window_for_another_door_lengthens_no_other(
    gate: UhppoteGate, board: Board, clock: Clock
) -> None:
    await gate.grant(grant(NOON, NOON + timedelta(hours=1), {1}))
    tomorrow = NOON + timedelta(days=1)
    await gate.grant(grant(tomorrow, tomorrow + timedelta(hours=1), {2}))
    assert [passes(board, clock, tomorrow, door) for door in (1, 2)] == [False, True]


async def test_two_windows_for_one_door_are_refused(gate: UhppoteGate) -> None:
    await gate.grant(grant(NOON, NOON + timedelta(hours=1)))
    with pytest.raises(NotWritableError):
        await gate.grant(grant(NOON, NOON + timedelta(hours=2)))


@pytest.mark.parametrize("card", ["", "0", "-1", "12x", "٣", "4294967295", "9" * 40])
async def test_only_numbers_a_controller_can_keep_are_cards(gate: UhppoteGate, card: str) -> None:
    with pytest.raises(NotWritableError):
        await gate.grant(Grant(card=card, doors=frozenset({1}), start=NOON, end=NOON + timedelta(hours=1)))


@pytest.mark.parametrize("doors", [frozenset[int](), frozenset({5}), frozenset({0, 1})])
async def test_only_doors_that_are_there_are_granted(gate: UhppoteGate, board: Board, doors: frozenset[int]) -> None:
    with pytest.raises(NotWritableError):
        await gate.grant(Grant(card="1", doors=doors, start=NOON, end=NOON + timedelta(hours=1)))
    assert board.cards == {}


def test_a_window_never_grows() -> None:
    spans = split_window(datetime(2026, 1, 1, 8, 0, 1), datetime(2026, 1, 1, 9, 0, 59))  # noqa: DTZ001
    assert [(f"{span.hours[0]:%H:%M}", f"{span.hours[1]:%H:%M}") for span in spans] == [("08:01", "08:59")]


@pytest.mark.parametrize("seconds", [-60, 0, 59, 90])
def test_a_window_without_a_whole_minute_is_none(seconds: int) -> None:
    start = datetime(2026, 1, 1, 8, 0, 30)  # noqa: DTZ001
    with pytest.raises(NotWritableError):
        split_window(start, start + timedelta(seconds=seconds - 1 if seconds == 90 else seconds))
