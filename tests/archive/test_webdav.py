"""Recordings on a WebDAV server: WsgiDAV, which shares no code with ours."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from wsgidav.wsgidav_app import WsgiDAVApp
from yarl import URL

from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError, FaultCode
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets.http import HttpLogin, HttpPeer
from custom_components.smart_campus.archive.targets.webdav import WebDavTarget

from .conftest import Keeper, names_in, parcel_of, serving_wsgi, write_file

USER, PASSWORD = "archive", "s3cret/ü"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "dav"
    folder.mkdir()
    return folder


@pytest.fixture(params=["basic", "digest"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(root: Path, way: str) -> Generator[str]:
    config: dict[str, Any] = {
        "provider_mapping": {"/dav": str(root)},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {
            "accept_basic": way == "basic",
            "accept_digest": way == "digest",
            "default_to_digest": way == "digest",
        },
        "verbose": 0,
        "logging": {"enable": False},
    }
    with serving_wsgi(WsgiDAVApp(config)) as address:
        yield address


@pytest.fixture
def make(session: aiohttp.ClientSession, pace: Pace, server: str, way: str) -> Callable[..., WebDavTarget]:
    def make(password: str = PASSWORD) -> WebDavTarget:
        login = HttpLogin(username=USER, password=password, is_digest=way == "digest")
        return WebDavTarget(HttpPeer(session, pace, login), URL(f"{server}/dav"))

    return make


async def test_recording_is_there_whole_and_proven(
    make: Callable[..., WebDavTarget], root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    target = make()
    parcel = parcel_of(
        write_file(tmp_path / "teacher.mp4", 2_000_000),
        write_file(tmp_path / "screen.mp4", 10, 2),
        folder="教学楼 A101/2026-11-25",
    )

    receipt = await target.send(parcel, {}, keeper)
    await target.verify(parcel, receipt)

    folder = root / "教学楼 A101" / "2026-11-25"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "teacher.mp4": (tmp_path / "teacher.mp4").read_bytes(),
        "screen.mp4": (tmp_path / "screen.mp4").read_bytes(),
        "rec-1.json": parcel.side,
    }


async def test_recording_sent_twice_is_there_once(
    make: Callable[..., WebDavTarget], root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))
    await make().send(parcel, {}, keeper)
    stored = root / "A101" / "2026-11-25" / "teacher.mp4"
    before = stored.stat().st_mtime_ns

    await make().send(parcel, {}, keeper)

    assert sorted(path.name for path in stored.parent.iterdir()) == ["rec-1.json", "teacher.mp4"]
    assert stored.stat().st_mtime_ns == before


async def test_changed_copy_is_noticed_and_sent_again(
    make: Callable[..., WebDavTarget], root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))
    receipt = await make().send(parcel, {}, keeper)
    (root / "A101" / "2026-11-25" / "teacher.mp4").write_bytes(bytes(1000))

    with pytest.raises(ArchiveFaultError) as caught:
        await make().verify(parcel, receipt)

    assert caught.value.code is FaultCode.NOT_IDENTICAL
    await make().verify(parcel, await make().send(parcel, {}, keeper))


async def test_wrong_password_is_told_as_such_and_nowhere_shown(
    make: Callable[..., WebDavTarget], tmp_path: Path, keeper: Keeper
) -> None:
    with pytest.raises(ArchiveFaultError) as caught:
        await make("wrong-word").probe()

    assert caught.value.code is FaultCode.CREDENTIALS
    assert "wrong-word" not in str(caught.value)
    assert "wrong-word" not in repr(HttpLogin(username=USER, password="wrong-word"))


async def test_probe_leaves_nothing_behind(make: Callable[..., WebDavTarget], root: Path) -> None:
    await make().probe()

    assert names_in(root) == []


async def test_recording_can_be_read_from_the_middle_and_erased(
    make: Callable[..., WebDavTarget], root: Path, tmp_path: Path, keeper: Keeper
) -> None:
    file = write_file(tmp_path / "teacher.mp4", 1000)
    receipt = await make().send(parcel_of(file), {}, keeper)

    read = b"".join([chunk async for chunk in make().read(receipt["files"][0], 100, 50)])

    assert read == file.path.read_bytes()[100:150]
    assert await make().erase(receipt) == []
    assert await make().erase(receipt) == []
    assert list((root / "A101" / "2026-11-25").iterdir()) == []


async def test_server_that_is_not_there_is_unreachable(session: aiohttp.ClientSession, pace: Pace) -> None:
    target = WebDavTarget(HttpPeer(session, pace), URL("http://127.0.0.1:9/dav"))

    with pytest.raises(ArchiveFaultError) as caught:
        await target.probe()

    assert caught.value.code is FaultCode.UNREACHABLE
