"""OBS Studio over a real WebSocket, against a server written from the protocol document."""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from typing import override

import pytest
from aiohttp import ClientSession

from campuslink.codec.obs import (
    authentication,
    read_challenge,
    read_level,
    read_message,
    read_picture,
    read_record_status,
    read_response,
)
from campuslink.device.base import DevicePush
from campuslink.device.recorder.obs import ObsRecorder
from campuslink.device.recorder.orders import RecorderState
from campuslink.errors import CampusLinkError, CannotConnectError, CredentialsError, GarbledAnswerError, RefusedError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.obs import ObsLink
from campuslink.model import DeviceEvent, Kind, Reading
from campuslink.profile.library import Library
from campuslink.profile.schema import Transport
from simulator.clock import SimClock
from simulator.obs_server import ObsServer
from simulator.recorder_model import RecorderModel

from .conftest import HandClock, make_order

GOOD = Credentials({"password": "letmein"})
FAST = frozenset({"state", "title", "elapsed", "written"})


@pytest.fixture
async def server(sim_clock: SimClock) -> AsyncIterator[ObsServer]:
    async with ObsServer(RecorderModel(clock=sim_clock)) as server:
        yield server


class Maker:
    """Makes recorders that talk to a server."""

    def __init__(self, library: Library, session: ClientSession, clock: HandClock) -> None:
        self._library = library
        self._session = session
        self._clock = clock
        self.made: list[ObsRecorder] = []

    def __call__(self, server: ObsServer, credentials: Credentials = GOOD, folder: Path | None = None) -> ObsRecorder:
        profile = self._library.get("obs-studio")
        assert profile is not None
        endpoint = NetworkEndpoint(transport=Transport.HTTP, host="127.0.0.1", port=server.port)
        link = ObsLink(self._session, endpoint, credentials, timeout_s=3)
        catalogue = self._library.catalogue(Kind.RECORDER)
        obs = ObsRecorder(profile, catalogue, link, folder=folder, clocks=self._clock.clocks())
        self.made.append(obs)
        return obs


@pytest.fixture
async def make(library: Library, session: ClientSession, clock: HandClock) -> AsyncIterator[Maker]:
    maker = Maker(library, session, clock)
    yield maker
    for obs in maker.made:
        await obs.close()


@pytest.fixture
def obs(make: Maker, server: ObsServer) -> ObsRecorder:
    return make(server)


class Ear(DevicePush):
    """Counts news."""

    def __init__(self) -> None:
        self.news: list[frozenset[str]] = []

    @override
    def on_push(self, readings: Mapping[str, Reading]) -> None:
        raise AssertionError("OBS tells no readings unasked")

    @override
    def on_news(self, points: Collection[str] | None = None) -> None:
        self.news.append(frozenset(points or ()))

    @override
    def on_event(self, event: DeviceEvent) -> None:
        raise AssertionError("OBS tells no events")


def test_the_proof_is_the_documents() -> None:
    proof = authentication(
        "supersecretpassword",
        "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=",
        "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY=",
    )
    assert proof == "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4="


def test_a_greeting_without_authentication_wants_no_password() -> None:
    op, hello = read_message('{"op":0,"d":{"obsStudioVersion":"30.2.2","obsWebSocketVersion":"5.5.2","rpcVersion":1}}')
    assert op == 0
    assert read_challenge(hello) is None


def test_levels_are_the_loudest_peak_in_decibels() -> None:
    event = {
        "eventData": {"inputs": [{"inputLevelsMul": [[0.01, 0.1, 0.1], [0.0, 0.05, 0.05]]}, {"inputLevelsMul": []}]}
    }
    assert read_level(event) == pytest.approx(-20)
    assert read_level({"eventData": {"inputs": [{"inputLevelsMul": [[0, 0, 0]]}]}}) == -100
    assert read_level({"eventData": {"inputs": []}}) is None


WRONG = ["", "\x00", "[]", "7", '{"op":"x"}', '{"op":1}', '{"op":true,"d":{}}', '{"op":5,"d":[]}', "[" * 100_000]


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_no_message_is_garbled(text: str) -> None:
    with pytest.raises(GarbledAnswerError):
        read_message(text)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"outputActive": "yes"},
        {"outputActive": 1},
        {"requestStatus": []},
        {"requestStatus": {"result": 1, "code": {}}},
    ],
)
def test_wrong_types_are_an_error_of_the_library(data: dict[str, object]) -> None:
    for read in (read_record_status, read_response, read_picture):
        with pytest.raises(CampusLinkError):
            read(data)
    assert read_level({"eventData": {"inputs": [data, {"inputLevelsMul": [[1], ["a", "b"], 3]}]}}) is None


async def test_it_says_who_it_is(obs: ObsRecorder) -> None:
    identity = await obs.identify()
    assert (identity.manufacturer, identity.model, identity.firmware) == ("OBS Project", "OBS Studio", "30.2.2")


