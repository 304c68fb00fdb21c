"""Rules without a wire: what codes mean, and when a door counts as forced, held open or jammed."""

from datetime import UTC, date, datetime

import pytest

from campuslink.codec.uhppote import BoardCard
from campuslink.device.gate.access import AccessEvent, DoorMode, EventKind, Grant
from campuslink.device.gate.isapi_reasons import judge_isapi
from campuslink.device.gate.reasons import judge_uhppote
from campuslink.device.gate.watch import DoorWatch


@pytest.mark.parametrize(
    ("type_", "reason", "granted", "meaning"),
    [
        (1, 1, True, ("granted", "")),
        (1, 6, False, ("denied", "no_right")),
        (1, 8, False, ("denied", "anti_passback")),
        (1, 13, False, ("denied", "outside_window")),
        (1, 99, False, ("denied", "other")),
        (2, 20, True, ("button", "")),
        (2, 31, False, ("denied", "door_closed_for_all")),
        (2, 44, True, ("remote_opened", "")),
        (2, 24, True, ("door_closed", "")),
        (2, 99, False, ("other", "")),
        (3, 37, False, ("door_held_open", "")),
        (3, 38, False, ("door_forced", "")),
        (3, 39, False, ("fire", "")),
        (3, 99, False, ("alarm", "")),
    ],
)
def test_codes_of_a_door_controller_mean_what_its_dictionary_says(
    type_: int, reason: int, granted: bool, meaning: tuple[str, str]
) -> None:
    assert judge_uhppote(type_, reason, granted=granted) == meaning


@pytest.mark.parametrize(
    ("major", "minor", "meaning"),
    [
        (5, 1, ("granted", "")),
        (5, 75, ("granted", "face")),
        (5, 9, ("denied", "unknown_card")),
        (5, 27, ("door_forced", "")),
        (5, 999, ("other", "")),
        (1, 999, ("alarm", "")),
    ],
)
def test_codes_of_hikvision_are_told_apart_and_unknown_ones_are_no_opening(
    major: int, minor: int, meaning: tuple[str, str]
) -> None:
    assert judge_isapi(major, minor) == meaning


def event(kind: EventKind) -> AccessEvent:
    return AccessEvent(index=1, kind=kind, seen_at=0, door=1)


def see(watch: DoorWatch, now: float, *, is_unlocked: bool = False, is_open: bool | None = False) -> None:
    watch.see(is_unlocked=is_unlocked, is_open=is_open, mode=DoorMode.CONTROLLED, delay_s=5, now=now)


def test_an_open_door_at_the_start_is_not_said_to_be_forced() -> None:
    watch = DoorWatch()
    see(watch, 0, is_open=True)
    assert not watch.is_forced


def test_contact_and_strike_alone_tell_a_forced_door() -> None:
    watch = DoorWatch()
    see(watch, 0)
    see(watch, 10, is_open=True)
    assert watch.is_forced
    see(watch, 20)
    assert not watch.is_forced


@pytest.mark.parametrize("kind", [EventKind.GRANTED, EventKind.BUTTON, EventKind.REMOTE_OPENED])
def test_a_release_between_two_looks_explains_an_open_door(kind: EventKind) -> None:
    watch = DoorWatch()
    see(watch, 0)
    watch.hear(event(kind))
    see(watch, 10, is_open=True)
    assert not watch.is_forced


def test_a_door_shut_between_two_looks_needs_another_release() -> None:
    watch = DoorWatch()
    watch.hear(event(EventKind.GRANTED))
    see(watch, 0, is_unlocked=True, is_open=True)
    see(watch, 10)
    see(watch, 20, is_open=True)
    assert watch.is_forced


def test_the_controllers_own_word_counts() -> None:
    watch = DoorWatch()
    watch.hear(event(EventKind.DOOR_FORCED))
    watch.hear(event(EventKind.DOOR_HELD_OPEN))
    assert (watch.is_forced, watch.is_held_open) == (True, True)
    watch.hear(event(EventKind.DOOR_CLOSED))
    assert (watch.is_forced, watch.is_held_open) == (False, False)


def test_a_door_that_is_meant_to_be_open_is_not_held_open() -> None:
    watch = DoorWatch(held_open_after_s=60)
    for now in (0, 100, 200):
        watch.see(is_unlocked=True, is_open=True, mode=DoorMode.NORMALLY_OPEN, delay_s=5, now=now)
    assert not watch.is_held_open
    for now in (300, 370):
        see(watch, now, is_open=True)
    assert watch.is_held_open


def test_a_release_gives_the_strike_its_time_again() -> None:
    watch = DoorWatch()
    for now in (0, 7, 14):
        watch.hear(event(EventKind.GRANTED))
        see(watch, now, is_unlocked=True)
    assert not watch.is_jammed
    see(watch, 23, is_unlocked=True)
    assert watch.is_jammed


def test_what_holds_a_card_does_not_print_its_number() -> None:
    day = datetime(2026, 11, 18, tzinfo=UTC)
    holders = [
        AccessEvent(index=1, kind=EventKind.GRANTED, seen_at=0.0, card="6154412"),
        Grant(card="6154412", doors=frozenset({1}), start=day, end=day),
        BoardCard(number=6154412, start=date(2026, 1, 1), end=date(2026, 1, 2), doors=(1, 0, 0, 0), pin=7531),
    ]
    assert "6154412" not in repr(holders)
    assert "7531" not in repr(holders)
