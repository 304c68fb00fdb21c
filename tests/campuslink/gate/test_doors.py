"""What a gate says of its doors, and commands that prove themselves."""

from datetime import timedelta

import pytest

from campuslink.device.gate.access import DoorMode, NewsTrouble
from campuslink.device.gate.uhppote import UhppoteGate, count_doors
from campuslink.errors import MismatchError, NoAnswerError, NotWritableError, RefusedError
from campuslink.link.uhppote import UhppoteLink
from campuslink.link.uhppote_listener import PushListener
from campuslink.model import Kind, Quality
from campuslink.profile.library import Library
from simulator.faults import Fault, FaultKind
from simulator.uhppote_board import CONTROLLED, NORMALLY_CLOSED, NORMALLY_OPEN, Board, Card
from simulator.uhppote_controller import UhppoteController

from .conftest import SERIAL, ZONE, Clock, Ledger, Push


async def values(gate: UhppoteGate, *points: str) -> dict[str, object]:
    report = await gate.poll(points)
    assert report.failed == {}
    return {point: report.readings[point].value for point in points}


async def test_a_controller_says_who_it_is(gate: UhppoteGate) -> None:
    identity = await gate.identify()
    assert (identity.model, identity.serial, identity.firmware) == ("UT0311-L04", str(SERIAL), "v8.92")


@pytest.mark.parametrize(("serial", "doors"), [(125419896, 1), (225419896, 2), (425419896, 4), (42, 0), (325419896, 0)])
def test_the_serial_number_tells_how_many_doors_there_are(serial: int, doors: int) -> None:
    assert count_doors(serial) == doors


async def test_a_serial_number_of_nothing_known_is_a_mismatch(library: Library) -> None:
    profile = library.get("uhppote-ut0311")
    assert profile is not None
    gate = UhppoteGate(profile, library.catalogue(Kind.GATE), UhppoteLink("127.0.0.1", serial=999999999))
    with pytest.raises(MismatchError):
        await gate.identify()


def test_every_point_is_in_the_catalogue(gate: UhppoteGate, library: Library) -> None:
    assert gate.points.keys() <= library.catalogue(Kind.GATE).points.keys()


async def test_contact_strike_and_button_show_as_they_are(gate: UhppoteGate, board: Board) -> None:
    board.open_door(2)
    board.open_contact(2)
    board.press(3)
    shown = await values(gate, "door1_unlocked", "door2_unlocked", "door1_open", "door2_open", "door3_button")
    assert shown == {
        "door1_unlocked": False,
        "door2_unlocked": True,
        "door1_open": False,
        "door2_open": True,
        "door3_button": True,
    }


async def test_a_door_without_a_contact_has_no_contact_points(library: Library, link: UhppoteLink) -> None:
    profile = library.get("uhppote-ut0311")
    assert profile is not None
    gate = UhppoteGate(profile, library.catalogue(Kind.GATE), link, contacts=[1], zone=ZONE)
    assert {point for point in gate.points if point.endswith("_open")} == {"door1_open", "door1_held_open"}
    report = await gate.poll(gate.points)
    assert report.readings.keys() == gate.points.keys()


async def test_a_momentary_opening_ends_by_itself(gate: UhppoteGate, clock: Clock, board: Board) -> None:
    await gate.open_door(1)
    assert await values(gate, "door1_unlocked") == {"door1_unlocked": True}
    clock.advance(board.doors[1].delay_s + 1)
    assert await values(gate, "door1_unlocked") == {"door1_unlocked": False}


async def test_a_door_closed_for_all_is_not_opened_and_says_so(gate: UhppoteGate, board: Board) -> None:
    board.doors[1].mode = NORMALLY_CLOSED
    with pytest.raises(RefusedError):
        await gate.open_door(1)


async def test_a_door_behind_an_interlock_is_refused_in_every_way(
    gate: UhppoteGate, board: Board, clock: Clock, ledger: Ledger
) -> None:
    day = clock.local().date()
    board.cards[7] = Card(number=7, start=day, end=day, doors=(1, 1, 0, 0))
    board.interlock, board.records_special_events = 1, True
    board.doors[1].is_open = True
    with pytest.raises(RefusedError):
        await gate.open_door(2)
    board.swipe(7, 2)
    board.press(2)
    assert await values(gate, "door2_unlocked") == {"door2_unlocked": False}
    assert [(event.kind, event.reason) for event in ledger.events] == [("denied", "interlock")] * 2


