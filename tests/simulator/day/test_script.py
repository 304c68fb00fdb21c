"""The script of the day as data: complete, in order, about things that are there, in both languages."""

from itertools import pairwise

import pytest

from simulator.building.campus_of import campus_of
from simulator.campus import Campus
from simulator.day.lines import lines_of
from simulator.day.script import BEGINS, ENDS, PERIODS, SCRIPT
from simulator.day.timing import FASTEST, SLOWEST, USUAL, Timing, minute_of
from simulator.demo_campus import demo_plan

CAMPUSES = {name: Campus(demo_plan(building=campus_of(rooms=rooms))) for name, rooms in (("small", 20), ("full", 60))}


def _lines(campus: Campus, *, weekday: int = 4, speed: float = USUAL) -> list[tuple[float, str]]:
    devices = {str(device["id"]) for device in campus.devices()}
    lines = lines_of(campus.building, Timing(speed), weekday=weekday, devices=devices)
    return [(line.due_s, line.happening.says.en) for line in lines]


@pytest.mark.parametrize("name", CAMPUSES)
def test_every_deed_is_one_the_side_door_offers(name: str) -> None:
    campus = CAMPUSES[name]
    devices = {str(device["id"]) for device in campus.devices()}
    lines = lines_of(campus.building, Timing(USUAL), weekday=4, devices=devices)
    deeds = [deed for line in lines for deed in line.happening.deeds]
    assert deeds
    for deed in deeds:
        assert deed.action in {*campus._system_of[deed.device].actions(deed.device), "cut", "mend"}, deed
    declared = {each.says.en for each in SCRIPT}
    assert declared <= {line.happening.says.en for line in lines}


@pytest.mark.parametrize("speed", [SLOWEST, 7.5, USUAL, FASTEST])
@pytest.mark.parametrize("weekday", [1, 7])
def test_lines_come_in_the_order_of_the_day_and_lessons_keep_to_whole_minutes(speed: float, weekday: int) -> None:
    timing = Timing(speed)
    dues = [due for due, _ in _lines(CAMPUSES["small"], weekday=weekday, speed=speed)]
    assert dues == sorted(dues)
    assert dues[-1] <= timing.length_s
    periods = timing.periods()
    assert all(begin < end for begin, end in periods)
    assert all(before[1] < after[0] for before, after in pairwise(periods))
    for (begin, end), (begin_min, end_min) in zip(PERIODS, periods, strict=True):
        assert abs(begin_min * 60 - timing.offset_s(begin)) <= 60
        assert abs(end_min * 60 - timing.offset_s(end)) <= 60


@pytest.mark.parametrize("speed", [0, 0.5, 61, float("nan")])
def test_speed_that_leaves_no_lesson_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed must be"):
        Timing(speed)


def test_every_text_is_there_in_both_languages_and_every_time_lies_in_the_day() -> None:
    for each in SCRIPT:
        assert each.says.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.says.zh_hans)
        assert minute_of(BEGINS) <= minute_of(each.at) <= minute_of(ENDS)


def test_all_that_goes_wrong_is_put_right_again_but_what_people_are_to_find() -> None:
    wrong = {deed.device: each.says.en for each in SCRIPT if not each.mends for deed in each.deeds}
    right = {deed.device for each in SCRIPT if each.mends for deed in each.deeds}
    assert {"recorder-extron", "weather", "wet-entrance-a", "switch-floor-3"} == right
    assert {*wrong} - right == {"people-corridor", "projector-304", "lights-201", "projector-201"}


def test_day_begins_and_ends_at_the_time_the_script_says() -> None:
    timing = Timing(USUAL)
    assert timing.time_at(0) == BEGINS == "07:40"
    assert timing.time_at(timing.offset_s("14:30")) == "14:30"
    assert timing.length_s == pytest.approx(28 * 60)
