"""When tasks come due, what stays undone, and what one who does them settles. Dates are those of a wall calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SU, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

import custom_components  # noqa: F401  found here before the harness puts its own folder of that name first
from custom_components.smart_campus.recordings.rules.actor import Actor
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation
from custom_components.smart_campus.work_orders.rules.recurrence import Every, Recurrence
from custom_components.smart_campus.work_orders.rules.task import (
    Done,
    Target,
    Targets,
    Task,
    TaskPlan,
    due_of,
    finish,
    open_task,
)
from custom_components.smart_campus.work_orders.rules.task_tables import (
    PART,
    TASKS,
    DoneRow,
    HistoryQuery,
    read_history,
    read_latest,
    to_payload,
)

LI = Actor(name="Li", user_id="u-li")
ROOM = Target("room:r1", "A101", "a101")
LAMP = Target("asset:x1", "Projector", "a101", "projector")
WAIT_S = 60
MONDAYS = Recurrence(every=Every.WEEK, weekday=0)
TERMS = (date(2026, 8, 31), date(2027, 2, 22))


def day(text: str) -> date:
    """Return a date of the year 2026 unless another year is said."""
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def plan(recurrence: Recurrence = MONDAYS, **values: object) -> TaskPlan:
    # 1 September 2026 is a Tuesday
    data = {"id": "p1", "title": "Clean", "targets": Targets.ROOMS, "since": day("09-01"), **values}
    return TaskPlan(recurrence=recurrence, **data)  # type: ignore[arg-type]  # by name


def check(recurrence: Recurrence, **values: object) -> TaskPlan:
    return plan(recurrence, targets=Targets.EQUIPMENT, **values)


def at(plan: TaskPlan, today: str, last: Done | None = None, **known: object) -> tuple[str, int] | None:
    """Return since when something is due on a day, and how often it was missed since."""
    task = open_task(plan, ROOM, last, day(today), **known)  # type: ignore[arg-type]  # by name
    return None if task is None else (task.due.strftime("%m-%d"), task.missed)


def do(plan: TaskPlan, today: str, last: Done | None = None, **known: object) -> Done:
    task = open_task(plan, ROOM, last, day(today), **known)  # type: ignore[arg-type]  # by name
    assert task is not None
    return finish(plan, task, noon(day(today)), LI, known.get("terms", ()))  # type: ignore[arg-type]  # terms


@pytest.mark.parametrize(
    ("recurrence", "behind", "expected"),
    [
        (MONDAYS, "09-06", "09-07"),
        (MONDAYS, "09-07", "09-14"),
        (Recurrence(every=Every.WEEK, weekday=6), "09-06", "09-13"),
        (Recurrence(every=Every.DAYS, days=10), "09-01", "09-11"),
        (Recurrence(every=Every.DAYS, days=10), "09-10", "09-11"),
        (Recurrence(every=Every.DAYS, days=10), "08-31", "09-01"),
        (Recurrence(every=Every.MONTH, month_day=15), "09-14", "09-15"),
        (Recurrence(every=Every.MONTH, month_day=15), "09-15", "10-15"),
        (Recurrence(every=Every.MONTH, month_day=31), "09-01", "09-30"),
        (Recurrence(every=Every.MONTH, month_day=31), "09-30", "10-31"),
        (Recurrence(every=Every.MONTH, month_day=30), "2027-01-30", "2027-02-28"),
        (Recurrence(every=Every.MONTH, month_day=30), "2028-02-01", "2028-02-29"),
        (Recurrence(every=Every.MONTH, month_day=1), "12-31", "2027-01-01"),
        (Recurrence(every=Every.TERM), "08-30", "08-31"),
        (Recurrence(every=Every.TERM), "08-31", "2027-02-22"),
        (Recurrence(every=Every.TERM), "2027-02-22", None),
    ],
)
def test_next_day_is_the_one_on_the_calendar(recurrence: Recurrence, behind: str, expected: str | None) -> None:
    found = recurrence.next_after(day(behind), anchor=day("09-01"), terms=TERMS)
    assert found == (None if expected is None else day(expected))


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 6), st.integers(1, 28), st.integers(1, 400))
def test_next_day_agrees_with_the_rules_of_calendars(behind: date, weekday: int, month_day: int, days: int) -> None:
    start = datetime.combine(behind, datetime.min.time())
    weekly = rrule(WEEKLY, byweekday=weekday, dtstart=start).after(start)
    monthly = rrule(MONTHLY, bymonthday=month_day, dtstart=start).after(start)
    anchor = datetime(2020, 1, 1)  # noqa: DTZ001  a date, as `rrule` wants it
    daily = rrule(DAILY, interval=days, dtstart=anchor).after(start)
    assert Recurrence(every=Every.WEEK, weekday=weekday).next_after(behind, anchor=behind) == weekly.date()
    assert Recurrence(every=Every.MONTH, month_day=month_day).next_after(behind, anchor=behind) == monthly.date()
    found = Recurrence(every=Every.DAYS, days=days).next_after(behind, anchor=anchor.date())
    assert found == daily.date()
    assert (MO.weekday, FR.weekday, SU.weekday) == (0, 4, 6)


def test_task_appears_its_lead_before_it_is_due_and_not_earlier() -> None:
    assert at(plan(), "09-06") is None
    assert at(plan(), "09-07") == ("09-07", 0)
    assert at(plan(lead_days=2), "09-04") is None
    assert at(plan(lead_days=2), "09-05") == ("09-07", 0)


def test_task_nobody_does_stays_and_counts_what_is_missed() -> None:
    assert at(plan(), "09-13") == ("09-07", 0)
    assert at(plan(), "09-14") == ("09-07", 1)
    assert at(plan(), "10-01") == ("09-07", 3)
    assert at(plan(), "2029-09-01") == ("09-07", 155)


def test_done_task_comes_back_at_its_next_day_however_late_it_was_done() -> None:
    done = do(plan(), "09-09")
    assert (done.due, done.through, done.missed) == (day("09-07"), day("09-07"), 0)
    assert at(plan(), "09-13", done) is None
    assert at(plan(), "09-14", done) == ("09-14", 0)

    late = do(plan(), "09-22")
    assert (late.due, late.through, late.missed) == (day("09-07"), day("09-21"), 2)
    assert at(plan(), "09-27", late) is None
    assert at(plan(), "09-28", late) == ("09-28", 0)


def test_task_done_early_is_not_due_on_its_day_again() -> None:
    early = plan(lead_days=3)
    done = do(early, "09-05")
    assert (done.due, done.through) == (day("09-07"), day("09-07"))
    assert at(early, "09-07", done) is None
    assert at(early, "09-11", done) == ("09-14", 0)


def test_rooms_keep_their_rhythm_and_equipment_counts_from_its_last_check() -> None:
    every_ten = Recurrence(every=Every.DAYS, days=10)
    room, thing = plan(every_ten), check(every_ten)
    assert due_of(room, do(room, "09-04")) == day("09-11")
    assert due_of(thing, do(thing, "09-04")) == day("09-14")


def test_check_goes_by_the_ledger_until_it_was_done_later_than_that() -> None:
    yearly = check(Recurrence(every=Every.DAYS, days=365), lead_days=7)
    assert at(yearly, "10-02", ledger_on=day("10-10")) is None
    assert at(yearly, "10-03", ledger_on=day("10-10")) == ("10-10", 0)
    done = do(yearly, "10-05", ledger_on=day("10-10"))
    assert due_of(yearly, done) == day("2027-10-05")
    assert due_of(yearly, done, ledger_on=day("10-01")) == day("2027-10-05")
    assert due_of(yearly, done, ledger_on=day("2027-03-01")) == day("2027-03-01")


def test_check_on_a_weekday_done_early_is_due_a_week_after_that_day() -> None:
    weekly = check(MONDAYS, lead_days=3)
    assert due_of(weekly, do(weekly, "09-05")) == day("09-14")


def test_task_of_a_term_waits_for_a_term_that_is_known() -> None:
    termly = plan(Recurrence(every=Every.TERM), lead_days=7)
    assert at(termly, "2027-02-14", terms=TERMS) is None
    assert at(termly, "2027-02-15", terms=TERMS) == ("02-22", 0)
    done = do(termly, "2027-02-20", terms=TERMS)
    assert at(termly, "2027-06-01", done, terms=TERMS) is None
    assert due_of(termly, done, terms=(*TERMS, day("2027-08-30"))) == day("2027-08-30")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"areas": frozenset({"a101"})}, True),
        ({"areas": frozenset({"a102"})}, False),
        ({"targets": Targets.EQUIPMENT, "kinds": frozenset({"projector"})}, True),
        ({"targets": Targets.EQUIPMENT, "kinds": frozenset({"meter"})}, False),
    ],
)
def test_plan_means_its_rooms_and_kinds_only(values: dict[str, object], *, expected: bool) -> None:
    assert plan(**values).means(LAMP) is expected


@given(
    st.lists(st.integers(0, 40), max_size=20),
    st.sampled_from([MONDAYS, Recurrence(every=Every.DAYS, days=3), Recurrence(every=Every.MONTH, month_day=31)]),
    st.sampled_from([Targets.ROOMS, Targets.EQUIPMENT]),
)
def test_whatever_is_done_when_no_day_is_lost_and_none_counts_twice(
    pauses: list[int], recurrence: Recurrence, targets: Targets
) -> None:
    made = plan(recurrence, targets=targets, lead_days=1)
    today, last, settled = day("09-01"), None, list[date]()
    for pause in pauses:
        today = date.fromordinal(today.toordinal() + pause)
        task = open_task(made, ROOM, last, today)
        if task is None:
            continue
        done = finish(made, task, noon(today), LI)
        assert done.through >= done.due
        assert not settled or done.due > settled[-1]
        settled.append(done.through)
        last = done
        assert (due_of(made, last) or date.max) > max(done.through, min(today, done.due))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[StoreEngine]:
    opened = StoreEngine(StoreLocation.of_file(tmp_path / "store.db"), tmp_path / "spool.db")
    opened.use(TASKS).result(WAIT_S)
    yield opened
    opened.stop()


def test_store_remembers_what_was_done_last_and_all_of_it(engine: StoreEngine) -> None:
    tasks = [Task(target=target, due=day(due), missed=0) for target, due in
             ((ROOM, "09-07"), (LAMP, "09-08"), (ROOM, "09-14"))]  # fmt: skip
    for number, task in enumerate(tasks):
        done = finish(plan(), task, noon(task.due), LI)
        row = DoneRow(done, "site1", "Clean", task.target.name)
        for _ in range(2):
            engine.append(PART, [to_payload(f"d{number}", row)]).result(WAIT_S)
    latest = engine.read(lambda connection: read_latest(connection, "site1")).result(WAIT_S)
    assert {key: row.done.due for key, row in latest.items()} == {
        ("p1", "room:r1"): day("09-14"),
        ("p1", "asset:x1"): day("09-08"),
    }
    query = HistoryQuery(plan_id="p1", target="room:r1", limit=1)
    total, rows = engine.read(lambda connection: read_history(connection, query)).result(WAIT_S)
    assert (total, [row.done.due for row in rows]) == (2, [day("09-14")])
    assert rows[0].done.actor == LI
    assert engine.read(lambda connection: read_latest(connection, "site2")).result(WAIT_S) == {}
