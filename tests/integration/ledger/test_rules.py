"""Rules of recordings without Home Assistant: watching, planning, folding, and the words of the sheet."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from custom_components.smart_campus.archive.rules.faults import FaultCode
from custom_components.smart_campus.recordings.rules import tables
from custom_components.smart_campus.recordings.rules.duties import Duty, duties, wanted_now
from custom_components.smart_campus.recordings.rules.planning import Wanted, plan_rows
from custom_components.smart_campus.recordings.rules.recording import Recording, RecordingState
from custom_components.smart_campus.recordings.rules.sheet_words import WORDS, word
from custom_components.smart_campus.recordings.rules.steps import Cause, Step, Transition
from custom_components.smart_campus.recordings.rules.subject import Plan, Subject
from custom_components.smart_campus.recordings.rules.watching import Observation, SignalWatch
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation

EIGHT = datetime(2026, 9, 11, 0, 0, tzinfo=UTC)
WAIT_S = 120


def subject(name: str, device: str = "d1", *, is_planned: bool = True) -> Subject:
    return Subject(
        recording_id=name,
        site_id="site1",
        site="North",
        day=date(2026, 9, 11),
        lesson_id=f"lesson-{name}",
        series=name,
        is_planned=is_planned,
        room_id="room1",
        room="A301",
        area_id="a301",
        device_id="rec1",
        device_key=device,
        recorder="Recorder 1",
    )


def wanted(name: str, start: int, end: int, *, device: str = "d1", is_planned: bool = True) -> Wanted:
    """Return a lesson between minutes after eight."""
    plan = Plan(start=EIGHT + timedelta(minutes=start), end=EIGHT + timedelta(minutes=end), course=name)
    return Wanted(subject=subject(name, device, is_planned=is_planned), plan=plan)


def planned(*lessons: Wanted, now: datetime = EIGHT - timedelta(hours=1)) -> dict[str, Recording]:
    """Return the recordings of a timetable that was just planned."""
    found: dict[str, Recording] = {}
    for row, about in plan_rows({each.subject.recording_id: each for each in lessons}, {}, now, lambda _: None):
        if about is not None:
            found[row.recording_id] = tables.fold(about, [row])
        else:
            found[row.recording_id].take(row)
    return found


def test_booking_of_a_calendar_gives_way_to_the_timetable_and_has_the_rest() -> None:
    found = planned(wanted("booking", 0, 240, is_planned=False), wanted("lesson", 60, 105)).values()
    winners = [wanted_now(found, EIGHT + timedelta(minutes=minute)) for minute in (30, 60, 104, 105)]
    assert [each.id if each else "" for each in winners] == ["booking", "lesson", "lesson", "booking"]


def test_booking_that_lies_within_a_lesson_is_covered() -> None:
    found = planned(wanted("booking", 10, 40, is_planned=False), wanted("lesson", 0, 45))
    skip = found["booking"].skip
    assert skip is not None
    assert (skip.cause, skip.data["covered_by"]) == ("overlap", "lesson")
    assert found["lesson"].skip is None


def test_duplicate_that_runs_already_keeps_the_recorder() -> None:
    known = planned(wanted("b", 0, 45))
    known["b"].take(Transition(recording_id="b", step=Step.STARTED, at=EIGHT))
    both = {each.subject.recording_id: each for each in (wanted("a", 0, 45), wanted("b", 0, 45), wanted("c", 0, 45))}
    rows = plan_rows(both, known, EIGHT + timedelta(minutes=5), lambda _: None)
    assert [(row.recording_id, row.step.value) for row, _ in rows] == [
        ("a", "planned"), ("a", "skipped"), ("c", "planned"), ("c", "skipped"),
    ]  # fmt: skip


def test_timetable_that_says_the_same_again_writes_nothing() -> None:
    lessons = {each.subject.recording_id: each for each in (wanted("a", 0, 45), wanted("b", 50, 95))}
    known = planned(*lessons.values())
    assert plan_rows(lessons, known, EIGHT, lambda _: Cause.CANCELLED) == []


def test_room_whose_calendar_cannot_be_read_keeps_its_lessons() -> None:
    known = planned(wanted("a", 0, 45))
    assert plan_rows({}, known, EIGHT, lambda _: None) == []
    (gone,) = plan_rows({}, known, EIGHT, lambda _: Cause.CANCELLED)
    assert (gone[0].step, gone[0].cause) == ("skipped", "cancelled")


def test_person_who_skipped_a_lesson_is_obeyed_when_its_time_changes() -> None:
    known = planned(wanted("a", 0, 45))
    known["a"].take(Transition(recording_id="a", step=Step.SKIPPED, at=EIGHT, cause=Cause.PERSON))
    ((row, _),) = plan_rows({"a": wanted("a", 10, 55)}, known, EIGHT, lambda _: None)
    known["a"].take(row)
    assert (known["a"].state, known["a"].start) == ("skipped", EIGHT + timedelta(minutes=10))


def test_lesson_that_is_over_is_stopped_before_the_next_one_starts() -> None:
    found = planned(wanted("a", 0, 45), wanted("b", 45, 90))
    found["a"].take(Transition(recording_id="a", step=Step.STARTED, at=EIGHT))
    due = duties(found.values(), EIGHT + timedelta(minutes=45))
    assert [(each.duty, each.recording.id) for each in due] == [(Duty.STOP, "a"), (Duty.START, "b")]


def test_archive_that_keeps_a_recording_waiting_for_half_a_day_is_told_once() -> None:
    (lesson,) = planned(wanted("a", 0, 45)).values()
    over = EIGHT + timedelta(minutes=45)
    handed = {"part": "a", "handed": ["a.mp4"]}
    for row in (
        Transition(recording_id="a", step=Step.STARTED, at=EIGHT),
        Transition(recording_id="a", step=Step.STOPPED, at=over, cause=Cause.END),
        Transition(recording_id="a", step=Step.STORED, at=over, data={"files": {"a.mp4": {"size": 9}}}),
        Transition(recording_id="a", step=Step.QUEUED, at=over, data=handed),
    ):
        lesson.take(row)
    assert duties([lesson], over + timedelta(hours=11)) == []
    (due,) = duties([lesson], over + timedelta(hours=12))
    assert due.duty is Duty.WARN
    lesson.take(
        Transition(
            recording_id="a", step=Step.MISSED, at=over, cause=Cause.OVERDUE, data={"step": Step.CONFIRMED.value}
        )
    )
    assert duties([lesson], over + timedelta(hours=13)) == []


def test_day_of_five_hundred_rooms_is_one_transaction_and_is_found_by_index(tmp_path: Path) -> None:
    engine = StoreEngine(StoreLocation.of_file(tmp_path / "store.db"), tmp_path / "spool.db")
    engine.use(tables.LEDGER).result(WAIT_S)
    lessons = [
        wanted(f"{room}-{number}", 60 * number, 60 * number + 45, device=f"d{room}")
        for room in range(500)
        for number in range(8)
    ]
    rows = plan_rows({each.subject.recording_id: each for each in lessons}, {}, EIGHT, lambda _: None)
    assert len(rows) == 4000
    commits: list[object] = []

    def count(connection: object) -> None:
        commits.append(connection)

    event.listen(Engine, "commit", count)
    try:
        payloads = [tables.to_payload(row, about) for row, about in rows]
        engine.append(tables.PART, payloads).result(WAIT_S)
        assert len(commits) == 1
        # After a crash the spool repeats itself
        engine.append(tables.PART, payloads).result(WAIT_S)
    finally:
        event.remove(Engine, "commit", count)

    def read(day: date) -> int:
        found = engine.read(lambda connection: tables.read_days(connection, "site1", day, day)).result(WAIT_S)
        assert all(len(each) == 1 for _, each in found)
        return len(found)

    assert (read(date(2026, 9, 11)), read(date(2026, 9, 12))) == (4000, 0)
    plan = engine.read(
        lambda connection: connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM recording_step JOIN recording ON recording.id = recording_id "
            "WHERE site_id = 'site1' AND day BETWEEN '2026-09-11' AND '2026-09-11'"
        ).fetchall()
    ).result(WAIT_S)
    assert not [line for line in plan if "SCAN" in str(line)]
    engine.stop()


def seen(at_s: float, **fields: object) -> Observation:
    values = {"is_answering": True, "state": "recording", "elapsed_s": at_s, "picture": "good", "sound": "good"}
    return Observation(at_s=at_s, **{**values, **fields})  # type: ignore[arg-type]


def test_pause_between_two_sentences_is_no_trouble() -> None:
    watch = SignalWatch(0)
    for at_s in range(0, 100, 10):
        findings = watch.look(seen(at_s, sound="silent" if at_s == 50 else "good"))
        assert findings.raised == ()
    assert watch.is_good


def test_paused_recording_stands_still_without_trouble() -> None:
    watch = SignalWatch(0)
    for at_s in range(0, 200, 10):
        assert watch.look(seen(at_s, state="paused", elapsed_s=1.0)).raised == ()


def test_recorder_that_tells_only_its_state_counts_as_good() -> None:
    watch = SignalWatch(0)
    assert watch.look(seen(0, elapsed_s=None, picture=None, sound=None)).raised == ()
    assert watch.is_good


def test_trouble_stays_while_the_recorder_is_silent() -> None:
    watch = SignalWatch(0)
    for at_s in (0, 10, 20, 30):
        watch.look(seen(at_s, sound="silent"))
    assert watch.raised == {Cause.SOUND_SILENT}
    assert watch.look(seen(40, is_answering=False)).over == ()
    assert watch.look(seen(50)).over == (Cause.SOUND_SILENT,)


@pytest.mark.parametrize("key", [
    *(f"state_{each}" for each in RecordingState),
    *(f"step_{each}" for each in ("armed", "started", "signal_good", "stopped", "stored", "queued", "uploaded")),
    *FaultCode,
    *(each for each in Cause if each not in {
        Cause.TIMETABLE, Cause.MANUAL, Cause.RESTORED, Cause.CHANGED, Cause.END, Cause.RETRY, Cause.RESTART,
        Cause.OWN_SCHEDULE, Cause.NEXT_LESSON, Cause.ANOTHER,
    }),
])  # fmt: skip
def test_everything_that_can_go_wrong_has_words_in_both_languages(key: str) -> None:
    english, chinese = WORDS[key]
    assert english.isascii()
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
    assert word(key, "zh-Hans") == chinese