@pytest.mark.parametrize(
    ("mode", "number"),
    [
        (DoorMode.NORMALLY_OPEN, NORMALLY_OPEN),
        (DoorMode.NORMALLY_CLOSED, NORMALLY_CLOSED),
        (DoorMode.CONTROLLED, CONTROLLED),
    ],
)
async def test_a_mode_is_set_and_the_delay_stays(gate: UhppoteGate, board: Board, mode: DoorMode, number: int) -> None:
    board.doors[2].delay_s = 9
    assert await gate.set_mode(2, mode) is mode
    assert (board.doors[2].mode, board.doors[2].delay_s) == (number, 9)
    reading = await gate.write("door2_mode", mode.value)
    assert (reading.value, reading.quality) == (mode.value, Quality.GOOD)
    assert await values(gate, "door2_mode", "door2_delay") == {"door2_mode": mode.value, "door2_delay": 9}


@pytest.mark.parametrize("mode", [NORMALLY_OPEN, NORMALLY_CLOSED, CONTROLLED])
async def test_a_delay_is_set_and_the_mode_stays(gate: UhppoteGate, board: Board, mode: int) -> None:
    board.doors[2].mode = mode
    reading = await gate.write("door2_delay", 30)
    assert (reading.value, board.doors[2].mode, board.doors[2].delay_s) == (30, mode, 30)


async def test_a_door_in_an_unknown_mode_is_given_none(gate: UhppoteGate, board: Board) -> None:
    board.doors[2].mode = 0
    with pytest.raises(RefusedError):
        await gate.set_delay(2, 30)
    assert (board.doors[2].mode, board.doors[2].delay_s) == (0, 5)


@pytest.mark.parametrize(
    ("point", "value"),
    [("door1_delay", 0), ("door1_delay", 256), ("door1_delay", 1.5), ("door5_delay", 5), ("door1_delay", "5")],
)
async def test_only_whole_seconds_a_controller_can_keep_are_delays(
    gate: UhppoteGate, controller: UhppoteController, point: str, value: float | str
) -> None:
    with pytest.raises(NotWritableError):
        await gate.write(point, value)
    assert controller.requests == 0


@pytest.mark.parametrize(
    ("point", "value"), [("door1_mode", "ajar"), ("door5_mode", "controlled"), ("door1_open", True), ("", None)]
)
async def test_nothing_but_a_mode_is_written(
    gate: UhppoteGate, controller: UhppoteController, point: str, value: str | bool | None
) -> None:
    with pytest.raises(NotWritableError):
        await gate.write(point, value)
    assert controller.requests == 0


async def test_doors_that_are_not_there_are_not_asked_for(gate: UhppoteGate, controller: UhppoteController) -> None:
    with pytest.raises(NotWritableError):
        await gate.open_door(5)
    assert controller.requests == 0


async def test_a_reboot_in_the_middle_of_an_opening_is_unknown_and_the_events_tell_later(
    gate: UhppoteGate, controller: UhppoteController, ledger: Ledger
) -> None:
    controller.reboots_on = 0x40
    with pytest.raises(NoAnswerError):
        await gate.open_door(1)
    await gate.poll(("event_index",))
    assert ledger.kinds == ["remote_opened", "restarted"]
    assert await values(gate, "door1_unlocked") == {"door1_unlocked": False}


async def test_a_reboot_in_the_middle_of_a_change_of_mode_is_unknown(
    gate: UhppoteGate, controller: UhppoteController
) -> None:
    controller.reboots_on = 0x80
    with pytest.raises(NoAnswerError):
        await gate.set_mode(1, DoorMode.NORMALLY_OPEN)
    assert await values(gate, "door1_mode") == {"door1_mode": "normally_open"}


async def test_a_mode_that_does_not_stay_is_refused(gate: UhppoteGate, board: Board, link: UhppoteLink) -> None:
    stubborn = board.doors[1]
    command = link.command

    async def forget(request: object) -> bytes:
        answer = await command(request)  # type: ignore[arg-type]
        stubborn.mode = CONTROLLED
        return answer

    link.command = forget  # type: ignore[assignment]
    with pytest.raises(RefusedError):
        await gate.set_mode(1, DoorMode.NORMALLY_OPEN)


async def test_the_clock_is_set_to_the_campus_time(gate: UhppoteGate, board: Board) -> None:
    board.jump_clock(timedelta(hours=5))
    assert await values(gate, "clock_drift") == {"clock_drift": 5 * 3600}
    await gate.set_clock()
    assert await values(gate, "clock_drift") == {"clock_drift": 0}


