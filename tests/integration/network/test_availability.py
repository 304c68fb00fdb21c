"""How a thing's time was spent, second by second."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.network.rules.availability import (
    BELIEVED_BACK_S,
    DOUBTED_S,
    JITTER_S,
    Availability,
    Spent,
)
from custom_components.smart_campus.network.rules.maintenance import Maintenance
from custom_components.smart_campus.network.rules.outages import KEEP_S, MOST_RUNS
from custom_components.smart_campus.network.rules.periods import Period, bounds_of

T0 = 1_800_000_000.0
HOUR = 3600.0
DAY = 24 * HOUR


class Monitor:
    """Beats every minute while it runs."""

    def __init__(self) -> None:
        self.at = T0
        self.watch = Availability()
        self.watch.resume(self.at)

    def run(self, seconds: float) -> None:
        for _ in range(int(seconds // 60)):
            self.at += 60
            self.watch.beat(self.at, 60)

    def turn(self, *, is_up: bool | None) -> None:
        self.watch.track("switch", is_up=is_up)

    def restart(self, after_s: float) -> None:
        self.watch = Availability.from_json(json.loads(json.dumps(self.watch.to_json())))
        self.at += after_s
        self.watch.resume(self.at)

    def spent(self, start: float = T0 - 10 * DAY, end: float = T0 + 1000 * DAY) -> Spent:
        return self.watch.spent("switch", start, end)


@pytest.fixture
def monitor() -> Monitor:
    """A monitor that has seen the switch up."""
    monitor = Monitor()
    monitor.turn(is_up=True)
    return monitor


def plan(start: float, end: float, things: frozenset[str] | None = None) -> Maintenance:
    return Maintenance(id="plan", things=things, start=T0 + start, end=T0 + end)


def test_up_and_down_are_counted_to_the_second(monitor: Monitor) -> None:
    monitor.run(HOUR)
    monitor.turn(is_up=False)
    monitor.run(600)
    monitor.turn(is_up=True)
    monitor.run(HOUR)

    assert monitor.spent() == Spent(up_s=2 * HOUR, down_s=600)
    assert monitor.spent().availability == pytest.approx(7200 / 7800)
    assert monitor.spent(T0 + HOUR, T0 + HOUR + 300) == Spent(down_s=300)
    assert monitor.watch.outages("switch", T0, T0 + DAY) == ((T0 + HOUR, T0 + HOUR + 600),)


def test_outage_that_lasts_counts_up_to_now(monitor: Monitor) -> None:
    monitor.turn(is_up=False)
    monitor.run(600)

    assert monitor.spent() == Spent(down_s=600)


def test_time_before_the_first_answer_is_not_watched() -> None:
    monitor = Monitor()
    monitor.turn(is_up=None)
    monitor.run(600)
    monitor.turn(is_up=True)
    monitor.run(600)

    assert monitor.spent() == Spent(up_s=600, unmonitored_s=600)


@pytest.mark.parametrize("was_up", [True, False])
def test_time_in_which_the_monitor_was_down_counts_apart(monitor: Monitor, was_up: bool) -> None:
    monitor.turn(is_up=was_up)
    monitor.run(HOUR)

    monitor.restart(after_s=5 * HOUR)
    monitor.run(60)
    monitor.turn(is_up=was_up)
    monitor.run(HOUR)

    expected = {"up_s" if was_up else "down_s": 2 * HOUR}
    assert monitor.spent() == Spent(unmonitored_s=5 * HOUR + 60, **expected)


def test_planned_work_counts_apart_whether_up_or_down(monitor: Monitor) -> None:
    monitor.watch.plans = [plan(HOUR, 3 * HOUR, frozenset({"switch"}))]
    monitor.run(2 * HOUR)
    monitor.turn(is_up=False)
    monitor.run(2 * HOUR)

    assert monitor.spent() == Spent(up_s=HOUR, down_s=HOUR, maintenance_s=2 * HOUR)
    assert monitor.watch.outages("switch", T0, T0 + DAY) == ((T0 + 3 * HOUR, T0 + 4 * HOUR),)


def test_planned_work_elsewhere_changes_nothing(monitor: Monitor) -> None:
    monitor.watch.plans = [plan(0, DAY, frozenset({"other"}))]
    monitor.run(HOUR)

    assert monitor.spent() == Spent(up_s=HOUR)
    assert not monitor.watch.is_in_maintenance("switch", T0 + 1)


def test_planned_work_on_everything_covers_each_thing(monitor: Monitor) -> None:
    monitor.watch.plans = [plan(0, HOUR)]

    assert monitor.watch.is_in_maintenance("switch", T0)
    assert not monitor.watch.is_in_maintenance("switch", T0 + HOUR)


def test_planned_work_while_the_monitor_was_down_is_planned_work(monitor: Monitor) -> None:
    monitor.watch.plans = [plan(HOUR, 2 * HOUR)]

    monitor.run(HOUR)
    monitor.restart(after_s=HOUR)
    monitor.turn(is_up=True)

    assert monitor.spent() == Spent(up_s=HOUR, maintenance_s=HOUR)


def test_machine_that_slept_did_not_watch(monitor: Monitor) -> None:
    monitor.run(HOUR)
    monitor.at += 8 * HOUR
    monitor.watch.beat(monitor.at, 60)
    monitor.run(HOUR)

    assert monitor.spent() == Spent(up_s=2 * HOUR + 60, unmonitored_s=8 * HOUR - 60)


def test_late_beat_is_no_gap(monitor: Monitor) -> None:
    monitor.at += 60 + JITTER_S
    monitor.watch.beat(monitor.at, 60)

    assert monitor.spent() == Spent(up_s=60 + JITTER_S)


def test_hour_that_happens_twice_counts_once_as_it_was_the_second_time(monitor: Monitor) -> None:
    monitor.run(2 * HOUR)
    monitor.turn(is_up=False)
    monitor.run(HOUR)

    monitor.at -= HOUR
    monitor.watch.beat(monitor.at, 60)
    monitor.turn(is_up=True)
    monitor.run(2 * HOUR)

    assert monitor.spent() == Spent(up_s=4 * HOUR)


def test_clock_that_is_unset_after_a_start_spoils_nothing(monitor: Monitor) -> None:
    monitor.run(HOUR)
    right = monitor.at

    monitor.restart(after_s=-right)
    monitor.run(600)
    monitor.at = right + 2 * HOUR
    monitor.watch.beat(monitor.at, 60)
    monitor.turn(is_up=True)
    monitor.run(HOUR)

    assert monitor.spent() == Spent(up_s=2 * HOUR, unmonitored_s=2 * HOUR)


def test_clock_that_stays_set_back_is_believed_in_the_end(monitor: Monitor) -> None:
    monitor.run(HOUR)
    monitor.at -= BELIEVED_BACK_S + 2 * HOUR
    monitor.run(DOUBTED_S - 60)
    assert monitor.watch.now == T0 + HOUR

    monitor.run(60)

    assert monitor.watch.now == monitor.at
    assert monitor.spent().up_s == 0


def test_rewind_keeps_gaps_from_before() -> None:
    monitor = Monitor()
    monitor.turn(is_up=True)
    monitor.at += HOUR
    monitor.watch.beat(monitor.at, 0)
    monitor.at += HOUR
    monitor.watch.beat(monitor.at, 0)
    monitor.at -= 90 * 60
    monitor.watch.beat(monitor.at, 0)

    assert monitor.spent() == Spent(unmonitored_s=1800)


def test_thing_that_is_up_and_down_all_the_time_fills_no_memory_and_loses_no_second(monitor: Monitor) -> None:
    for _ in range(3 * MOST_RUNS):
        monitor.turn(is_up=False)
        monitor.run(120)
        monitor.turn(is_up=True)
        monitor.run(180)

    assert monitor.spent() == Spent(up_s=3 * MOST_RUNS * 180, down_s=3 * MOST_RUNS * 120)
    assert len(monitor.watch.to_json()["things"]["switch"][3]) == MOST_RUNS


def test_monitor_that_restarts_all_the_time_claims_nothing_it_did_not_see(monitor: Monitor) -> None:
    for _ in range(MOST_RUNS):
        monitor.turn(is_up=False)
        monitor.run(60)
        monitor.restart(60)
    monitor.turn(is_up=True)

    spent = monitor.spent()
    assert spent.up_s == 0
    assert spent.down_s <= MOST_RUNS * 60
    assert spent.down_s + spent.unmonitored_s == MOST_RUNS * 120


def test_what_is_older_than_a_quarter_is_forgotten(monitor: Monitor) -> None:
    monitor.watch.plans = [plan(0, HOUR)]
    monitor.turn(is_up=False)
    monitor.run(HOUR)
    monitor.turn(is_up=True)
    monitor.at += KEEP_S + 2 * DAY
    monitor.watch.beat(monitor.at, KEEP_S + 2 * DAY)

    assert monitor.spent() == Spent(up_s=KEEP_S)
    assert monitor.watch.plans == []


def test_thing_that_is_not_followed_has_spent_nothing(monitor: Monitor) -> None:
    monitor.run(HOUR)
    monitor.watch.keep_only([])

    assert monitor.spent() == Spent()
    assert monitor.spent().availability is None
    assert monitor.watch.outages("switch", T0, T0 + DAY) == ()


@pytest.mark.parametrize(
    "damage",
    [
        None,
        {"now": "late", "gaps": [[1], 3], "plans": [{"id": "x"}, 3], "things": {"a": [1], "b": [0, "odd", 0, []]}},
        {"things": {"a": [0, None, 0, [[5, 6, "down"], [1, 2, "down"]]], "b": [0, None, 0, [[1, "x", "down"]]]}},
        {"things": {"a": [float("nan"), None, 0, []], "b": [0, None, 0, [[7, 6, "down"]]]}},
    ],
)
def test_damaged_file_begins_anew(damage: object) -> None:
    assert Availability.from_json(damage).to_json() == {"now": None, "gaps": [], "plans": [], "things": {}}


STEPS = st.lists(
    st.tuples(st.sampled_from(["up", "down", "restart", "sleep"]), st.integers(1, 30)), min_size=1, max_size=25
)
WINDOWS = st.tuples(st.integers(-100, 900), st.integers(-100, 900))


@given(STEPS, st.lists(WINDOWS, max_size=4), WINDOWS)
def test_every_minute_is_spent_on_what_a_simple_list_of_minutes_says(
    steps: list[tuple[str, int]], plans: list[tuple[int, int]], window: tuple[int, int]
) -> None:
    monitor = Monitor()
    monitor.turn(is_up=True)
    minutes: list[str] = []
    for step, count in steps:
        if step == "restart":
            monitor.restart(count * 60)
            minutes += ["unmonitored"] * count
            monitor.turn(is_up=True)
        elif step == "sleep":
            monitor.at += count * 60
            monitor.watch.beat(monitor.at, 0)
            minutes += ["unmonitored"] * count
        else:
            monitor.turn(is_up=step == "up")
            monitor.run(count * 60)
            minutes += [step] * count
    monitor.watch.plans = [plan(start * 60, end * 60) for start, end in plans]
    for start, end in plans:
        for minute in range(max(start, 0), min(end, len(minutes))):
            minutes[minute] = "maintenance"
    inside = minutes[max(window[0], 0) : max(window[1], 0)]

    spent = monitor.spent(T0 + window[0] * 60, T0 + window[1] * 60)

    assert spent == Spent(
        up_s=60.0 * inside.count("up"),
        down_s=60.0 * inside.count("down"),
        maintenance_s=60.0 * inside.count("maintenance"),
        unmonitored_s=60.0 * inside.count("unmonitored"),
    )


BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 3, 29, 12, tzinfo=BERLIN), 23),
        (datetime(2026, 10, 25, 12, tzinfo=BERLIN), 25),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), 25),
        (datetime(2026, 10, 25, 12, tzinfo=SHANGHAI), 24),
    ],
)
def test_day_is_as_long_as_the_clocks_make_it(now: datetime, hours: int) -> None:
    start, end = bounds_of(Period.DAY, now)

    assert end - start == hours * HOUR
    assert start <= now.timestamp() < end


def test_week_begins_on_monday_and_month_on_its_first() -> None:
    now = datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)  # a Sunday

    assert [datetime.fromtimestamp(at, SHANGHAI).isoformat() for at in bounds_of(Period.WEEK, now)] == [
        "2026-02-23T00:00:00+08:00",
        "2026-03-02T00:00:00+08:00",
    ]
    assert [datetime.fromtimestamp(at, SHANGHAI).isoformat() for at in bounds_of(Period.MONTH, now, back=3)] == [
        "2025-12-01T00:00:00+08:00",
        "2026-01-01T00:00:00+08:00",
    ]


@given(
    st.sampled_from(Period),
    st.integers(631_152_000, 3_786_912_000),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.integers(0, 30),
)
def test_periods_follow_each_other_without_gap(period: Period, at: int, zone: str, back: int) -> None:
    local = datetime.fromtimestamp(at, ZoneInfo(zone))

    assert bounds_of(period, local, back)[0] == bounds_of(period, local, back + 1)[1]
    start, end = bounds_of(period, local)
    assert start <= local.timestamp() < end
