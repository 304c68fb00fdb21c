"""Hours on the clock on the wall, a choice that ends, and what darkness saves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.smart_campus.room_lighting.rules.hand import Hand
from custom_components.smart_campus.room_lighting.rules.hours import HoursError, OpeningHours
from custom_components.smart_campus.room_lighting.rules.saving import Saving

CHINA = ZoneInfo("Asia/Shanghai")
DAY = OpeningHours.parse("07:00-22:00")
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "start", "end", "hours"),
    [
        ("07:00-22:00", at(2, 6), at(2, 8), 1),
        ("07:00-22:00", at(2, 21), at(3, 8), 2),
        ("07:00 至 22:00", at(2, 0), at(3, 0), 15),
        ("07：00–22：00", at(2, 23), at(3, 6), 0),
        ("18:00-02:00", at(2, 0), at(3, 0), 8),
        ("18:00-02:00", at(2, 1), at(2, 3), 1),
        ("00:00-24:00", at(2, 3), at(2, 9), 6),
        ("07:00-22:00", at(2, 12), at(5, 12), 0),
        ("07:00-22:00", at(2, 12), at(2, 11), 0),
    ],
)
def test_open_time_of_a_stretch(text: str, start: datetime, end: datetime, hours: float) -> None:
    assert OpeningHours.parse(text).open_s(start, end) == hours * 3600


@pytest.mark.parametrize("text", ["", "7-22", "24:00-25:00", "07:60-22:00", "08:00-08:00", "x" * 10_000])
def test_text_that_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(HoursError):
        OpeningHours.parse(text)


def test_choice_counts_until_its_time_is_over() -> None:
    hand = Hand(HOUR)
    hand.choose(at(2, 8))

    assert [hand.is_held(at(2, 8, 59)), hand.is_held(at(2, 9))] == [True, False]


def test_choice_of_a_clock_that_was_set_back_ends_all_the_same() -> None:
    hand = Hand(HOUR)
    hand.choose(at(2, 12))

    assert hand.is_held(at(2, 8))
    assert not hand.is_held(at(2, 9))


def test_released_choice_counts_no_more() -> None:
    hand = Hand(HOUR)
    hand.choose(at(2, 8))
    hand.release()

    assert not hand.is_held(at(2, 8))
    assert hand.until is None


@pytest.mark.parametrize("data", [None, [], {"chosen_at": 5}, {"chosen_at": "x"}, {"chosen_at": "2026-11-02T08:00"}])
def test_damaged_choice_is_none(data: object) -> None:
    assert Hand.from_json(data, HOUR).chosen_at is None


def test_choice_outlives_a_restart() -> None:
    hand = Hand(HOUR)
    hand.choose(at(2, 8))

    assert Hand.from_json(hand.to_json(), HOUR) == hand


def test_only_dark_time_in_opening_hours_is_saved() -> None:
    saving = Saving()
    moment = at(2, 6)
    while moment <= at(2, 9):
        saving.look(moment, DAY, is_dark=moment < at(2, 8))
        moment += timedelta(minutes=5)

    assert saving.hours == pytest.approx(1)
    assert saving.energy(600) == pytest.approx(0.6)


def test_time_nobody_watched_saves_nothing() -> None:
    saving = Saving()
    saving.look(at(2, 8), DAY, is_dark=True)
    saving.look(at(2, 12), DAY, is_dark=True)

    assert saving.saved_s == 0


def test_saving_outlives_a_restart() -> None:
    assert Saving.from_json(Saving(7200.0).to_json()).hours == 2


@pytest.mark.parametrize("saved", [None, -1, float("nan"), float("inf"), True, "5"])
def test_damaged_saving_counts_from_zero(saved: object) -> None:
    assert Saving.from_json({"saved_s": saved}).saved_s == 0
