"""A recording is what advances, not what a recorder says of itself."""

import pytest

from campuslink.device.recorder.orders import RecorderState
from campuslink.device.recorder.progress import STALL_S, Observation, ProgressWatch

RECORDING, ERROR, STARTING = RecorderState.RECORDING, RecorderState.ERROR, RecorderState.STARTING


def seen(elapsed: float | None = None, written: int | None = None, state: RecorderState = RECORDING) -> Observation:
    return Observation(state=state, elapsed_s=elapsed, written=written)


def test_a_recorder_that_says_recording_is_starting_until_something_moved() -> None:
    watch = ProgressWatch()
    assert watch.see(seen(0, 0), 0) is STARTING
    assert watch.see(seen(2, 4000), 2) is RECORDING


@pytest.mark.parametrize("later", [seen(100, 999), seen(200, 5)], ids=["time stands", "file stands"])
def test_either_counter_that_stands_still_is_an_error(later: Observation) -> None:
    watch = ProgressWatch()
    assert watch.see(seen(100, 5), 0) is RECORDING
    assert watch.see(later, STALL_S) is RECORDING
    assert watch.see(later, STALL_S + 1) is ERROR


def test_a_recording_that_goes_on_again_is_recording_again() -> None:
    watch = ProgressWatch()
    watch.see(seen(100), 0)
    assert watch.see(seen(100), STALL_S + 1) is ERROR
    assert watch.see(seen(101), STALL_S + 2) is RECORDING


def test_a_pause_may_last() -> None:
    watch = ProgressWatch()
    watch.see(seen(100), 0)
    assert watch.see(seen(100, state=RecorderState.PAUSED), 500) is RecorderState.PAUSED
    assert watch.see(seen(100), 501) is RECORDING


def test_a_counter_that_begins_anew_is_a_new_recording() -> None:
    watch = ProgressWatch()
    watch.see(seen(100), 0)
    assert watch.see(seen(1), STALL_S + 1) is RECORDING
