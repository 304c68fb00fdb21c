"""A Pearl over real HTTP, against a server written from its document."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from campuslink.device.recorder.orders import RecordedFile, RecorderState
from campuslink.device.recorder.pearl import PearlRecorder
from campuslink.errors import (
    CannotConnectError,
    CredentialsError,
    GarbledAnswerError,
    MismatchError,
    NotWritableError,
    RefusedError,
)
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.pearl import PearlLink
from campuslink.model import Kind, Quality
from campuslink.profile.library import Library
from campuslink.profile.schema import Transport
from simulator.clock import SimClock
from simulator.pearl_server import PearlServer
from simulator.recorder_model import BYTES_PER_S, RecorderModel

from .conftest import HandClock, make_order, read_all
from .playing import probe

GOOD = Credentials({"username": "admin", "password": "letmein"})
FAST = frozenset({"state", "title", "elapsed", "written", "picture"})


@pytest.fixture
async def server(sim_clock: SimClock) -> AsyncIterator[PearlServer]:
    async with PearlServer(RecorderModel(clock=sim_clock)) as server:
        yield server


class Maker:
    """Makes recorders that talk to a server."""

    def __init__(self, library: Library, session: ClientSession, clock: HandClock) -> None:
        self._library = library
        self._session = session
        self._clock = clock

    def __call__(
        self, server: PearlServer, credentials: Credentials = GOOD, *, recorder: str = "1", has_cms: bool = False
    ) -> PearlRecorder:
        profile = self._library.get("epiphan-pearl")
        assert profile is not None
        endpoint = NetworkEndpoint(transport=Transport.HTTP, host="127.0.0.1", port=server.port)
        link = PearlLink(self._session, endpoint, credentials, timeout_s=2)
        catalogue = self._library.catalogue(Kind.RECORDER)
        return PearlRecorder(profile, catalogue, link, recorder=recorder, has_cms=has_cms, clocks=self._clock.clocks())


@pytest.fixture
def make(library: Library, session: ClientSession, clock: HandClock) -> Maker:
    return Maker(library, session, clock)


@pytest.fixture
def pearl(make: Maker, server: PearlServer) -> PearlRecorder:
    return make(server)


async def test_it_says_who_it_is(pearl: PearlRecorder) -> None:
    identity = await pearl.identify()
    assert (identity.manufacturer, identity.model) == ("Epiphan", "Pearl Mini")
    assert (identity.serial, identity.firmware) == ("GSAA495529", "4.24.1")


async def test_older_firmware_is_found_at_its_own_base(make: Maker, sim_clock: SimClock) -> None:
    async with PearlServer(RecorderModel(clock=sim_clock), base="/api") as old:
        assert (await make(old).identify()).model == "Pearl Mini"


async def test_another_device_is_no_pearl(pearl: PearlRecorder, server: PearlServer) -> None:
    server.product = "Coffee Machine"
    with pytest.raises(MismatchError, match="Coffee Machine"):
        await pearl.identify()


async def test_starting_returns_once_time_was_seen_to_advance(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    assert await pearl.start(make_order(clock)) is RecorderState.RECORDING
    assert server.model.running is not None
    assert server.model.running.duration_s >= 1


async def test_starting_fails_when_the_recorder_says_started_and_its_time_stands(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    server.model.set_fault("stuck", is_on=True)
    with pytest.raises(RefusedError, match="no progress within 15 s"):
        await pearl.start(make_order(clock))


async def test_starting_twice_for_one_order_records_once(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    order = make_order(clock)
    await pearl.start(order)
    assert await pearl.start(order) is RecorderState.RECORDING
    assert len(server.model.files) == 1


async def test_another_order_does_not_take_a_running_recording(pearl: PearlRecorder, clock: HandClock) -> None:
    await pearl.start(make_order(clock))
    with pytest.raises(RefusedError, match="something else"):
        await pearl.start(make_order(clock, "lesson-2"))


async def test_after_a_restart_the_running_recording_is_known_by_its_begin(
    pearl: PearlRecorder, make: Maker, server: PearlServer, clock: HandClock
) -> None:
    order = make_order(clock)
    await pearl.start(order)
    clock.at += 600
    assert await make(server).start(order) is RecorderState.RECORDING
    assert len(server.model.files) == 1


async def test_after_a_restart_a_recording_begun_long_before_is_not_the_orders(
    pearl: PearlRecorder, make: Maker, server: PearlServer, clock: HandClock
) -> None:
    await pearl.start(make_order(clock))
    clock.at += 3600
    with pytest.raises(RefusedError, match="something else"):
        await make(server).start(make_order(clock, "lesson-2"))


async def test_a_poll_tells_what_is_observed_in_three_requests(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    order = make_order(clock)
    await pearl.start(order)
    clock.at += 60
    before = server.requests
    report = await pearl.poll(FAST)
    assert report.requests == server.requests - before == 3
    running = server.model.running
    assert running is not None
    values = {point: reading.value for point, reading in report.readings.items()}
    assert values == {
        "state": "recording",
        "title": order.title,
        "elapsed": int(running.duration_s),
        "written": running.size,
        "picture": "good",
    }


async def test_a_full_poll_of_an_idle_pearl_takes_seven_requests(pearl: PearlRecorder, server: PearlServer) -> None:
    await pearl.prepare()
    before = server.requests
    report = await pearl.poll(frozenset(pearl.points))
    assert server.requests - before == 7
    assert report.readings["state"].value == "idle"
    assert report.readings["elapsed"].quality is Quality.ABSENT
    assert report.readings["storage_free"].value == 390 * 10**9
    assert report.readings["storage_total"].value == 512 * 10**9
    assert report.readings["upload_state"].value == "idle"
    assert (report.readings["cpu_load"].value, report.readings["temperature"].value) == (25, 57)
    assert report.failed == {}


async def test_a_recording_that_stands_still_turns_into_an_error(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    await pearl.start(make_order(clock))
    server.model.set_fault("stuck", is_on=True)
    states = []
    for _ in range(7):
        clock.at += 5
        states.append((await pearl.poll({"state"})).readings["state"].value)
    assert states[0] == "recording"
    assert states[-1] == "error"


async def test_a_full_disk_shows_as_no_longer_recording(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    await pearl.start(make_order(clock))
    server.model.set_fault("disk_full", is_on=True)
    report = await pearl.poll({"state", "storage_free"})
    assert (report.readings["state"].value, report.readings["storage_free"].value) == ("idle", 0)


async def test_a_lost_signal_shows(pearl: PearlRecorder, server: PearlServer) -> None:
    server.model.set_fault("no_signal", is_on=True)
    assert (await pearl.poll({"picture"})).readings["picture"].value == "absent"


async def test_what_the_firmware_does_not_know_is_absent_and_asked_once(make: Maker, sim_clock: SimClock) -> None:
    async with PearlServer(RecorderModel(clock=sim_clock), tells_signal=False) as server:
        pearl = make(server)
        for _ in range(3):
            report = await pearl.poll({"picture"})
            assert report.readings["picture"].quality is Quality.ABSENT
        assert server.requests == 2  # the base of the service, and the one question


async def test_stopping_returns_once_it_was_seen_stopped(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    await pearl.start(make_order(clock))
    assert await pearl.stop() is RecorderState.IDLE
    assert server.model.running is None
    assert await pearl.stop() is RecorderState.IDLE


async def test_a_refused_command_is_one_clear_error(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    server.model.set_fault("refuse", is_on=True)
    with pytest.raises(RefusedError, match="Operation failed"):
        await pearl.start(make_order(clock))


async def test_a_pearl_cannot_pause(pearl: PearlRecorder) -> None:
    assert not pearl.can_pause
    with pytest.raises(NotWritableError):
        await pearl.pause()


async def test_the_check_before_a_lesson_passes_a_healthy_pearl(pearl: PearlRecorder, clock: HandClock) -> None:
    found = await pearl.preflight(make_order(clock))
    assert (found.is_clock_right, found.has_space, found.has_source, found.has_sound) == (True, True, True, None)
    assert found.failed == ()


async def test_the_check_before_a_lesson_names_what_is_wrong(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    server.model.set_skew(90)
    server.model.set_fault("disk_full", is_on=True)
    server.model.set_fault("no_signal", is_on=True)
    found = await pearl.preflight(make_order(clock))
    assert found.failed == ("source", "disk", "clock")
    assert found.clock_offset_s == pytest.approx(90, abs=1)
    assert found.notes["clock"] == "+90 s"


async def test_a_fetched_recording_plays_and_can_be_gone_on_with(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock, tmp_path: Path
) -> None:
    order = make_order(clock)
    await pearl.start(order)
    clock.at += 120
    await pearl.stop()
    (file,) = await pearl.list_files(order)
    assert not file.is_growing
    assert file.name.endswith(".mp4")
    content = await read_all(pearl.fetch(file))
    assert len(content) == file.size == server.model.files[0].size >= 120 * BYTES_PER_S
    rest = await read_all(pearl.fetch(file, offset=1000))
    assert rest == content[1000:]
    path = tmp_path / "lesson.mp4"
    path.write_bytes(content)
    found = await probe(path)
    assert {stream["codec_type"] for stream in found["streams"]} == {"video", "audio"}
    assert float(found["format"]["duration"]) == pytest.approx(4, abs=0.2)


async def test_a_recorder_without_ranges_refuses_to_begin_in_the_middle(
    make: Maker, sim_clock: SimClock, clock: HandClock
) -> None:
    async with PearlServer(RecorderModel(clock=sim_clock), takes_ranges=False) as server:
        pearl = make(server)
        order = make_order(clock)
        await pearl.start(order)
        (file,) = await pearl.list_files(order)
        assert file.is_growing
        with pytest.raises(RefusedError, match="cannot begin at byte 5"):
            await read_all(pearl.fetch(file, offset=5))


async def test_files_of_other_lessons_are_left_out_even_when_the_clock_is_wrong(
    pearl: PearlRecorder, server: PearlServer, clock: HandClock
) -> None:
    server.model.set_skew(-7200)
    orders = [make_order(clock, f"lesson-{number}", starts_in_s=number * 3000) for number in range(3)]
    for order in orders:
        await pearl.start(order)
        clock.at += 2700
        await pearl.stop()
        clock.at = order.end.timestamp() + 300
    for order in orders:
        (file,) = await pearl.list_files(order)
        assert file.start is not None
        assert abs((file.start - order.start).total_seconds()) < 60


async def test_a_preview_is_a_picture(pearl: PearlRecorder) -> None:
    picture = await pearl.preview()
    assert picture is not None
    assert picture.startswith(b"\xff\xd8\xff")


async def test_without_a_cms_it_says_that_it_holds_no_schedule(pearl: PearlRecorder, clock: HandClock) -> None:
    assert not pearl.can_schedule
    with pytest.raises(NotWritableError, match="CMS"):
        await pearl.schedule([make_order(clock)])


async def test_a_schedule_is_held_once_and_told_again(make: Maker, sim_clock: SimClock, clock: HandClock) -> None:
    async with PearlServer(RecorderModel(clock=sim_clock), has_cms=True) as server:
        pearl = make(server, has_cms=True)
        orders = [make_order(clock, f"lesson-{number}", starts_in_s=3600 * (number + 1)) for number in range(2)]
        await pearl.schedule(orders)
        await pearl.schedule(orders)
        assert len(server.events) == 2
        held = await pearl.scheduled()
        assert [(each.id, each.title, each.start, each.end) for each in held] == [
            (each.id, each.title, each.start, each.end) for each in orders
        ]


async def test_an_event_that_cannot_be_taken_back_is_named(make: Maker, sim_clock: SimClock, clock: HandClock) -> None:
    async with PearlServer(RecorderModel(clock=sim_clock), has_cms=True) as server:
        pearl = make(server, has_cms=True)
        order = make_order(clock, starts_in_s=3600)
        await pearl.schedule([order])
        with pytest.raises(RefusedError, match="lesson-1"):
            await pearl.schedule([])
        moved = replace(order, start=order.start + timedelta(minutes=5), end=order.end + timedelta(minutes=5))
        with pytest.raises(RefusedError, match="conflicts"):
            await pearl.schedule([moved])


async def test_a_wrong_password_is_told_as_such_and_shows_nowhere(make: Maker, server: PearlServer) -> None:
    pearl = make(server, Credentials({"username": "admin", "password": "hunter2"}))
    with pytest.raises(CredentialsError) as caught:
        await pearl.poll(FAST)
    assert "hunter2" not in f"{caught.value!r} {pearl.describe()}"


async def test_a_recorder_that_is_not_there_is_named(make: Maker, server: PearlServer) -> None:
    with pytest.raises(MismatchError, match="there is no recorder 7"):
        await make(server, recorder="7").identify()
    with pytest.raises(RefusedError, match="there is no recorder 7"):
        await make(server, recorder="7").poll({"state"})


async def test_a_recorder_that_is_off_cannot_be_reached(pearl: PearlRecorder, server: PearlServer) -> None:
    await server.stop()
    with pytest.raises(CannotConnectError):
        await pearl.poll(FAST)


async def test_a_file_that_is_gone_is_refused(pearl: PearlRecorder) -> None:
    with pytest.raises(RefusedError, match="File not found"):
        await read_all(pearl.fetch(RecordedFile(id="../../etc/passwd", name="x")))


async def test_a_page_instead_of_a_picture_is_garbled(
    pearl: PearlRecorder, server: PearlServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server.model.movie is not None
    server.model.movie = replace(server.model.movie, picture=b"<html>")
    with pytest.raises(GarbledAnswerError, match="no picture"):
        await pearl.preview()
