"""Large files go to a Nextcloud in pieces, and an interrupted one goes on behind the last piece.

The server is written from Nextcloud's developer manual, "Chunked file upload v2".
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets.http import HttpPeer
from custom_components.smart_campus.archive.targets.webdav import WebDavTarget

from .conftest import Keeper, parcel_of, write_file
from .test_s3 import Counting

FILES, UPLOADS = "/remote.php/dav/files/teacher", "/remote.php/dav/uploads/teacher"
PIECE = 1 << 20


@dataclass
class Nextcloud:
    """Files, and uploads in pieces; SHA-256 as it tells checksums it was given."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {FILES})
    uploads: dict[str, dict[str, bytes]] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    put: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.rstrip("/")
        body = await request.read()
        match request.method:
            case "MKCOL":
                return self._begin(request, path) if path.startswith(UPLOADS) else self._make_folder(path)
            case "PUT":
                return self._keep(request, path, body)
            case "MOVE":
                return self._move(request, path)
            case "PROPFIND":
                return self._describe(path)
        return web.Response(body=self.files[path]) if path in self.files else web.Response(status=404)

    def _make_folder(self, path: str) -> web.Response:
        is_known = path in self.folders
        self.folders.add(path)
        return web.Response(status=405 if is_known else 201)

    def _keep(self, request: web.Request, path: str, body: bytes) -> web.Response:
        folder, _, name = path.rpartition("/")
        self.put.append(name)
        if not path.startswith(UPLOADS):
            self.files[path] = body
        elif not 1 <= int(name) <= 10_000 or "Destination" not in request.headers:
            return web.Response(status=400)
        else:
            self.uploads[folder][name] = body
        return web.Response(status=201)

    def _begin(self, request: web.Request, path: str) -> web.Response:
        if "Destination" not in request.headers:
            return web.Response(status=400)
        is_known = path in self.uploads
        self.uploads.setdefault(path, {})
        return web.Response(status=405 if is_known else 201)

    def _move(self, request: web.Request, path: str) -> web.Response:
        target = URL(request.headers["Destination"]).path
        if path.endswith("/.file"):
            pieces = self.uploads.pop(path.removesuffix("/.file"))
            content = b"".join(pieces[number] for number in sorted(pieces))
            if len(content) != int(request.headers["OC-Total-Length"]):
                return web.Response(status=400)
            self.checksums[target] = request.headers.get("OC-Checksum", "")
        else:
            content = self.files.pop(path)
        self.files[target] = content
        return web.Response(status=201)

    def _describe(self, path: str) -> web.Response:
        if path not in self.files:
            return web.Response(status=404)
        told = self.checksums.get(path, "")
        return web.Response(
            status=207,
            content_type="application/xml",
            text=f'<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:response><d:propstat><d:prop>'
            f"<d:getcontentlength>{len(self.files[path])}</d:getcontentlength>"
            f"<oc:checksums><oc:checksum>{told}</oc:checksum></oc:checksums>"
            f"</d:prop></d:propstat></d:response></d:multistatus>",
        )


@pytest.fixture
async def nextcloud() -> AsyncIterator[Nextcloud]:
    cloud = Nextcloud()
    app = web.Application(client_max_size=1 << 30)
    app.router.add_route("*", "/{path:.*}", cloud.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    cloud.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield cloud
    await runner.cleanup()


def make(cloud: Nextcloud, session: aiohttp.ClientSession, pace: Pace) -> WebDavTarget:
    return WebDavTarget(HttpPeer(session, pace), URL(f"{cloud.url}{FILES}"), piece_size=PIECE)


async def test_large_file_goes_in_pieces_and_is_proven_by_its_checksum(
    nextcloud: Nextcloud, session: aiohttp.ClientSession, tmp_path: Path, keeper: Keeper
) -> None:
    target = make(nextcloud, session, Pace(None))
    file = write_file(tmp_path / "teacher.mp4", 3 * PIECE + 5)

    receipt = await target.send(parcel_of(file), {}, keeper)
    await target.verify(parcel_of(file), receipt)

    stored = f"{FILES}/A101/2026-11-25/teacher.mp4"
    assert nextcloud.files[stored] == file.path.read_bytes()
    assert nextcloud.put[:4] == ["00001", "00002", "00003", "00004"]
    assert nextcloud.checksums[stored] == f"SHA256:{file.sha256}"


async def test_interrupted_file_goes_on_behind_the_last_piece(
    nextcloud: Nextcloud, session: aiohttp.ClientSession, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 4 * PIECE))
    with pytest.raises(ArchiveFaultError):
        await make(nextcloud, session, Counting(2 * PIECE + PIECE // 2)).send(parcel, {}, keeper)
    pace = Counting()

    target = make(nextcloud, session, pace)
    await target.verify(parcel, await target.send(parcel, keeper.last, keeper))

    assert pace.sent == 2 * PIECE


async def test_pieces_the_server_forgot_are_sent_again(
    nextcloud: Nextcloud, session: aiohttp.ClientSession, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 4 * PIECE))
    with pytest.raises(ArchiveFaultError):
        await make(nextcloud, session, Counting(2 * PIECE + PIECE // 2)).send(parcel, {}, keeper)
    nextcloud.uploads.clear()

    target = make(nextcloud, session, Pace(None))
    await target.verify(parcel, await target.send(parcel, keeper.last, keeper))
