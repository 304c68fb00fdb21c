"""Every figure against numbers reckoned by hand; nothing to count is nothing known."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from custom_components.smart_campus.alerts.rules.alert import AlertReport, Severity
from custom_components.smart_campus.alerts.rules.book import AlertBook
from custom_components.smart_campus.alerts.rules.coding import report_to
from custom_components.smart_campus.alerts.rules.tables import PART, make_part, payload_of
from custom_components.smart_campus.alerts.rules.transition import Transition, TransitionKind
from custom_components.smart_campus.indicators.rules.acknowledging import read_waiting_times
from custom_components.smart_campus.indicators.rules.campus import AssetFacts, CampusFacts, RoomFacts, figures_of
from custom_components.smart_campus.indicators.rules.figure import Indicator, percentile, share, waiting_time
from custom_components.smart_campus.indicators.rules.lessons import LessonCount, count_lessons
from custom_components.smart_campus.indicators.rules.words import WORDS
from custom_components.smart_campus.recordings.rules.recording import Recording
from custom_components.smart_campus.recordings.rules.steps import Step
from custom_components.smart_campus.recordings.rules.steps import Transition as Row
from custom_components.smart_campus.recordings.rules.subject import Plan, Subject
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation

NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
WAIT_S = 60


def values(facts: CampusFacts) -> dict[str, tuple[float | None, int | None, int | None]]:
    return {
        figure.indicator.value: (figure.value, figure.numerator, figure.denominator) for figure in figures_of(facts)
    }


def teaching(area: str, floor: str | None = None, *, smart: bool = False) -> RoomFacts:
    return RoomFacts(area_id=area, floor_id=floor, is_teaching=True, is_smart=smart)


def test_site_with_nothing_knows_nothing() -> None:
    assert set(values(CampusFacts()).values()) == {(None, 0, 0)}


def test_shares_are_those_a_person_counts() -> None:
    rooms = (
        teaching("a", "f1", smart=True),
        teaching("b", "f1"),
        teaching("c", "f2"),
        RoomFacts(area_id="office", floor_id="f2"),
        teaching("d", None),
        teaching("e", "f3"),
        teaching("g", "f3"),
    )
    facts = CampusFacts(
        rooms=rooms,
        # Six teaching rooms, of which a and e have a display; the office's does not count
        display_areas=frozenset({"a", "e", "office", "store"}),
        # Floor f2 has a meter in its riser; d has its own, which is no meter of a floor; e's is none of its floor
        meter_areas=frozenset({("riser", "f2"), ("d", None), ("e", "f3"), ("yard", None)}),
        assets=(
            AssetFacts(),
            AssetFacts(),
            AssetFacts(is_in_repair=True, has_order=True),
            AssetFacts(has_order=True),
            AssetFacts(),
            AssetFacts(),
            AssetFacts(),
            AssetFacts(),
        ),
        ports_up=31,
        ports=96,
    )
    assert values(facts) == {
        "multimedia_rooms": (33.3, 2, 6),
        "smart_classrooms": (16.7, 1, 6),
        "equipment_intact": (75.0, 6, 8),
        "metered_rooms": (57.1, 4, 7),
        "ports_in_use": (32.3, 31, 96),
    }


def test_goals_are_those_of_the_ministry() -> None:
    goals = {figure.indicator.value: figure.goal for figure in figures_of(CampusFacts()) if figure.goal is not None}
    assert goals == {"multimedia_rooms": 60.0, "smart_classrooms": 25.0}


@pytest.mark.parametrize(
    ("numbers", "percent", "expected"),
    [
        ([], 50, None),
        ([7.0], 50, 7.0),
        ([7.0], 90, 7.0),
        ([1.0, 2.0], 50, 1.5),
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 50, 2.5),
        ([float(each) for each in range(1, 11)], 90, 9.0),
        ([float(each) for each in range(1, 12)], 90, 10.0),
        ([float(each) for each in range(1, 21)], 90, 18.0),
    ],
)
def test_percentile_is_the_nearest_rank(numbers: list[float], percent: int, expected: float | None) -> None:
    assert percentile(numbers, percent) == expected


def test_waiting_time_is_in_minutes_beside_how_many_were_acknowledged() -> None:
    figure = waiting_time(Indicator.ACKNOWLEDGED_MEDIAN, 50, [90.0, 30.0, 600.0], 5)
    assert (figure.value, figure.unit.value, figure.numerator, figure.denominator) == (1.5, "min", 3, 5)
    assert waiting_time(Indicator.ACKNOWLEDGED_P90, 90, [], 4).value is None


def recording(lesson: str, *steps: Step, recorder: str = "r1") -> Recording:
    subject = Subject(
        recording_id=f"{lesson}-{recorder}", site_id="site1", site="North", day=date(2026, 9, 7), lesson_id=lesson,
        series=lesson, is_planned=True, room_id="room", room="A101", area_id="a", device_id=recorder,
        device_key=recorder, recorder=recorder,
    )  # fmt: skip
    found = Recording(subject, Plan(start=NOON - timedelta(hours=1), end=NOON, course="Maths"))
    for number, step in enumerate(steps):
        at = NOON - timedelta(minutes=59 - number)
        found.take(Row(recording_id=subject.recording_id, step=step, at=at))
    return found


def test_lesson_counts_once_and_is_recorded_when_any_recorder_has_it() -> None:
    made = (Step.STARTED, Step.STOPPED)
    recordings = [
        recording("kept", *made),
        recording("twice", *made),
        recording("twice", Step.FAILED, recorder="r2"),
        recording("missed", Step.FAILED),
        recording("planned only"),
        recording("skipped", Step.SKIPPED),
        recording("", *made),
    ]
    timetabled = dict.fromkeys(["kept", "twice", "missed", "no recorder", "skipped"], NOON)
    timetabled["later"] = NOON + timedelta(hours=2)
    # Held: kept, twice, missed, planned only, and the one in a room without a recorder; recorded: kept and twice
    assert count_lessons(recordings, timetabled, NOON) == LessonCount(2, 5)


def test_lesson_that_runs_is_not_counted_yet() -> None:
    running = recording("runs", Step.STARTED)
    assert count_lessons([running], {"runs": NOON}, NOON - timedelta(minutes=1)) == LessonCount(0, 0)
    assert count_lessons([running], {"runs": NOON}, NOON + timedelta(minutes=1)) == LessonCount(0, 1)
    assert share(Indicator.LESSONS_RECORDED_WEEK, 0, 0).value is None


def test_store_tells_the_first_acknowledgement_of_each_alert_of_the_span(tmp_path: Path) -> None:
    engine = StoreEngine(StoreLocation.of_file(tmp_path / "store.db"), tmp_path / "spool.db")
    try:
        engine.use(make_part()).result(WAIT_S)
        book = AlertBook()
        told = [
            # id, site, raised, and minutes after which it was acknowledged
            ("old", "site1", -40 * 24 * 60, [1]),
            ("quick", "site1", 0, [2, 50]),
            ("slow", "site1", 0, [30]),
            ("never", "site1", 0, []),
            ("before it was", "site1", 0, [-5]),
            ("elsewhere", "site2", 0, [9]),
        ]
        for alert_id, site, begin, minutes in told:
            report = AlertReport(key=alert_id, severity=Severity.WARNING, title="t", site=site)
            happened = [(TransitionKind.RAISED, begin, report_to(report))]
            happened += [(TransitionKind.ACKNOWLEDGED, begin + each, {}) for each in minutes]
            for number, (kind, minute, data) in enumerate(happened):
                transition = Transition(
                    id=f"{alert_id}{number}",
                    alert_id=alert_id,
                    kind=kind,
                    at=NOON + timedelta(minutes=minute),
                    data=data,
                )
                alert = book.take(transition)
                engine.append(PART, [payload_of(transition, alert)]).result(WAIT_S)
        since_ms = round((NOON - timedelta(days=30)).timestamp() * 1000)
        found = engine.read(lambda connection: read_waiting_times(connection, "site1", since_ms)).result(WAIT_S)
    finally:
        engine.stop()
    assert (found.raised, sorted(found.seconds)) == (4, [0.0, 120.0, 1800.0])


def test_every_indicator_says_what_it_is_in_both_languages() -> None:
    assert WORDS.keys() == set(Indicator)
    for words in WORDS.values():
        for english, chinese in (words.name, words.definition, words.source):
            assert english.isascii() or "“" in english
            assert "{" not in english + chinese
            assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
