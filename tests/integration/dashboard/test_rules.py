"""Rooms get the colour of the worst that is known of them; unused hours are weighed by their share of time."""

from dataclasses import replace

import pytest

from custom_components.smart_campus.dashboard.rules.after_hours import MeteredHour, after_hours_kwh
from custom_components.smart_campus.dashboard.rules.changes import changes
from custom_components.smart_campus.dashboard.rules.room_state import (
    RoomFacts,
    RoomRecording,
    RoomState,
    reasons_of,
    state_of,
)

QUIET = RoomFacts(devices=2, is_ready=True, is_followed=True)
SILENT = replace(QUIET, silent=("Beamer",), is_ready=False)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (RoomFacts(), RoomState.UNKNOWN),
        (RoomFacts(is_followed=True), RoomState.FREE),
        (RoomFacts(is_occupied=False), RoomState.FREE),
        (QUIET, RoomState.FREE),
        (replace(QUIET, is_occupied=True), RoomState.IN_USE),
        (replace(QUIET, lesson="Maths", is_occupied=True), RoomState.LESSON),
        (replace(QUIET, alerts=1, lesson="Maths"), RoomState.ATTENTION),
        (replace(QUIET, alerts=1, is_urgent=True), RoomState.TROUBLE),
        (SILENT, RoomState.ATTENTION),
        (replace(SILENT, lesson="Maths"), RoomState.TROUBLE),
        (replace(SILENT, following="Maths"), RoomState.TROUBLE),
        (replace(QUIET, recording=RoomRecording.TROUBLE, lesson="Maths"), RoomState.TROUBLE),
        (replace(QUIET, recording=RoomRecording.RECORDING, lesson="Maths"), RoomState.LESSON),
    ],
)
def test_room_is_as_bad_as_the_worst_known_of_it(facts: RoomFacts, state: RoomState) -> None:
    assert state_of(facts) is state


def test_reasons_name_what_a_person_should_know_first() -> None:
    facts = replace(
        SILENT,
        following="Maths",
        following_at="08:00",
        silent=("A", "B", "C", "D"),
        recording=RoomRecording.TROUBLE,
        recorded_course="Physics",
    )
    assert [reason.to_json("en") for reason in reasons_of(facts)] == [
        {"code": "recording_trouble", "text": "The recording of Physics is in trouble"},
        {"code": "not_ready", "text": "Not ready for Maths at 08:00"},
        {"code": "devices_silent", "text": "4 devices do not answer: A, B, C, …"},
    ]
    now = replace(SILENT, lesson="<b>Maths</b>")
    assert [reason.to_json("zh-Hans")["text"] for reason in reasons_of(now)] == [
        "<b>Maths</b> 正在上课，但房间未准备就绪",
        "Beamer 无法连接",
    ]
    assert list(reasons_of(QUIET)) == []


def test_only_rows_that_differ_are_changes() -> None:
    before = {"a": {"n": 1}, "b": {"n": 2}, "c": {"n": 3}}
    found = changes(before, {"a": {"n": 1}, "b": {"n": 20}, "d": {"n": 4}})
    assert (found.changed, found.gone) == (({"n": 20}, {"n": 4}), ("c",))
    assert not changes(before, dict(before))


HOUR = 3600.0
# Four hours from 20:00 (second 0), 2 kWh each; the place is in use until 21:30 and once more from 22:45 to 23:00.
HOURS = [MeteredHour(number * HOUR, 2.0) for number in range(4)]
IN_USE = ((-10 * HOUR, 1.5 * HOUR), (2.75 * HOUR, 3 * HOUR))


def test_partly_used_hour_counts_by_its_unused_share() -> None:
    # 20-21: all in use, 0; 21-22: half, 1.0; 22-23: three quarters unused, 1.5; 23-24: unused, 2.0
    assert after_hours_kwh(HOURS, IN_USE, 0, 4 * HOUR) == pytest.approx(4.5)
    assert after_hours_kwh(HOURS, IN_USE, HOUR, 3 * HOUR) == pytest.approx(2.5)
    assert after_hours_kwh(HOURS, (), 0, 4 * HOUR) == pytest.approx(8.0)


def test_nothing_counted_is_unknown_and_a_correction_is_no_saving() -> None:
    assert after_hours_kwh([], IN_USE, 0, 4 * HOUR) is None
    assert after_hours_kwh(HOURS, IN_USE, 10 * HOUR, 20 * HOUR) is None
    assert after_hours_kwh([MeteredHour(0, -5.0), MeteredHour(HOUR, 1.0)], (), 0, 2 * HOUR) == pytest.approx(1.0)
