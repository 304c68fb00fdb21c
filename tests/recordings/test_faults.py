"""What counts as trouble of a running recording, and after how long."""

from dataclasses import replace

import pytest

from custom_components.smart_campus.recordings.rules.faults import (
    ERROR,
    NOT_RECORDING,
    STALLED,
    STORAGE,
    UNREACHABLE,
    ProgressWatch,
    Seen,
    Wanted,
    picture_fault,
    sound_fault,
)

MINUTE_S = 60.0
SLOWEST_POLL_S = 15
LESSON = Wanted(since=0.0, left_s=2400.0)


def seen(at: float, state: str | None = "recording", **more: float | None) -> Seen:
    return Seen(at=at, is_answering=True, state=state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["black", "frozen", "absent"])
def test_bad_picture_is_its_own_cause(bad: str) -> None:
    assert (picture_fault(bad), picture_fault("good"), picture_fault(None)) == (bad, "", None)


@pytest.mark.parametrize("bad", ["silent", "clipped", "absent"])
def test_bad_sound_is_its_own_cause(bad: str) -> None:
    assert (sound_fault(bad), sound_fault("good"), sound_fault(None)) == (bad, "", None)


@pytest.mark.parametrize("stuck", ["elapsed_s", "written"])
def test_recording_that_stands_still_is_told_within_a_minute(stuck: str) -> None:
    watch = ProgressWatch()
    told = None
    for at in range(0, 120, SLOWEST_POLL_S):
        values = {"elapsed_s": float(at), "written": at * 1000.0, stuck: 7.0}
        if watch.see(seen(at, **values), LESSON) == STALLED and told is None:
            told = at
    assert told is not None
    assert told <= MINUTE_S


def test_recording_that_goes_on_is_no_trouble() -> None:
    watch = ProgressWatch()
    found = {watch.see(seen(at, elapsed_s=at, written=at * 10), LESSON) for at in range(0, 300, SLOWEST_POLL_S)}
    assert found == {""}


def test_recorder_that_counts_nothing_is_not_accused() -> None:
    watch = ProgressWatch()
    assert {watch.see(seen(at), LESSON) for at in range(0, 300, SLOWEST_POLL_S)} == {""}


def test_pause_is_no_standstill() -> None:
    watch = ProgressWatch()
    watch.see(seen(0, elapsed_s=10), LESSON)
    assert watch.see(seen(200, "paused", elapsed_s=10), LESSON) == ""
    assert watch.see(seen(215, elapsed_s=10), LESSON) == ""
    assert watch.see(seen(230, elapsed_s=25), LESSON) == ""


@pytest.mark.parametrize("state", ["idle", "stopping", None])
def test_lesson_that_is_not_recorded_is_told_after_a_grace(state: str | None) -> None:
    watch = ProgressWatch()
    assert watch.see(seen(20, state), LESSON) == ""
    assert watch.see(seen(45, state), LESSON) == NOT_RECORDING
    assert watch.see(seen(45, state), None) == ""


def test_error_counts_with_and_without_a_lesson() -> None:
    assert ProgressWatch().see(seen(0, "error"), None) == ERROR
    assert ProgressWatch().see(seen(0, "error"), LESSON) == ERROR


def test_silence_counts_only_during_a_lesson() -> None:
    gone = replace(seen(0), is_answering=False)
    assert ProgressWatch().see(gone, LESSON) == UNREACHABLE
    assert ProgressWatch().see(gone, None) == ""


@pytest.mark.parametrize(("time_left_s", "expected"), [(2399, STORAGE), (2400, ""), (None, "")])
def test_storage_has_to_last_until_the_end(time_left_s: float | None, expected: str) -> None:
    assert ProgressWatch().see(seen(0, elapsed_s=1, time_left_s=time_left_s), LESSON) == expected
    assert ProgressWatch().see(seen(0, elapsed_s=1, time_left_s=time_left_s), None) == ""
