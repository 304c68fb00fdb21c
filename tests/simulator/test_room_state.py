"""What a room draws, and a meter that never runs backwards over a restart."""

import pytest

from simulator.building.room_state import DrawnPower, RoomState
from simulator.clock import EPOCH, SimClock
from simulator.node_models import Relays
from simulator.projector import Model, Power, Projector

START = EPOCH.timestamp() + 400 * 86_400
AN_HOUR_S = 3600.0


class Hand:
    def __init__(self) -> None:
        self.now = START

    def time(self) -> float:
        return self.now


def test_people_lamps_and_a_lit_projector_add_up() -> None:
    projector = Projector(Model(), lambda: 0.0)
    state = RoomState(seats=60, relays=Relays([False, False]), projector=projector)
    assert state.power_w() == 0
    state.place.people = 10
    assert state.power_w() == 10 * 35
    state.relays = Relays([True, False])
    projector.turn_on()
    assert projector.power is Power.WARMING
    assert state.power_w() == 350 + 240 + 290
    assert state.most_w() == 60 * 35 + 2 * 240 + 290


def test_energy_is_power_over_time() -> None:
    hand, draws = Hand(), [500.0]
    drawn = DrawnPower(SimClock(source=hand.time), lambda: draws[0], most_w=2000)
    _, before = drawn.look()
    hand.now += AN_HOUR_S
    power, after = drawn.look()
    assert (power, after - before) == (500.0, pytest.approx(500 * AN_HOUR_S))


def test_more_than_the_most_counts_as_the_most() -> None:
    hand = Hand()
    drawn = DrawnPower(SimClock(source=hand.time), lambda: 9e9, most_w=2000)
    assert drawn.look()[0] == 2000


def test_next_run_begins_with_no_less_than_the_last_one_ended_with() -> None:
    hand = Hand()
    first = DrawnPower(SimClock(source=hand.time), lambda: 2000.0, most_w=2000)
    hand.now += 30 * AN_HOUR_S
    ended = first.look()[1]
    second = DrawnPower(SimClock(source=hand.time), lambda: 0.0, most_w=2000)
    assert second.look()[1] >= ended
