"""Events of devices whose firmware searches in other ways, and streams that do not begin."""

import asyncio

import pytest

from campuslink.device.gate.isapi import SURE_FOR_POLLS, IsapiGate
from campuslink.device.gate.isapi_barrier import IsapiBarrier
from campuslink.device.gate.isapi_events import EventEar, EventSearch
from campuslink.errors import NoAnswerError, RefusedError
from campuslink.link.isapi import IsapiLink
from simulator.isapi_device import IsapiDevice
from simulator.isapi_door import IsapiDoor

from .conftest import Ledger, poll_until
from .test_isapi import INFO


async def test_firmware_that_does_not_search_by_number_is_read_by_place(
    terminal: IsapiGate, device: IsapiDevice
) -> None:
    device.finds_numbers = False
    ledger = Ledger()
    terminal.record_to(ledger)
    for card in range(1, 301):
        device.record(1, card=str(card))
    await poll_until(terminal, lambda: len(ledger.events) >= 300)
    device.next_serial = 400
    for card in range(400, 403):
        device.record(1, card=str(card))
    await poll_until(terminal, lambda: len(ledger.cards) >= 303)
    assert ledger.cards == [str(number) for number in (*range(1, 301), *range(400, 403))]
    assert [(event.index, event.lost) for event in ledger.events if event.lost] == [(399, 99)]


async def test_an_event_far_back_is_found_among_numbers_that_were_left_out(
    isapi_link: IsapiLink, device: IsapiDevice
) -> None:
    device.finds_numbers = False
    for serial in (*range(1, 200), *range(1000, 1200), *range(5000, 5200)):
        device.next_serial = serial
        device.record(1)
    search = EventSearch(isapi_link)
    for index in (1, 150, 1000, 1100, 5199):
        found = await search.find(index)
        assert found is not None
        assert found.serial == index
    assert await search.find(500) is None
    assert await search.first() == 1000
    assert await search.newest_behind(5199) == 5199


async def test_quiet_polls_of_firmware_without_numbers_stay_few_requests(
    terminal: IsapiGate, device: IsapiDevice, door: IsapiDoor
) -> None:
    device.finds_numbers = False
    terminal.record_to(Ledger())
    for _ in range(100):
        device.record(1)
    requests = []
    for _ in range(3):
        before = terminal.requests_sent()
        await terminal.poll(["event_index"])
        requests.append(terminal.requests_sent() - before)
    # The state; how many events there are; the newest of them; and once, that numbers are not searched for
    assert requests[1:] == [4, 3]


async def test_a_log_that_was_cleared_shows_without_an_outage(terminal: IsapiGate, device: IsapiDevice) -> None:
    ledger = Ledger()
    terminal.record_to(ledger)
    for _ in range(5):
        device.record(1)
    await terminal.poll(["event_index"])
    device.events.clear()
    device.next_serial = 1
    device.record(9, card="7")
    for _ in range(SURE_FOR_POLLS + 1):
        await terminal.poll(["event_index"])
    assert ledger.kinds[5:] == ["log_reset", "denied"]


@pytest.mark.parametrize("words", ["lowPrivilege", "deviceBusy"])
async def test_a_camera_that_refuses_for_another_reason_gets_no_pulse_of_its_relay(
    barrier: IsapiBarrier, device: IsapiDevice, words: str
) -> None:
    device.refuses = words
    with pytest.raises(RefusedError, match=words):
        await barrier.move_barrier(1, is_open=True)
    assert device.barrier == "1"


async def test_a_stream_that_never_begins_is_no_answer(isapi_link: IsapiLink, door: IsapiDoor) -> None:
    door.is_silent = True
    async with asyncio.timeout(5):
        with pytest.raises(NoAnswerError):
            async for _ in isapi_link.parts("/ISAPI/Event/notification/alertStream"):
                pass


@pytest.mark.parametrize("status", [503, 500])
async def test_a_stream_of_a_device_in_trouble_is_tried_again(
    isapi_link: IsapiLink, door: IsapiDoor, status: int
) -> None:
    door.fails_with = status
    enough = asyncio.Event()

    async def pause(_seconds: float) -> None:
        if isapi_link.sent == 3:
            enough.set()
            await asyncio.Event().wait()

    ear = EventEar(isapi_link, lambda: None, pause=pause)
    ear.start()
    async with asyncio.timeout(5):
        await enough.wait()
    await ear.close()
    assert "deviceError" in ear.problem


@pytest.mark.parametrize("status", [404, 403])
async def test_a_device_without_a_stream_is_asked_once(isapi_link: IsapiLink, door: IsapiDoor, status: int) -> None:
    door.fails_with = status
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    ear = EventEar(isapi_link, lambda: None, pause=pause)
    ear.start()
    await asyncio.sleep(0)
    with pytest.raises(RefusedError):
        await isapi_link.get(INFO)
    await ear.close()
    assert (isapi_link.sent, pauses) == (2, [])
