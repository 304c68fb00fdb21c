"""A Hikvision recorder over real HTTP, against a server written from public clients."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from campuslink.codec.isapi_recording import read_disks, read_segments, write_download
from campuslink.device.recorder.isapi import IsapiRecorder
from campuslink.device.recorder.orders import RecorderState
from campuslink.errors import CredentialsError, GarbledAnswerError, RefusedError
from campuslink.link.credentials import Credentials
from campuslink.link.isapi import IsapiLink
from campuslink.model import Kind
from campuslink.profile.library import Library
from simulator.clock import SimClock
from simulator.nvr_server import NvrServer
from simulator.recorder_model import RecorderModel

from .conftest import HandClock, make_order, read_all
from .playing import probe

GOOD = Credentials({"username": "admin", "password": "letmein"})
SEARCH = b"""<?xml version="1.0" encoding="utf-8"?><CMSearchResult version="1.0"
 xmlns="http://www.hikvision.com/ver20/XMLSchema"><searchID>{A}</searchID><responseStatus>true</responseStatus>
<responseStatusStrg>MORE</responseStatusStrg><numOfMatches>1</numOfMatches><matchList><searchMatchItem>
<sourceID>{B}</sourceID><trackID>101</trackID><timeSpan><startTime>2026-01-01T00:00:00Z</startTime>
<endTime>2026-01-01T00:10:00Z</endTime></timeSpan><mediaSegmentDescriptor><contentType>video</contentType>
<playbackURI>rtsp://192.0.2.1/Streaming/tracks/101/?starttime=20260101T000000Z&amp;endtime=20260101T001000Z&amp;name=ch01_08&amp;size=407160404</playbackURI>
</mediaSegmentDescriptor></searchMatchItem></matchList></CMSearchResult>"""


@pytest.fixture
async def server(sim_clock: SimClock) -> AsyncIterator[NvrServer]:
    async with NvrServer(RecorderModel(clock=sim_clock)) as server:
        yield server


class Maker:
    """Makes recorders that talk to a server."""

    def __init__(self, library: Library, session: ClientSession, clock: HandClock) -> None:
        self._library = library
        self._session = session
        self._clock = clock

    def __call__(self, server: NvrServer, credentials: Credentials = GOOD) -> IsapiRecorder:
        profile = self._library.get("hikvision-isapi-recorder")
        assert profile is not None
        link = IsapiLink(self._session, "127.0.0.1", server.port, credentials, timeout_s=3)
        return IsapiRecorder(profile, self._library.catalogue(Kind.RECORDER), link, clocks=self._clock.clocks())


@pytest.fixture
def make(library: Library, session: ClientSession, clock: HandClock) -> Maker:
    return Maker(library, session, clock)


@pytest.fixture
def nvr(make: Maker, server: NvrServer) -> IsapiRecorder:
    return make(server)


def test_a_search_tells_time_size_and_address() -> None:
    page = read_segments(SEARCH)
    (segment,) = page.segments
    assert page.has_more
    assert (segment.start.isoformat(), segment.end.isoformat()) == ("2026-01-01T00:00:00", "2026-01-01T00:10:00")
    assert (segment.size, segment.name) == (407160404, "ch01_08")
    assert "&amp;size=407160404</playbackURI>" in write_download(segment.uri)


def test_disks_are_told_in_bytes() -> None:
    (disk,) = read_disks(
        b"<storage><hddList><hdd><id>1</id><status>ok</status><capacity>1907729</capacity>"
        b"<freeSpace>1024</freeSpace></hdd></hddList></storage>"
    )
    assert (disk.status, disk.total, disk.free) == ("ok", 1907729 << 20, 1 << 30)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"<a>" * 5000,
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<searchMatchItem/>" * 3000,
        b"<r>" + b"<searchMatchItem><playbackURI>http://192.0.2.9/</playbackURI></searchMatchItem>" * 9 + b"</r>",
        b"<r><searchMatchItem>" + b"x" * 200_000 + b"</searchMatchItem></r>",
    ],
)
def test_what_is_no_search_result_holds_no_stretch(data: bytes) -> None:
    with contextlib.suppress(GarbledAnswerError):
        assert read_segments(data).segments == ()


async def test_it_says_who_it_is(nvr: IsapiRecorder) -> None:
    identity = await nvr.identify()
    assert (identity.manufacturer, identity.model) == ("Hikvision", "DS-7608NI-K2")


async def test_a_lesson_is_recorded_stopped_and_its_file_plays(
    nvr: IsapiRecorder, server: NvrServer, clock: HandClock, tmp_path: Path
) -> None:
    order = make_order(clock)
    assert await nvr.start(order) is RecorderState.RECORDING
    assert await nvr.start(order) is RecorderState.RECORDING
    clock.at += 300
    report = await nvr.poll({"state", "elapsed", "title"})
    assert report.requests == 1
    assert report.readings["state"].value == "recording"
    assert report.readings["elapsed"].value == pytest.approx(clock.at - order.start.timestamp(), abs=2)
    assert report.readings["title"].value == order.title
    assert await nvr.stop() is RecorderState.IDLE
    assert server.model.running is None
    assert (await nvr.poll({"state"})).readings["state"].value == "idle"
    (file,) = await nvr.list_files(order)
    content = await read_all(nvr.fetch(file))
    assert len(content) == file.size
    path = tmp_path / file.name
    path.write_bytes(content)
    assert {stream["codec_type"] for stream in (await probe(path))["streams"]} == {"video", "audio"}
    with pytest.raises(RefusedError, match="cannot begin"):
        await read_all(nvr.fetch(file, offset=10))


async def test_a_lesson_across_a_cut_has_every_part_of_it(make: Maker, sim_clock: SimClock, clock: HandClock) -> None:
    async with NvrServer(RecorderModel(clock=sim_clock), cut_s=600, records_always=True) as server:
        nvr = make(server)
        clock.at += 1500
        order = make_order(clock, minutes=20)
        await nvr.start(order)
        clock.at = order.end.timestamp()
        assert await nvr.stop() is RecorderState.RECORDING
        files = await nvr.list_files(order)
        assert [round(file.duration_s or 0) for file in files] == [600, 600, 312]
        assert files[0].start is not None
        assert files[0].start <= order.start
        last = files[-1]
        assert last.start is not None
        assert last.start.timestamp() + (last.duration_s or 0) >= order.end.timestamp()


async def test_more_stretches_than_a_page_are_all_found(make: Maker, sim_clock: SimClock, clock: HandClock) -> None:
    async with NvrServer(RecorderModel(clock=sim_clock), cut_s=30, records_always=True) as server:
        nvr = make(server)
        order = make_order(clock, minutes=50)
        clock.at += 3000
        assert len(await nvr.list_files(order)) == 100


async def test_the_other_spelling_is_found_by_itself(make: Maker, sim_clock: SimClock, clock: HandClock) -> None:
    async with NvrServer(RecorderModel(clock=sim_clock), position_word="searchResultPosition") as server:
        nvr = make(server)
        await nvr.identify()
        assert (await nvr.poll({"state"})).requests == 1


async def test_a_wrong_clock_shifts_no_file(nvr: IsapiRecorder, server: NvrServer, clock: HandClock) -> None:
    server.model.set_skew(-5400)
    order = make_order(clock)
    await nvr.start(order)
    clock.at += 120
    await nvr.stop()
    (file,) = await nvr.list_files(order)
    assert file.start is not None
    assert abs((file.start - order.start).total_seconds()) < 10
    assert (await nvr.preflight(order)).failed == ("clock",)


async def test_a_disk_that_takes_nothing_is_no_recording(
    nvr: IsapiRecorder, server: NvrServer, clock: HandClock
) -> None:
    server.model.set_fault("stuck", is_on=True)
    with pytest.raises(RefusedError, match="nothing was added"):
        await nvr.start(make_order(clock))


async def test_a_stretch_that_no_longer_grows_turns_into_no_recording(
    nvr: IsapiRecorder, server: NvrServer, clock: HandClock
) -> None:
    await nvr.start(make_order(clock))
    await nvr.poll({"state"})
    server.model.set_fault("stuck", is_on=True)
    await nvr.poll({"state"})
    clock.at += 45
    assert (await nvr.poll({"state"})).readings["state"].value == "error"
    clock.at += 30
    assert (await nvr.poll({"state"})).readings["state"].value == "idle"


async def test_the_check_before_a_lesson_names_what_is_wrong(
    nvr: IsapiRecorder, server: NvrServer, clock: HandClock
) -> None:
    found = await nvr.preflight(make_order(clock))
    assert (found.is_clock_right, found.has_space, found.has_source, found.has_sound) == (True, True, True, None)
    server.model.set_fault("no_signal", is_on=True)
    server.disk_status = "error"
    assert (await nvr.preflight(make_order(clock))).failed == ("source", "disk")
    server.disk_status = "ok"
    server.model.set_fault("disk_full", is_on=True)
    found = await nvr.preflight(make_order(clock))
    assert found.has_space is None
    assert "overwrite" in found.notes["disk"]


async def test_everything_it_tells_is_polled_in_five_requests(nvr: IsapiRecorder) -> None:
    await nvr.prepare()
    report = await nvr.poll(frozenset(nvr.points))
    assert report.requests == 5
    assert report.failed == {}
    assert report.readings["storage_total"].value == 512 * 10**9 >> 20 << 20
    assert report.readings["picture"].value == "good"


async def test_a_preview_is_a_picture(nvr: IsapiRecorder) -> None:
    assert (await nvr.preview() or b"").startswith(b"\xff\xd8\xff")


async def test_a_wrong_password_is_tried_once(make: Maker, server: NvrServer) -> None:
    nvr = make(server, Credentials({"username": "admin", "password": "hunter2"}))
    for _ in range(5):
        with pytest.raises(CredentialsError) as caught:
            await nvr.poll({"state"})
        assert "hunter2" not in repr(caught.value)
    assert server.digest.failures == 1
    assert nvr.is_shut_out