async def test_the_fire_input_is_told_and_opens_nothing(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    board.set_fire(is_burning=True)
    shown = await values(gate, "fire_alarm", "door1_unlocked", "door4_unlocked")
    assert shown == {"fire_alarm": True, "door1_unlocked": False, "door4_unlocked": False}
    assert ledger.kinds == ["fire"]
    board.set_fire(is_burning=False)
    assert await values(gate, "fire_alarm") == {"fire_alarm": False}


async def test_a_forced_door_shows_until_it_is_shut(gate: UhppoteGate, board: Board, ledger: Ledger) -> None:
    await gate.poll(gate.points)
    board.open_contact(1)
    shown = await values(gate, "door1_open", "door1_forced")
    assert shown == {"door1_open": True, "door1_forced": True}
    assert "door_forced" in ledger.kinds
    board.close_contact(1)
    assert await values(gate, "door1_forced") == {"door1_forced": False}


async def test_a_door_opened_after_a_card_between_two_polls_is_not_forced(
    gate: UhppoteGate, board: Board, clock: Clock, ledger: Ledger
) -> None:
    await gate.poll(gate.points)
    board.open_door(1)
    clock.advance(2)
    board.doors[1].is_open = True
    clock.advance(10)
    assert await values(gate, "door1_open", "door1_unlocked", "door1_forced") == {
        "door1_open": True,
        "door1_unlocked": False,
        "door1_forced": False,
    }


async def test_a_door_that_stands_open_too_long_shows_it(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    board.open_door(1)
    board.doors[1].is_open = True
    assert await values(gate, "door1_held_open") == {"door1_held_open": False}
    clock.advance(61)
    assert await values(gate, "door1_held_open") == {"door1_held_open": True}
    board.doors[1].is_open = False
    assert await values(gate, "door1_held_open") == {"door1_held_open": False}


async def test_a_strike_that_does_not_lock_is_jammed(gate: UhppoteGate, board: Board, clock: Clock) -> None:
    board.doors[1].unlocked_until = clock.time() + 1000
    points = ("door1_jammed", "door1_mode", "door1_delay")
    assert (await values(gate, *points))["door1_jammed"] is False
    clock.advance(5 + 2)
    assert (await values(gate, *points))["door1_jammed"] is False
    clock.advance(2)
    assert (await values(gate, *points))["door1_jammed"] is True
    board.doors[1].mode = NORMALLY_OPEN
    assert (await values(gate, *points))["door1_jammed"] is False


async def test_a_silent_controller_leaves_no_state(gate: UhppoteGate, controller: UhppoteController) -> None:
    controller.fault = Fault(kind=FaultKind.SILENT)
    with pytest.raises(NoAnswerError):
        await gate.poll(gate.points)


async def test_a_poll_asks_no_more_than_it_needs(gate: UhppoteGate, controller: UhppoteController) -> None:
    await gate.poll(gate.points)
    before = controller.requests
    await gate.poll([f"door{door}_{name}" for door in (1, 2, 3, 4) for name in ("open", "unlocked", "forced")])
    assert controller.requests == before + 1


@pytest.mark.parametrize(
    ("function", "points"),
    [(0x58, {"cards"}), (0x94, {"firmware", "serial"}), (0x82, {"door1_mode", "door1_delay", "door2_mode"})],
)
async def test_a_question_without_an_answer_fails_its_own_points_only(
    gate: UhppoteGate, controller: UhppoteController, function: int, points: set[str]
) -> None:
    def answers(packet: bytes) -> list[bytes]:
        return [] if packet[1] == function else UhppoteController.answers(controller, packet)

    controller.answers = answers  # type: ignore[method-assign]
    report = await gate.poll({*points, "door1_unlocked"})
    assert report.failed.keys() == points
    assert report.readings["door1_unlocked"].value is False


async def test_a_port_that_is_taken_costs_the_news_and_no_poll(
    gate: UhppoteGate, listener: PushListener, board: Board
) -> None:
    taken = PushListener(port=0, address="127.0.0.1")
    push = Push()
    await taken.subscribe(1, "127.0.0.1", push.heard)
    listener.port = taken.port
    gate.follow(push)
    report = await gate.poll(["door1_unlocked"])
    taken.unsubscribe(1, push.heard)
    assert report.readings["door1_unlocked"].is_good
    assert gate.news_trouble is NewsTrouble.PORT_TAKEN
    assert "is taken" in gate.describe()["news"]["problem"]
    assert board.listener == ("0.0.0.0", 0, 0)
    assert board.records_special_events


def test_a_barrier_is_no_part_of_a_door_controller(gate: UhppoteGate) -> None:
    assert gate.barriers == ()
    assert gate.refused == {}
    assert gate.line == f"uhppote:127.0.0.1:{gate._link.port}:{SERIAL}"


async def test_a_door_controller_moves_no_barrier(gate: UhppoteGate) -> None:
    with pytest.raises(NotWritableError):
        await gate.move_barrier(1, is_open=True)
