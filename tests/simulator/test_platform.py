"""The demo's teaching platform: takes files, fails as often as it is told, and leaves nothing behind."""

import hashlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from simulator.clock import SimClock
from simulator.demo_platform import TOKEN, PlatformSystem, demo_platform

CONTENT = b"a lesson"


@pytest.fixture
async def platform(socket_enabled: None) -> AsyncIterator[PlatformSystem]:
    (system,) = demo_platform(0, SimClock())
    await system.start()
    yield system
    await system.stop()


def url_of(platform: PlatformSystem) -> str:
    (device,) = platform.devices()
    endpoint = device["endpoint"]
    assert isinstance(endpoint, dict)
    return f"http://{endpoint['host']}:{endpoint['port']}/files/lesson.mp4"


async def put(platform: PlatformSystem) -> tuple[int, dict[str, object]]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession() as session, session.put(url_of(platform), data=CONTENT, headers=headers) as got:
        return got.status, await got.json()


async def test_file_is_kept_and_proven(platform: PlatformSystem) -> None:
    status, answer = await put(platform)
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert status == 200
    kept = answer["data"]
    assert isinstance(kept, dict)
    assert (kept["name"], kept["size"]) == ("lesson.mp4", 8)
    assert str(kept["sha256"]).lower() == digest
    assert platform.values("platform") == {"uploads": 1, "requests": 1, "files": {"lesson.mp4": digest}}


async def test_it_fails_as_often_as_it_is_told_and_then_works(platform: PlatformSystem) -> None:
    await platform.actions("platform")["fail"]({"status": 503, "times": 2})
    assert [(await put(platform))[0] for _ in range(3)] == [503, 503, 200]


async def test_it_recovers_on_demand(platform: PlatformSystem) -> None:
    actions = platform.actions("platform")
    await actions["fail"]({"status": 500, "times": 100})
    assert (await put(platform))[0] == 500
    await actions["recover"]({})
    assert (await put(platform))[0] == 200


@pytest.mark.parametrize("body", [{"status": 200}, {"status": "no"}, {"times": 0}])
async def test_what_is_no_failure_is_refused(platform: PlatformSystem, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="status"):
        await platform.actions("platform")["fail"](body)
