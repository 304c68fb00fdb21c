"""When picture and sound are called bad, and how soon."""

from collections.abc import Callable

import numpy as np
import pytest

from campuslink.device.recorder.orders import PictureState, SoundState
from campuslink.device.recorder.stream.verdict import Frame, PictureWatch, Sound, SoundWatch, worst

SEGMENT_S = 6.0
TOLD_WITHIN_S = 45.0
"""Leaves time for a segment to end and for the next poll, within the minute that is promised."""


def _noise(seed: int) -> Frame:
    return np.random.default_rng(seed).integers(60, 200, (90, 160), dtype=np.uint8)


def _black(seed: int) -> Frame:
    return np.full((90, 160), 16 + seed % 2, np.uint8)


def _bars(_: int) -> Frame:
    return np.tile(np.arange(160, dtype=np.uint8), (90, 1))


def _sound(peak_db: float, loud_share: float = 0.0) -> Sound:
    return Sound(samples=48_000, mean_db=peak_db - 10, peak_db=peak_db, loud_share=loud_share)


def _seconds_until(watch: Callable[[int], object], wanted: object) -> float:
    for number in range(1, 20):
        if watch(number) == wanted:
            return number * SEGMENT_S
    return float("inf")


@pytest.mark.parametrize(("make", "state"), [(_black, PictureState.BLACK), (_bars, PictureState.FROZEN)])
def test_bad_picture_is_told_in_time_and_not_at_once(make: Callable[[int], Frame], state: PictureState) -> None:
    watch = PictureWatch()
    watch.see([_noise(1), _noise(2)], SEGMENT_S)
    seconds = _seconds_until(lambda number: watch.see([make(number), make(number + 1)], SEGMENT_S), state)
    assert 2 * SEGMENT_S < seconds <= TOLD_WITHIN_S
    assert watch.see([_noise(3)], SEGMENT_S) is PictureState.GOOD


def test_picture_that_lives_is_good() -> None:
    watch = PictureWatch()
    assert {watch.see([_noise(number)], SEGMENT_S) for number in range(20)} == {PictureState.GOOD}


def test_slides_may_stand_still_but_not_be_black() -> None:
    watch = PictureWatch(may_stand_still=True)
    assert _seconds_until(lambda number: watch.see([_bars(number)], SEGMENT_S), PictureState.FROZEN) == float("inf")
    assert _seconds_until(lambda number: watch.see([_black(number)], SEGMENT_S), PictureState.BLACK) <= TOLD_WITHIN_S


def test_one_keyframe_a_segment_is_compared_with_the_one_before() -> None:
    watch = PictureWatch()
    assert _seconds_until(lambda _: watch.see([_bars(0)], SEGMENT_S), PictureState.FROZEN) <= TOLD_WITHIN_S


def test_no_keyframes_at_all_is_absent() -> None:
    watch = PictureWatch()
    assert _seconds_until(lambda _: watch.see([], SEGMENT_S), PictureState.ABSENT) <= TOLD_WITHIN_S


@pytest.mark.parametrize(
    ("sound", "state"),
    [(_sound(-91), SoundState.SILENT), (_sound(0, 0.3), SoundState.CLIPPED), (None, SoundState.ABSENT)],
)
def test_bad_sound_is_told_in_time_and_not_at_once(sound: Sound | None, state: SoundState) -> None:
    watch = SoundWatch()
    watch.hear(_sound(-12), SEGMENT_S)
    assert 2 * SEGMENT_S < _seconds_until(lambda _: watch.hear(sound, SEGMENT_S), state) <= TOLD_WITHIN_S
    assert watch.hear(_sound(-12), SEGMENT_S) is SoundState.GOOD


@pytest.mark.parametrize("sound", [_sound(-50), _sound(0, 0.0005), _sound(-20)])
def test_quiet_room_and_loud_voice_are_good(sound: Sound) -> None:
    watch = SoundWatch()
    assert {watch.hear(sound, SEGMENT_S) for _ in range(20)} == {SoundState.GOOD}


def test_worst_of_several_sources_counts() -> None:
    assert worst([PictureState.GOOD, PictureState.ABSENT, PictureState.BLACK]) is PictureState.ABSENT
    assert worst([SoundState.GOOD]) is SoundState.GOOD
    assert worst([]) is None
