"""Hikvision doors and barriers over real HTTP: digest, events by number, the stream, commands."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from campuslink.device.gate.access import DoorMode, Grant, UnprovenGrantError
from campuslink.device.gate.isapi import IsapiGate
from campuslink.device.gate.isapi_barrier import IsapiBarrier
from campuslink.device.gate.isapi_events import EventEar
from campuslink.errors import (
    CannotConnectError,
    CredentialsError,
    GarbledAnswerError,
    NoAnswerError,
    NotWritableError,
    RefusalReason,
    RefusedError,
)
from campuslink.link.credentials import Credentials
from campuslink.link.isapi import IsapiLink
from campuslink.model import Kind
from campuslink.profile.library import Library
from simulator.digest import DigestDoor
from simulator.isapi_device import ALWAYS_OPEN, IsapiDevice
from simulator.isapi_door import IsapiDoor

from .conftest import GOOD, NOON, Clock, Ledger, Push, poll_until

INFO = "/ISAPI/System/deviceInfo"


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
async def test_the_password_is_proven_by_digest(session: ClientSession, device: IsapiDevice, algorithm: str) -> None:
    digest = DigestDoor(username="admin", password="letmein", algorithm=algorithm)
    async with IsapiDoor(device, digest=digest) as door:
        link = IsapiLink(session, "127.0.0.1", door.port, GOOD)
        assert b"DS-K1T341" in await link.get(INFO)


async def test_a_wrong_password_is_tried_once_and_never_again(session: ClientSession, door: IsapiDoor) -> None:
    link = IsapiLink(session, "127.0.0.1", door.port, Credentials({"username": "admin", "password": "wrong"}))
    for _ in range(10):
        with pytest.raises(CredentialsError):
            await link.get(INFO)
    assert door.digest.failures == 1
    assert not door.digest.is_locked


async def test_no_credential_shows_in_an_error(session: ClientSession, door: IsapiDoor) -> None:
    link = IsapiLink(session, "127.0.0.1", door.port, Credentials({"username": "admin", "password": "hunter2"}))
    with pytest.raises(CredentialsError) as caught:
        await link.get(INFO)
    assert "hunter2" not in f"{caught.value!r} {vars(link)}".replace("_digest", "")


async def test_a_silent_device_is_no_answer(isapi_link: IsapiLink, door: IsapiDoor, session: ClientSession) -> None:
    door.is_silent = True
    link = IsapiLink(session, "127.0.0.1", door.port, GOOD, timeout_s=0.1)
    with pytest.raises(NoAnswerError):
        await link.get(INFO)


async def test_a_closed_port_is_no_connection(session: ClientSession, door: IsapiDoor) -> None:
    await door.stop()
    link = IsapiLink(session, "127.0.0.1", door.port, GOOD, timeout_s=1)
    with pytest.raises(CannotConnectError):
        await link.get(INFO)


async def test_an_answer_without_end_is_garbled(isapi_link: IsapiLink, door: IsapiDoor) -> None:
    door.flood = b"x" * (1 << 20)
    with pytest.raises(GarbledAnswerError):
        await isapi_link.get(INFO)


async def test_a_device_says_who_it_is(terminal: IsapiGate) -> None:
    identity = await terminal.identify()
    assert (identity.manufacturer, identity.model, identity.firmware) == ("Hikvision", "DS-K1T341", "V3.3.0")


def test_every_point_is_in_the_catalogue(terminal: IsapiGate, barrier: IsapiBarrier, library: Library) -> None:
    catalogue = library.catalogue(Kind.GATE).points
    assert {*terminal.points, *barrier.points} <= catalogue.keys()


async def test_doors_show_lock_contact_and_mode(terminal: IsapiGate, device: IsapiDevice) -> None:
    device.locks[2], device.contacts[1], device.modes[2], device.has_tamper = 1, 1, ALWAYS_OPEN, True
    report = await terminal.poll(terminal.points)
    values = {point: reading.value for point, reading in report.readings.items()}
    assert {point: values[point] for point in ("door1_unlocked", "door2_unlocked", "door1_open", "door2_open")} == {
        "door1_unlocked": False,
        "door2_unlocked": True,
        "door1_open": True,
        "door2_open": False,
    }
    assert (values["door2_mode"], values["tamper"]) == ("normally_open", True)


@pytest.mark.parametrize("code", [2, 3, 4, 77])
async def test_a_fault_of_the_line_is_unknown_and_not_locked(
    terminal: IsapiGate, device: IsapiDevice, code: int
) -> None:
    device.locks[1] = device.contacts[1] = code
    report = await terminal.poll(["door1_unlocked", "door1_open", "door1_forced"])
    assert {reading.value for reading in report.readings.values()} == {None}


async def test_a_door_is_opened_and_set(terminal: IsapiGate, device: IsapiDevice) -> None:
    await terminal.open_door(2)
    assert device.locks == {1: 0, 2: 1}
    assert await terminal.set_mode(1, DoorMode.NORMALLY_OPEN) is DoorMode.NORMALLY_OPEN
    assert device.modes[1] == ALWAYS_OPEN
    await terminal.set_mode(1, DoorMode.CONTROLLED)
    assert device.locks[1] == 0


async def test_a_model_that_wants_more_words_gets_them(terminal: IsapiGate, device: IsapiDevice) -> None:
    device.needs_channel = True
    await terminal.open_door(1)
    assert device.locks[1] == 1


async def test_a_refused_command_is_said_to_be_refused_once(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor
) -> None:
    device.refuses = "lowPrivilege"
    with pytest.raises(RefusedError, match="lowPrivilege"):
        await terminal.open_door(1)
    assert device.locks[1] == 0


async def test_a_door_that_is_not_there_is_not_asked_for(terminal: IsapiGate, door: IsapiDoor) -> None:
    with pytest.raises(NotWritableError):
        await terminal.open_door(3)
    assert door.requests == 0


async def test_events_are_each_recorded_once_over_many_pages(terminal: IsapiGate, device: IsapiDevice) -> None:
    ledger = Ledger()
    terminal.record_to(ledger)
    for card in range(1, 1001):
        device.record(1 if card % 2 else 9, card=str(card), door=card % 2 + 1)
    await poll_until(terminal, lambda: len(ledger.events) >= 1000)
    assert ledger.cards == [str(card) for card in range(1, 1001)]
    assert ledger.kinds[:2] == ["granted", "denied"]


async def test_events_of_an_outage_are_read_afterwards(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor
) -> None:
    ledger = Ledger()
    terminal.record_to(ledger)
    device.record(1, card="1")
    await terminal.poll(["event_index"])
    await door.stop()
    with pytest.raises(CannotConnectError):
        await terminal.poll(["event_index"])
    device.record(75, card="2")
    device.record(27)
    await door.start()
    await terminal.poll(["event_index"])
    assert ledger.kinds == ["granted", "granted", "door_forced"]


async def test_numbers_a_device_leaves_out_are_said_to_be_lost(terminal: IsapiGate, device: IsapiDevice) -> None:
    ledger = Ledger()
    terminal.record_to(ledger)
    device.record(1, card="1")
    device.next_serial = 5
    device.record(1, card="5")
    await poll_until(terminal, lambda: len(ledger.cards) == 2)
    assert [(event.kind, event.index, event.lost) for event in ledger.events] == [
        ("granted", 1, 0),
        ("log_gap", 4, 3),
        ("granted", 5, 0),
    ]


async def test_a_count_that_starts_anew_is_followed_after_the_outage(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor
) -> None:
    ledger = Ledger()
    terminal.record_to(ledger)
    for card in ("1", "2", "3"):
        device.record(1, card=card)
    await terminal.poll(["event_index"])
    await door.stop()
    with contextlib.suppress(CannotConnectError):
        await terminal.poll(["event_index"])
    device.events.clear()
    device.next_serial = 1
    device.record(1, card="4")
    await door.start()
    await poll_until(terminal, lambda: len(ledger.cards) == 4)
    assert ledger.kinds[-2:] == ["log_reset", "granted"]


async def test_the_stream_brings_the_next_poll_forward_however_it_is_cut(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor
) -> None:
    push, heard = Push(), asyncio.Event()
    push.heard = heard.set
    terminal.follow(push)
    async with asyncio.timeout(5):
        await door.heard.wait()
        device.record(1, card="1")
        await heard.wait()
    assert push.news == 1


async def test_a_wrong_password_ends_the_stream_too(library: Library, session: ClientSession, door: IsapiDoor) -> None:
    profile = library.get("hikvision-isapi-door")
    assert profile is not None
    link = IsapiLink(session, "127.0.0.1", door.port, Credentials({"username": "admin", "password": "wrong"}))
    gate = IsapiGate(profile, library.catalogue(Kind.GATE), link)
    gate.follow(Push())
    with pytest.raises(CredentialsError):
        await gate.poll(["door1_unlocked"])
    await gate.close()
    assert door.digest.failures == 1


async def test_a_barrier_moves_and_tells_where_it_is(barrier: IsapiBarrier, device: IsapiDevice) -> None:
    device.has_barrier = True
    states = []
    for is_open in (True, False):
        await barrier.move_barrier(1, is_open=is_open)
        states.append((await barrier.poll(["barrier1_state"])).readings["barrier1_state"].value)
    device.barrier = "0"
    states.append((await barrier.poll(["barrier1_state"])).readings["barrier1_state"].value)
    assert states == ["open", "closed", None]


async def test_a_camera_with_only_a_relay_raises_its_barrier(barrier: IsapiBarrier, device: IsapiDevice) -> None:
    device.has_barrier_command = False
    await barrier.move_barrier(1, is_open=True)
    assert device.barrier == "2"
    with pytest.raises(RefusedError):
        await barrier.move_barrier(1, is_open=False)


async def test_a_barrier_that_does_not_tell_its_place_is_unknown(barrier: IsapiBarrier, device: IsapiDevice) -> None:
    device.tells_barrier = False
    for _ in range(2):
        report = await barrier.poll(barrier.points)
        assert report.readings["barrier1_state"].value is None
        assert report.readings["model"].value == "DS-K1T341"


async def test_a_barrier_has_no_doors(barrier: IsapiBarrier) -> None:
    with pytest.raises(NotWritableError):
        await barrier.open_door(1)
    with pytest.raises(NotWritableError):
        await barrier.set_mode(1, DoorMode.CONTROLLED)
    with pytest.raises(NotWritableError):
        await barrier.move_barrier(2, is_open=True)


async def test_a_device_that_tells_no_state_is_unknown_and_can_be_opened(
    terminal: IsapiGate, device: IsapiDevice
) -> None:
    device.tells_status = False
    ledger = Ledger()
    terminal.record_to(ledger)
    device.record(1, card="1")
    for _ in range(2):
        report = await terminal.poll(terminal.points)
        assert report.readings["door1_unlocked"].value is None
    assert ledger.cards == ["1"]
    await terminal.open_door(1)
    assert await terminal.set_mode(2, DoorMode.NORMALLY_OPEN) is DoorMode.NORMALLY_OPEN
    assert device.locks == {1: 1, 2: 1}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (500, RefusalReason.DEVICE_FAILURE),
        (503, RefusalReason.BUSY),
        (404, RefusalReason.ADDRESS),
        (405, RefusalReason.FUNCTION),
        (403, RefusalReason.OTHER),
        (400, RefusalReason.VALUE),
    ],
)
async def test_what_a_device_refuses_tells_why(
    isapi_link: IsapiLink, door: IsapiDoor, status: int, reason: RefusalReason
) -> None:
    door.fails_with = status
    with pytest.raises(RefusedError, match="deviceError") as caught:
        await isapi_link.get(INFO)
    assert caught.value.reason is reason


@pytest.mark.parametrize("status", [500, 503])
async def test_a_device_in_trouble_fails_the_poll(terminal: IsapiGate, door: IsapiDoor, status: int) -> None:
    door.fails_with = status
    with pytest.raises(RefusedError):
        await terminal.poll(terminal.points)


async def test_a_camera_in_trouble_is_not_unknown_but_silent(barrier: IsapiBarrier, door: IsapiDoor) -> None:
    door.fails_with = 503
    with pytest.raises(RefusedError):
        await barrier.poll(barrier.points)


async def test_a_closed_link_asks_nothing(isapi_link: IsapiLink, door: IsapiDoor) -> None:
    await isapi_link.close()
    with pytest.raises(CannotConnectError):
        await isapi_link.get(INFO)
    assert door.requests == 0


async def test_a_stream_that_is_no_stream_is_tried_again_later(isapi_link: IsapiLink, door: IsapiDoor) -> None:
    door.flood = b"<html/>"
    pauses: list[float] = []
    enough = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 9:
            enough.set()
            await asyncio.Event().wait()

    ear = EventEar(isapi_link, lambda: None, pause=pause)
    ear.start()
    async with asyncio.timeout(5):
        await enough.wait()
    await ear.close()
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert "no stream" in ear.problem


async def test_a_lost_device_is_listened_to_again(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor, isapi_link: IsapiLink
) -> None:
    again = asyncio.Event()

    async def pause(_seconds: float) -> None:
        await again.wait()

    heard = asyncio.Event()
    ear = EventEar(isapi_link, heard.set, pause=pause)
    ear.start()
    async with asyncio.timeout(5):
        await door.heard.wait()
        await door.stop()
        door.heard.clear()
        await door.start()
        again.set()
        await door.heard.wait()
        device.record(1)
        await heard.wait()
    await ear.close()


def test_a_diagnostic_file_tells_of_the_stream_and_no_secret(terminal: IsapiGate) -> None:
    described = terminal.describe()
    assert described["is_shut_out"] is False
    assert "letmein" not in str(described)


def window(doors: set[int], hours: int = 2) -> Grant:
    return Grant(card="6154412", doors=frozenset(doors), start=NOON, end=NOON + timedelta(hours=hours))


async def test_a_window_on_a_terminal_opens_and_closes_by_itself(
    terminal: IsapiGate, device: IsapiDevice, clock: Clock
) -> None:
    assert await terminal.grant(window({1, 2})) == {1: 0, 2: 0}
    passed = []
    for moment in (NOON - timedelta(seconds=1), NOON, NOON + timedelta(hours=1, minutes=59), NOON + timedelta(hours=2)):
        clock.seconds = moment.timestamp()
        passed.append(device.swipe("6154412", 1))
    assert passed == [False, True, True, False]


async def test_a_window_on_a_terminal_is_taken_away_door_by_door(terminal: IsapiGate, device: IsapiDevice) -> None:
    before = await terminal.grant(window({1, 2}))
    await terminal.revoke("6154412", {2: 0})
    assert (device.swipe("6154412", 1), device.swipe("6154412", 2)) == (True, False)
    await terminal.revoke("6154412", before)
    assert (device.persons, device.cards) == ({}, {})
    await terminal.revoke("6154412", before)


async def test_a_terminal_that_does_not_keep_a_window_refuses_it(terminal: IsapiGate, device: IsapiDevice) -> None:
    device.forgets_persons = True
    with pytest.raises(RefusedError):
        await terminal.grant(window({1}))
    device.forgets_persons, device.refuses = False, "deviceFull"
    with pytest.raises(RefusedError, match="deviceFull"):
        await terminal.grant(window({1}))
    assert (device.persons, device.cards) == ({}, {})


async def test_a_window_a_terminal_may_have_kept_is_said_to_be_unproven(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor
) -> None:
    door.breaks_at = "/ISAPI/AccessControl/CardInfo/SetUp"
    with pytest.raises(UnprovenGrantError) as caught:
        await terminal.grant(window({1}))
    assert caught.value.before == {1: 0}
    assert device.persons
    door.breaks_at, door.fails_with = "", 0
    await terminal.revoke("6154412", caught.value.before)
    assert (device.persons, device.cards) == ({}, {})


async def test_a_terminal_that_is_not_there_is_said_to_keep_nothing(terminal: IsapiGate, door: IsapiDoor) -> None:
    await door.stop()
    with pytest.raises(RefusedError):
        await terminal.grant(window({1}))


async def test_a_persons_own_card_is_never_touched(terminal: IsapiGate, device: IsapiDevice) -> None:
    person = {"employeeNo": "77", "Valid": {"beginTime": "2020", "endTime": "2040"}, "doorRight": "1"}
    device.persons["77"], device.cards["6154412"] = person, "77"
    with pytest.raises(NotWritableError):
        await terminal.grant(window({2}))
    assert (device.persons, device.cards) == ({"77": person}, {"6154412": "77"})


async def test_a_card_has_one_window_on_a_terminal(terminal: IsapiGate) -> None:
    await terminal.grant(window({1}))
    with pytest.raises(NotWritableError):
        await terminal.grant(window({2}))


@pytest.mark.parametrize(("card", "doors"), [("", {1}), ("12a", {1}), ("9" * 21, {1}), ("1", {3}), ("1", set[int]())])
async def test_a_terminal_is_not_asked_for_what_cannot_be(
    terminal: IsapiGate, door: IsapiDoor, card: str, doors: set[int]
) -> None:
    with pytest.raises(NotWritableError):
        await terminal.grant(replace(window(doors), card=card))
    assert door.requests == 0


async def test_a_barrier_keeps_neither_time_nor_windows(barrier: IsapiBarrier) -> None:
    with pytest.raises(NotWritableError):
        await barrier.grant(window({1}))
    with pytest.raises(NotWritableError):
        await barrier.revoke("6154412", {1: 0})
    with pytest.raises(NotWritableError):
        await barrier.set_clock()
    assert (await barrier.read_event(1), await barrier.first_index(), await barrier.last_index()) == (None, 0, 0)
