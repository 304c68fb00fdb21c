"""An Extron recorder over real telnet, SSH and HTTP, against a server written from its command table."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest
from aiohttp import ClientSession

from campuslink.device.recorder.extron import ExtronRecorder
from campuslink.device.recorder.opening import HOST_KEY, open_recorder
from campuslink.device.recorder.orders import RecorderState
from campuslink.device.spec import DeviceSpec
from campuslink.errors import CannotConnectError, CredentialsError, HostKeyError, RefusedError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.model import Kind
from campuslink.profile.library import Library
from campuslink.profile.schema import Transport
from simulator.clock import SimClock
from simulator.extron_server import ExtronServer
from simulator.recorder_model import RecorderModel

from .conftest import HandClock, make_order, read_all
from .playing import probe

GOOD = Credentials({"username": "admin", "password": "extron"})
WAYS = (Transport.TCP, Transport.SSH)
FAST = frozenset({"state", "title", "elapsed", "sound", "sound_level", "picture"})


@pytest.fixture
async def server(sim_clock: SimClock) -> AsyncIterator[ExtronServer]:
    async with ExtronServer(RecorderModel(clock=sim_clock)) as server:
        yield server


class Maker:
    """Makes recorders as a set-up does, and gives them the test's clock."""

    def __init__(self, library: Library, session: ClientSession, clock: HandClock) -> None:
        self._library = library
        self._session = session
        self._clock = clock
        self.made: list[ExtronRecorder] = []

    def __call__(
        self,
        server: ExtronServer,
        way: Transport = Transport.TCP,
        credentials: Credentials = GOOD,
        host_key: str = "",
    ) -> ExtronRecorder:
        profile = self._library.get("extron-smp")
        assert profile is not None
        spec = DeviceSpec(
            profile=replace(profile, transport=replace(profile.transport, timeout_s=3)),
            catalogue=self._library.catalogue(Kind.RECORDER),
            endpoint=NetworkEndpoint(
                transport=way,
                host="127.0.0.1",
                port=server.ssh_port if way is Transport.SSH else server.telnet_port,
            ),
            credentials=credentials,
            params={"web_port": server.port},
            options={HOST_KEY: host_key},
        )
        recorder = open_recorder(spec, self._session, clocks=self._clock.clocks())
        assert isinstance(recorder, ExtronRecorder)
        recorder.zone = server.model.clock.now().tzinfo
        self.made.append(recorder)
        return recorder


@pytest.fixture
async def make(library: Library, session: ClientSession, clock: HandClock) -> AsyncIterator[Maker]:
    maker = Maker(library, session, clock)
    yield maker
    for recorder in maker.made:
        await recorder.close()


@pytest.fixture(params=WAYS)
def smp(make: Maker, server: ExtronServer, request: pytest.FixtureRequest) -> ExtronRecorder:
    return make(server, request.param)


async def test_it_says_who_it_is(smp: ExtronRecorder) -> None:
    identity = await smp.identify()
    assert (identity.manufacturer, identity.model) == ("Extron", "SMP 351")
    assert (identity.serial, identity.firmware) == ("A2RGB7K", "2.11")


async def test_a_lesson_is_recorded_stopped_and_its_file_plays(
    smp: ExtronRecorder, server: ExtronServer, clock: HandClock, tmp_path: Path
) -> None:
    order = make_order(clock)
    assert await smp.start(order) is RecorderState.RECORDING
    assert server.model.files[0].title == order.title
    clock.at += 60
    assert await smp.stop() is RecorderState.IDLE
    (file,) = await smp.list_files(order)
    content = await read_all(smp.fetch(file))
    assert len(content) == file.size
    assert await read_all(smp.fetch(file, offset=50)) == content[50:]
    path = tmp_path / file.name
    path.write_bytes(content)
    assert {stream["codec_type"] for stream in (await probe(path))["streams"]} == {"video", "audio"}


async def test_a_poll_tells_what_is_observed_in_three_exchanges_on_one_connection(
    smp: ExtronRecorder, server: ExtronServer, clock: HandClock
) -> None:
    order = make_order(clock)
    await smp.start(order)
    clock.at += 30
    report = await smp.poll(FAST)
    assert report.requests == 3
    values = {point: reading.value for point, reading in report.readings.items()}
    running = server.model.running
    assert running is not None
    assert values == {
        "state": "recording",
        "title": order.title,
        "elapsed": int(running.duration_s),
        "sound": "good",
        "sound_level": pytest.approx(-18),
        "picture": "good",
    }
    assert server.connections == 1


async def test_everything_it_tells_is_polled_in_ten_exchanges(smp: ExtronRecorder) -> None:
    report = await smp.poll(frozenset(smp.points))
    assert report.requests == 9
    assert report.failed == {}
    values = {point: reading.value for point, reading in report.readings.items()}
    assert values["storage_free"] == 390 * 10**9 // 1024 * 1024
    assert values["time_left"] == 41 * 3600 + 28 * 60 + 3
    assert (values["cpu_load"], values["temperature"]) == (12, 45)
    assert abs(float(str(values["clock_offset"]))) < 1


async def test_a_silent_microphone_shows_within_half_a_minute(
    smp: ExtronRecorder, server: ExtronServer, clock: HandClock
) -> None:
    server.model.set_fault("silent", is_on=True)
    sounds = []
    for _ in range(4):
        sounds.append((await smp.poll({"sound"})).readings["sound"].value)
        clock.at += 10
    assert sounds == [None, None, "silent", "silent"]


