"""A Dahua recorder over real HTTP, against a server written from public clients."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from campuslink.codec.dahua import read_disks, read_finder, read_found, read_losses, read_time
from campuslink.device.recorder.dahua import DahuaRecorder
from campuslink.device.recorder.orders import RecorderState
from campuslink.errors import CredentialsError, GarbledAnswerError, RefusedError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.web import WebLink, base_of, digest_login
from campuslink.model import Kind
from campuslink.profile.library import Library
from campuslink.profile.schema import Transport
from simulator.clock import SimClock
from simulator.dahua_server import DahuaServer
from simulator.recorder_model import RecorderModel

from .conftest import HandClock, make_order, read_all
from .playing import probe

GOOD = Credentials({"username": "admin", "password": "letmein"})


@pytest.fixture
async def server(sim_clock: SimClock) -> AsyncIterator[DahuaServer]:
    async with DahuaServer(RecorderModel(clock=sim_clock)) as server:
        yield server


class Maker:
    """Makes recorders that talk to a server."""

    def __init__(self, library: Library, session: ClientSession, clock: HandClock) -> None:
        self._library = library
        self._session = session
        self._clock = clock

    def __call__(self, server: DahuaServer, credentials: Credentials = GOOD) -> DahuaRecorder:
        profile = self._library.get("dahua-cgi-recorder")
        assert profile is not None
        endpoint = NetworkEndpoint(transport=Transport.HTTP, host="127.0.0.1", port=server.port)
        link = WebLink(self._session, base_of(endpoint), digest=digest_login(credentials), timeout_s=3)
        dahua = DahuaRecorder(profile, self._library.catalogue(Kind.RECORDER), link, clocks=self._clock.clocks())
        dahua.zone = server.model.clock.now().tzinfo
        return dahua


@pytest.fixture
def make(library: Library, session: ClientSession, clock: HandClock) -> Maker:
    return Maker(library, session, clock)


@pytest.fixture
def dahua(make: Maker, server: DahuaServer) -> DahuaRecorder:
    return make(server)


def test_found_files_are_read_and_paths_that_climb_are_left_out() -> None:
    data = (
        b"found=2\r\nitems[0].Channel=0\r\nitems[0].StartTime=2026-01-01 12:00:00\r\n"
        b"items[0].EndTime=2026-01-01 12:30:00\r\nitems[0].FilePath=/mnt/dvr/sda0/a.dav\r\nitems[0].Length=790\r\n"
        b"items[1].StartTime=2026-01-01 12:00:00\r\nitems[1].EndTime=2026-01-01 12:30:00\r\n"
        b"items[1].FilePath=/../etc/passwd\r\nitems[1].Length=790\r\n"
    )
    (file,) = read_found(data)
    assert (file.path, file.size) == ("/mnt/dvr/sda0/a.dav", 790)
    assert (file.end - file.start).total_seconds() == 1800


def test_disks_times_and_losses_are_read() -> None:
    (disk,) = read_disks(
        b"list.info[0].State=Success\r\nlist.info[0].Detail[0].TotalBytes=512000000000.000000\r\n"
        b"list.info[0].Detail[0].UsedBytes=112000000000.000000\r\nlist.info[0].Detail[0].IsError=false\r\n"
    )
    assert (disk.total, disk.free, disk.has_error) == (512 * 10**9, 400 * 10**9, False)
    assert read_time(b"result=2026-01-01 12:00:00\r\n").isoformat() == "2026-01-01T12:00:00"
    assert read_losses(b"channels[0]=0\r\nchannels[1]=4\r\n") == {0, 4}
    assert read_losses(b"Error: No Events\r\n") == set()
    assert read_finder(b"result=08137\r\n") == "08137"


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 50, b"OK", b"result=x\r\n", b"result=1&action=destroy\r\n", b"=" * 90_000]
)
def test_what_is_no_answer_is_garbled(data: bytes) -> None:
    for read in (read_finder, read_time):
        with pytest.raises(GarbledAnswerError):
            read(data)


async def test_it_says_who_it_is(dahua: DahuaRecorder) -> None:
    identity = await dahua.identify()
    assert (identity.manufacturer, identity.model) == ("Dahua", "DHI-NVR4208")
    assert (identity.serial, identity.firmware) == ("3C0CB5FPAZ00001", "4.001.0000000.1")


async def test_a_lesson_is_recorded_stopped_and_its_file_plays(
    dahua: DahuaRecorder, server: DahuaServer, clock: HandClock, tmp_path: Path
) -> None:
    order = make_order(clock)
    assert await dahua.start(order) is RecorderState.RECORDING
    assert server.mode == "1"
    clock.at += 300
    report = await dahua.poll({"state", "elapsed"})
    assert report.requests == 5
    assert report.readings["state"].value == "recording"
    assert report.readings["elapsed"].value == pytest.approx(clock.at - order.start.timestamp(), abs=2)
    assert await dahua.stop() is RecorderState.IDLE
    assert server.mode == "0"
    (file,) = await dahua.list_files(order)
    content = await read_all(dahua.fetch(file))
    assert len(content) == file.size
    assert await read_all(dahua.fetch(file, offset=99)) == content[99:]
    path = tmp_path / "lesson.mp4"
    path.write_bytes(content)
    assert {stream["codec_type"] for stream in (await probe(path))["streams"]} == {"video", "audio"}
    assert server.finders == {}


async def test_a_search_is_let_go_of_even_when_it_finds_nothing(dahua: DahuaRecorder, server: DahuaServer) -> None:
    for _ in range(10):
        assert (await dahua.poll({"state"})).readings["state"].value == "idle"
    assert server.finders == {}


async def test_everything_it_tells_is_polled(dahua: DahuaRecorder, server: DahuaServer) -> None:
    await dahua.prepare()
    report = await dahua.poll(frozenset(dahua.points))
    assert report.failed == {}
    assert report.requests <= 10
    assert report.readings["storage_total"].value == 512 * 10**9
    assert report.readings["picture"].value == "good"
    server.model.set_fault("no_signal", is_on=True)
    assert (await dahua.poll({"picture"})).readings["picture"].value == "absent"


async def test_the_check_before_a_lesson_names_what_is_wrong(
    dahua: DahuaRecorder, server: DahuaServer, clock: HandClock
) -> None:
    assert (await dahua.preflight(make_order(clock))).failed == ()
    server.model.set_fault("no_signal", is_on=True)
    server.model.set_skew(60)
    server.has_disk_error = True
    assert (await dahua.preflight(make_order(clock))).failed == ("source", "disk", "clock")


async def test_a_disk_that_takes_nothing_is_no_recording(
    dahua: DahuaRecorder, server: DahuaServer, clock: HandClock
) -> None:
    server.model.set_fault("stuck", is_on=True)
    with pytest.raises(RefusedError, match="nothing was added"):
        await dahua.start(make_order(clock))


async def test_a_refused_mode_is_told(dahua: DahuaRecorder, server: DahuaServer, clock: HandClock) -> None:
    server.model.set_fault("refuse", is_on=True)
    with pytest.raises(RefusedError, match="did not take"):
        await dahua.start(make_order(clock))


async def test_a_preview_is_a_picture(dahua: DahuaRecorder) -> None:
    assert (await dahua.preview() or b"").startswith(b"\xff\xd8\xff")


async def test_a_wrong_password_is_tried_once(make: Maker, server: DahuaServer) -> None:
    dahua = make(server, Credentials({"username": "admin", "password": "hunter2"}))
    for _ in range(4):
        with pytest.raises(CredentialsError):
            await dahua.poll({"state"})
    assert server.digest.failures == 1
