"""Simulated cameras, looked at and listened to by ffmpeg called directly."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from simulator.demo_cameras import PASSWORD, USERNAME, demo_cameras
from simulator.rtsp_cameras import CameraSystem

pytestmark = pytest.mark.servers

ROOM = "recorder-302"


@pytest.fixture
async def cameras() -> AsyncIterator[CameraSystem]:
    system = demo_cameras(0)
    await system.start()
    yield system
    await system.stop()


async def _see(system: CameraSystem, room: str, path: str = "/teacher", *, login: str = "") -> str:
    """Return what ffmpeg says of three seconds of a stream."""
    url = f"rtsp://{login}127.0.0.1:{system.rooms[room].port}{path}"
    process = await asyncio.create_subprocess_exec(
        *("ffmpeg", "-nostdin", "-hide_banner", "-rtsp_transport", "tcp", "-timeout", "3000000", "-t", "3", "-i", url),
        *("-vf", "blackdetect=d=1,freezedetect=d=1", "-af", "volumedetect", "-f", "null", "-"),
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        _, said = await process.communicate()
    return said.decode()


def _peak(said: str) -> float:
    found = re.search(r"max_volume: (-?[\d.]+) dB", said)
    assert found, said
    return float(found[1])


async def test_good_camera_moves_and_is_heard(cameras: CameraSystem) -> None:
    said = await _see(cameras, ROOM)
    assert "Video: h264" in said
    assert "Audio: aac" in said
    assert "black_start" not in said
    assert "freeze_start" not in said
    assert -30 < _peak(said) < -3


async def test_silent_microphone_of_the_demo_is_silent(cameras: CameraSystem) -> None:
    assert _peak(await _see(cameras, "recorder-303")) < -80
    assert cameras.values("recorder-303") == {"picture": "good", "sound": "silent"}


async def test_screen_of_the_demo_stands_still_without_sound(cameras: CameraSystem) -> None:
    said = await _see(cameras, ROOM, "/screen")
    assert "Audio" not in said.partition("Output #0")[0]


@pytest.mark.parametrize(("picture", "sign"), [("black", "black_start"), ("frozen", "freeze_start")])
async def test_picture_can_be_disturbed_and_mended(cameras: CameraSystem, picture: str, sign: str) -> None:
    act = cameras.actions(ROOM)["picture"]
    await act({"picture": picture})
    assert sign in await _see(cameras, ROOM)
    await act({"picture": "good"})
    assert sign not in await _see(cameras, ROOM)


async def test_clipped_sound_reaches_full_scale(cameras: CameraSystem) -> None:
    await cameras.actions(ROOM)["sound"]({"sound": "clipped"})
    assert _peak(await _see(cameras, ROOM)) > -0.5


async def test_unplugged_camera_refuses_and_plugged_again_it_streams(cameras: CameraSystem) -> None:
    actions = cameras.actions(ROOM)
    await actions["unplug"]({})
    assert "refused" in await _see(cameras, ROOM)
    await actions["plug"]({})
    assert "Video: h264" in await _see(cameras, ROOM)


async def test_stalled_camera_is_connected_and_sends_nothing(cameras: CameraSystem) -> None:
    await cameras.actions(ROOM)["stall"]({})
    said = await _see(cameras, ROOM)
    assert "max_volume" not in said
    assert "refused" not in said


async def test_size_can_be_changed(cameras: CameraSystem) -> None:
    await cameras.actions(ROOM)["size"]({"width": 640, "height": 360})
    assert "640x360" in await _see(cameras, ROOM)


async def test_login_is_asked_for(cameras: CameraSystem) -> None:
    assert "401" in await _see(cameras, "recorder-304")
    assert "Video: h264" in await _see(cameras, "recorder-304", login=f"{USERNAME}:{PASSWORD}@")


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("picture", {"picture": "purple"}),
        ("sound", {"sound": "loud"}),
        ("size", {"width": 3}),
        ("stall", {"path": "/none"}),
    ],
)
async def test_body_that_cannot_be_used_is_refused(cameras: CameraSystem, action: str, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        await cameras.actions(ROOM)[action](body)


async def test_everything_is_as_before_after_a_restart(cameras: CameraSystem) -> None:
    await cameras.actions(ROOM)["picture"]({"picture": "black"})
    await cameras.stop()
    await cameras.start()
    assert "black_start" in await _see(cameras, ROOM)
