"""Working hours, quiet hours, and what the timetable makes of a fault. Times are of Shanghai."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.rules.alert import Category, Severity
from custom_components.smart_campus.alerts.rules.hours import Hours, Timing, When
from custom_components.smart_campus.alerts.rules.room_use import RoomUse, RoomUseRule, judge

from .making import ZONE, alert, local, minutes

TIMING = Timing(
    working=Hours(time(7, 30), time(18, 0), frozenset(range(5))),
    quiet=Hours(time(22, 0), time(7, 0)),
    when={
        Severity.NOTICE: When.WORKING_HOURS,
        Severity.WARNING: When.OUTSIDE_QUIET_HOURS,
        Severity.URGENT: When.ALWAYS,
        Severity.SAFETY: When.WORKING_HOURS,
    },
)


@pytest.mark.parametrize(
    ("severity", "now", "told"),
    [
        (Severity.NOTICE, "2026-11-23 10:00", "2026-11-23 10:00"),
        (Severity.NOTICE, "2026-11-23 05:00", "2026-11-23 07:30"),
        (Severity.NOTICE, "2026-11-23 18:00", "2026-11-24 07:30"),
        (Severity.NOTICE, "2026-11-27 20:00", "2026-11-30 07:30"),  # Friday evening to Monday
        (Severity.NOTICE, "2026-11-29 12:00", "2026-11-30 07:30"),
        (Severity.WARNING, "2026-11-23 21:59", "2026-11-23 21:59"),
        (Severity.WARNING, "2026-11-23 22:00", "2026-11-24 07:00"),
        (Severity.WARNING, "2026-11-24 06:59", "2026-11-24 07:00"),
        (Severity.WARNING, "2026-11-24 07:00", "2026-11-24 07:00"),
        (Severity.URGENT, "2026-11-24 03:00", "2026-11-24 03:00"),
        (Severity.SAFETY, "2026-11-24 03:00", "2026-11-24 03:00"),  # whatever was set up
    ],
)
def test_each_severity_has_its_hours(severity: Severity, now: str, told: str) -> None:
    assert TIMING.first_allowed(severity, local(now), ZONE) == local(told)


@pytest.mark.parametrize(
    "timing",
    [
        Timing(when={Severity.NOTICE: When.WORKING_HOURS}),
        Timing(when={Severity.NOTICE: When.OUTSIDE_QUIET_HOURS}),
        Timing(working=Hours(time(8), time(9), frozenset()), when={Severity.NOTICE: When.WORKING_HOURS}),
        Timing(working=TIMING.working),
    ],
)
def test_hours_that_are_missing_or_never_come_mean_now(timing: Timing) -> None:
    assert timing.first_allowed(Severity.NOTICE, local("2026-11-24 03:00"), ZONE) == local("2026-11-24 03:00")


def test_hours_follow_the_wall_where_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    timing = Timing(working=Hours(time(7, 30), time(18)), when={Severity.NOTICE: When.WORKING_HOURS})
    told = timing.first_allowed(Severity.NOTICE, local("2026-10-25 04:00"), berlin)  # the night clocks are set back
    assert told.astimezone(berlin).time() == time(7, 30)


clocks = st.times().map(lambda each: each.replace(second=0, microsecond=0))
hours = st.builds(Hours, clocks, clocks, st.frozensets(st.integers(0, 6)))


@given(hours, st.sampled_from(list(When)), st.integers(0, 8 * 24 * 60))
def test_nobody_waits_longer_than_eight_days_and_always_for_an_allowed_moment(
    some: Hours, when: When, offset: int
) -> None:
    timing = Timing(working=some, quiet=some, when={Severity.WARNING: when})
    now = local("2026-11-23 00:00") + minutes(offset)
    told = timing.first_allowed(Severity.WARNING, now, ZONE)
    assert timedelta() <= told - now <= timedelta(days=8)
    assert told == now or some.holds(told.astimezone(ZONE)) is (when is When.WORKING_HOURS)
    assert timing.first_allowed(Severity.WARNING, told, ZONE) == told


RULE = RoomUseRule()
FAULT = alert(category=Category.ROOM)


def free(until: str | None = None) -> RoomUse:
    return RoomUse(is_lesson=False, next_start=None if until is None else local(until))


@pytest.mark.parametrize(
    ("use", "now", "severity", "not_before"),
    [
        (free("2026-11-23 10:10"), "2026-11-23 10:00", Severity.URGENT, None),
        (free("2026-11-23 10:11"), "2026-11-23 10:00", Severity.WARNING, None),
        (RoomUse(is_lesson=True, next_start=None), "2026-11-23 21:00", Severity.URGENT, None),
        (free(), "2026-11-23 21:00", Severity.WARNING, "2026-11-24 07:30"),
        (free("2026-11-24 08:00"), "2026-11-23 21:00", Severity.WARNING, "2026-11-24 07:30"),
        (free("2026-11-24 07:00"), "2026-11-23 21:00", Severity.WARNING, "2026-11-24 06:50"),
        (free("2026-11-24 07:35"), "2026-11-24 07:26", Severity.URGENT, None),
        (free(), "2026-11-27 21:00", Severity.WARNING, "2026-11-30 07:30"),  # Friday to Monday
        (None, "2026-11-23 23:00", Severity.WARNING, None),  # no timetable that can be trusted
    ],
)
def test_fault_is_urgent_before_a_lesson_and_waits_while_its_room_is_free(
    use: RoomUse | None, now: str, severity: Severity, not_before: str | None
) -> None:
    verdict = judge(FAULT, use, RULE, local(now), ZONE)
    assert verdict.severity is severity
    assert verdict.not_before == (None if not_before is None else local(not_before))


def test_waiting_fault_is_judged_anew_when_the_next_lesson_comes_near() -> None:
    verdict = judge(FAULT, free("2026-11-23 14:00"), RULE, local("2026-11-23 10:00"), ZONE)
    assert verdict.changes_at == local("2026-11-23 13:50")


@pytest.mark.parametrize(
    "fault",
    [
        alert(category=Category.SECURITY),
        alert(category=Category.ROOM, severity=Severity.URGENT),
        alert(category=Category.ROOM, severity=Severity.SAFETY),
    ],
)
def test_what_is_bad_anyway_never_waits_for_a_room(fault: object) -> None:
    verdict = judge(fault, free(), RULE, local("2026-11-23 23:00"), ZONE)  # type: ignore[arg-type]  # parametrised
    assert verdict.not_before is None


def test_timetable_can_be_left_out_of_account() -> None:
    verdict = judge(FAULT, free(), RoomUseRule(is_on=False), local("2026-11-23 23:00"), ZONE)
    assert verdict.not_before is None