async def test_a_recording_whose_time_stands_is_an_error(
    smp: ExtronRecorder, server: ExtronServer, clock: HandClock
) -> None:
    await smp.start(make_order(clock))
    server.model.set_fault("stuck", is_on=True)
    await smp.poll({"state"})
    clock.at += 25
    assert (await smp.poll({"state"})).readings["state"].value == "error"


async def test_pause_and_resume_are_seen(smp: ExtronRecorder, server: ExtronServer, clock: HandClock) -> None:
    await smp.start(make_order(clock))
    assert await smp.pause() is RecorderState.PAUSED
    assert (await smp.poll({"state"})).readings["state"].value == "paused"
    assert await smp.resume() is RecorderState.RECORDING
    await smp.stop()
    with pytest.raises(RefusedError, match="nothing records"):
        await smp.pause()


async def test_a_refusal_is_the_devices_code(smp: ExtronRecorder, server: ExtronServer, clock: HandClock) -> None:
    server.model.set_fault("refuse", is_on=True)
    with pytest.raises(RefusedError, match="E14"):
        await smp.start(make_order(clock))


async def test_the_check_before_a_lesson_hears_sees_and_counts(
    smp: ExtronRecorder, server: ExtronServer, clock: HandClock
) -> None:
    found = await smp.preflight(make_order(clock))
    assert (found.is_clock_right, found.has_space, found.has_source, found.has_sound) == (True, True, True, True)
    for name in ("silent", "no_signal", "disk_full"):
        server.model.set_fault(name, is_on=True)
    server.model.set_skew(-120)
    found = await smp.preflight(make_order(clock))
    assert found.failed == ("source", "disk", "sound", "clock")


async def test_files_of_the_lesson_before_are_left_out(smp: ExtronRecorder, clock: HandClock) -> None:
    first = make_order(clock, "lesson-1")
    await smp.start(first)
    clock.at += 2700
    await smp.stop()
    clock.at += 300
    second = make_order(clock, "lesson-2")
    await smp.start(second)
    clock.at += 60
    (before,) = await smp.list_files(first)
    (growing,) = await smp.list_files(second)
    assert not before.is_growing
    assert growing.is_growing
    assert before.id != growing.id


async def test_hostile_titles_start_no_command_of_their_own(
    smp: ExtronRecorder, server: ExtronServer, clock: HandClock
) -> None:
    order = replace(make_order(clock), title="x\r\x1bY0RCDR\r\x00*1BOOT" + "长" * 100)
    await smp.start(order)
    assert server.model.running is not None
    assert len(server.model.files) == 1
    assert len(server.model.files[0].title.encode()) <= 127


@pytest.mark.parametrize("way", WAYS)
async def test_a_wrong_password_is_tried_once(make: Maker, server: ExtronServer, way: Transport) -> None:
    smp = make(server, way, Credentials({"username": "admin", "password": "hunter2"}))
    for _ in range(3):
        with pytest.raises(CredentialsError) as caught:
            await smp.poll(FAST)
        assert "hunter2" not in f"{caught.value!r}{smp.describe()}"
    assert smp.is_shut_out
    assert server.connections <= 1


async def test_without_a_password_none_is_sent(make: Maker, sim_clock: SimClock) -> None:
    async with ExtronServer(RecorderModel(clock=sim_clock), password="") as server:
        assert (await make(server, Transport.TCP, Credentials({})).identify()).model == "SMP 351"


async def test_the_first_key_is_pinned_and_told(make: Maker, server: ExtronServer) -> None:
    smp = make(server, Transport.SSH)
    assert smp.host_key == ""
    await smp.identify()
    assert server.host_key is not None
    assert smp.host_key == server.host_key.get_fingerprint()
    again = make(server, Transport.SSH, host_key=smp.host_key)
    assert (await again.identify()).model == "SMP 351"


async def test_another_key_is_refused_before_any_password(make: Maker, server: ExtronServer) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").get_fingerprint()
    smp = make(server, Transport.SSH, host_key=other)
    with pytest.raises(HostKeyError, match="another key"):
        await smp.poll(FAST)
    assert server.connections == 0
    assert smp.host_key == other


async def test_a_key_that_changes_while_running_is_refused(
    make: Maker, server: ExtronServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    smp = make(server, Transport.SSH)
    await smp.identify()
    await server.stop()
    server.host_key = asyncssh.generate_private_key("ssh-ed25519")
    await server.start()
    with pytest.raises(HostKeyError):
        await smp.poll(FAST)


@pytest.mark.parametrize("way", WAYS)
async def test_a_recorder_that_comes_back_is_asked_again(make: Maker, server: ExtronServer, way: Transport) -> None:
    smp = make(server, way)
    await smp.identify()
    await server.stop()
    with pytest.raises(CannotConnectError):
        await smp.poll(FAST)
    await server.start()
    assert (await smp.poll({"state"})).readings["state"].value == "idle"


async def test_a_dead_connection_does_not_record_twice(make: Maker, server: ExtronServer, clock: HandClock) -> None:
    smp = make(server, Transport.TCP)
    await smp.identify()
    await server.stop()
    await server.start()
    await asyncio.sleep(0)
    await smp.start(make_order(clock))
    assert len(server.model.files) == 1