async def test_a_lesson_is_recorded_paused_and_stopped_on_one_connection(
    obs: ObsRecorder, server: ObsServer, clock: HandClock
) -> None:
    order = make_order(clock)
    assert await obs.start(order) is RecorderState.RECORDING
    clock.at += 60
    report = await obs.poll(FAST)
    assert report.requests == 1
    running = server.model.running
    assert running is not None
    assert {point: reading.value for point, reading in report.readings.items()} == {
        "state": "recording",
        "title": order.title,
        "elapsed": round(running.duration_s, 3),
        "written": running.size,
    }
    assert await obs.pause() is RecorderState.PAUSED
    assert await obs.resume() is RecorderState.RECORDING
    assert await obs.stop() is RecorderState.IDLE
    (file,) = await obs.list_files(order)
    assert (file.name, file.order_id) == ("lecture 1.mkv", order.id)
    assert server.connections == 1


async def test_its_files_are_reached_where_their_folder_is_mounted(
    make: Maker, server: ObsServer, clock: HandClock, tmp_path: Path
) -> None:
    order = make_order(clock)
    far, near = make(server), make(server, folder=tmp_path)
    assert (far.holds_files, near.holds_files) == (False, True)
    await near.start(order)
    await near.stop()
    (file,) = await near.list_files(order)
    assert near.local_path(file) == tmp_path / "lecture 1.mkv"
    assert far.local_path(file) is None
    with pytest.raises(RefusedError, match="mount"):
        far.fetch(file)


async def test_a_recording_that_stands_still_is_an_error(obs: ObsRecorder, server: ObsServer, clock: HandClock) -> None:
    await obs.start(make_order(clock))
    server.model.set_fault("stuck", is_on=True)
    await obs.poll({"state"})
    clock.at += 25
    assert (await obs.poll({"state"})).readings["state"].value == "error"


async def test_sound_is_heard_from_its_meters(obs: ObsRecorder, server: ObsServer, clock: HandClock) -> None:
    report = await obs.poll({"sound", "sound_level"})
    assert report.readings["sound"].value == "good"
    assert report.readings["sound_level"].value == pytest.approx(-18)
    server.model.set_fault("silent", is_on=True)
    for _ in range(4):
        clock.at += 10
        sound = (await obs.poll({"sound"})).readings["sound"].value
    assert sound == "silent"
    server.inputs = 0
    assert (await obs.poll({"sound"})).readings["sound"].value == "absent"


async def test_the_check_before_a_lesson_names_what_is_wrong(
    obs: ObsRecorder, server: ObsServer, clock: HandClock
) -> None:
    assert (await obs.preflight(make_order(clock))).failed == ()
    for name in ("silent", "no_signal", "disk_full"):
        server.model.set_fault(name, is_on=True)
    assert (await obs.preflight(make_order(clock))).failed == ("source", "disk", "sound")


async def test_a_preview_is_a_picture(obs: ObsRecorder) -> None:
    assert (await obs.preview() or b"").startswith(b"\xff\xd8\xff")


async def test_news_of_recording_brings_the_next_poll_forward(obs: ObsRecorder, clock: HandClock) -> None:
    ear = Ear()
    obs.follow(ear)
    await obs.start(make_order(clock))
    assert ear.news
    assert "state" in ear.news[0]


async def test_a_refused_start_is_told_in_its_words(obs: ObsRecorder, server: ObsServer, clock: HandClock) -> None:
    server.model.set_fault("refuse", is_on=True)
    with pytest.raises(RefusedError, match="could not be started"):
        await obs.start(make_order(clock))


async def test_a_wrong_password_is_tried_once(make: Maker, server: ObsServer) -> None:
    obs = make(server, Credentials({"password": "hunter2"}))
    for _ in range(3):
        with pytest.raises(CredentialsError) as caught:
            await obs.poll(FAST)
        assert "hunter2" not in f"{caught.value!r}{obs.describe()}"
    assert server.failures == 1
    assert obs.is_shut_out


async def test_without_a_password_none_is_needed(make: Maker, sim_clock: SimClock) -> None:
    async with ObsServer(RecorderModel(clock=sim_clock), password="") as server:
        assert (await make(server, Credentials({})).identify()).firmware == "30.2.2"


async def test_an_obs_that_comes_back_is_asked_again(obs: ObsRecorder, server: ObsServer) -> None:
    await obs.poll(FAST)
    await server.stop()
    with pytest.raises(CannotConnectError):
        await obs.poll(FAST)
    await server.start()
    assert (await obs.poll(FAST)).readings["state"].value == "idle"


async def test_the_password_never_travels(make: Maker, server: ObsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    original = server._take

    async def listen(socket: object, message: object, salt: str, challenge: str) -> None:
        taken.append(json.dumps(message))
        await original(socket, message, salt, challenge)  # type: ignore[arg-type]

    monkeypatch.setattr(server, "_take", listen)
    await make(server).identify()
    assert taken
    assert not any("letmein" in message for message in taken)
