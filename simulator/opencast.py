"""An Opencast's ingest, asset manager and service registry, written from its REST documentation.

What is ingested appears in the asset manager once its workflow took it, with size and MD5, as Opencast's inspection
adds them. Digest authentication as Opencast's: only for requests that carry ``X-Requested-Auth: Digest``.
"""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import uuid4
from xml.etree import ElementTree as ET

from aiohttp import BodyPartReader, web

NAMESPACE = "http://mediapackage.opencastproject.org"
REALM = "Opencast"
_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')

ET.register_namespace("", NAMESPACE)


@dataclass
class Opencast:
    """One Opencast on 127.0.0.1."""

    folder: Path
    username: str = "opencast_system_account"
    password: str = "CHANGE_ME"  # noqa: S105 - what a fresh Opencast is delivered with
    assets: dict[str, ET.Element] = field(default_factory=dict)
    """What the asset manager holds, by id of the media package."""
    workflows: list[tuple[str, str]] = field(default_factory=list)
    """Workflow and media package of everything that was ingested."""
    catalogues: dict[str, str] = field(default_factory=dict)
    """Dublin Core of an episode, by id of the media package."""
    discarded: list[str] = field(default_factory=list)
    tracks_taken: int = 0
    is_slow: bool = False
    """Whether workflows do not get to what was ingested; `run_workflows` lets them."""
    fails_tracks: int = 0
    """So many tracks are answered with 500."""
    corrupts: bool = False
    """Whether tracks are kept otherwise than they came."""
    host: str = ""
    """What the service registry says the ingest service's host is; empty for the truth."""
    port: int = 0
    _waiting: list[tuple[str, ET.Element]] = field(default_factory=list)
    _nonces: set[str] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        app = web.Application(client_max_size=1 << 40, middlewares=[self._authenticate])
        app.router.add_get("/services/available.json", self._services)
        app.router.add_get("/ingest/createMediaPackage", self._create)
        app.router.add_put("/ingest/createMediaPackageWithID/{id}", self._create)
        app.router.add_post("/ingest/addDCCatalog", self._add_catalogue)
        app.router.add_post("/ingest/addTrack", self._add_track)
        app.router.add_post("/ingest/ingest/{workflow}", self._ingest)
        app.router.add_post("/ingest/discardMediaPackage", self._discard)
        app.router.add_get("/assets/episode/{id}", self._episode)
        app.router.add_delete("/api/events/{id}", self._delete)
        app.router.add_get("/files/{package}/{element}/{name}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def run_workflows(self) -> None:
        """Let the workflows take what was ingested into the asset manager."""
        for package_id, package in self._waiting:
            self.assets[package_id] = package
        self._waiting.clear()

    def content_of(self, package_id: str) -> dict[str, bytes]:
        """Return what is stored of a media package, by file name."""
        found = {}
        for track in self.assets[package_id].iter(_tag("track")):
            _, package, element, name = (track.findtext(_tag("url")) or "").rsplit("/", 3)
            found[name] = self._path(package, element, name).read_bytes()
        return found

    @web.middleware
    async def _authenticate(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self._is_signed(request):
            return await handler(request)
        if request.headers.get("X-Requested-Auth") != "Digest":
            return web.Response(status=302, headers={"Location": f"{self.url}/admin-ui/login.html"})
        nonce = secrets.token_hex(16)
        self._nonces.add(nonce)
        challenge = f'Digest realm="{REALM}", qop="auth", nonce="{nonce}"'
        return web.Response(status=401, headers={"WWW-Authenticate": challenge})

    def _is_signed(self, request: web.Request) -> bool:
        """Return whether a request carries the right digest. Source: RFC 7616, with MD5."""
        kind, _, rest = request.headers.get("Authorization", "").partition(" ")
        given = {name: quoted or plain for name, quoted, plain in _PAIR.findall(rest)}
        if kind != "Digest" or given.get("nonce") not in self._nonces or given.get("uri") != request.raw_path:
            return False
        secret = _md5(f"{self.username}:{REALM}:{self.password}")
        asked = _md5(f"{request.method}:{given['uri']}")
        middle = (given["nonce"], given.get("nc", ""), given.get("cnonce", ""), given.get("qop", ""))
        return given.get("username") == self.username and given.get("response") == _md5(
            ":".join((secret, *middle, asked))
        )

    async def _services(self, request: web.Request) -> web.Response:
        service = {
            "type": request.query.get("serviceType", ""),
            "host": self.host or self.url,
            "path": "/ingest",
            "active": True,
            "online": True,
            "maintenance": False,
        }
        return web.json_response({"services": {"service": service}})

    async def _create(self, request: web.Request) -> web.Response:
        package = ET.Element(_tag("mediapackage"), {"id": request.match_info.get("id") or str(uuid4())})
        for name in ("media", "metadata", "attachments"):
            ET.SubElement(package, _tag(name))
        return _xml(package)

    async def _add_catalogue(self, request: web.Request) -> web.Response:
        form = await request.post()
        package = ET.fromstring(str(form["mediaPackage"]))  # noqa: S314 - the simulator's own text comes back
        catalogue = ET.fromstring(str(form["dublinCore"]))  # noqa: S314 - of the device library under test
        if not catalogue.tag.endswith("dublincore"):
            return web.Response(status=400)
        metadata = package.find(_tag("metadata"))
        if metadata is None:
            return web.Response(status=400)
        element = ET.SubElement(metadata, _tag("catalog"), {"id": str(uuid4()), "type": str(form["flavor"])})
        ET.SubElement(element, _tag("mimetype")).text = "text/xml"
        self.catalogues[package.attrib["id"]] = str(form["dublinCore"])
        return _xml(package)

    async def _add_track(self, request: web.Request) -> web.Response:
        fields: dict[str, str] = {}
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                break
            if part.name != "BODY":
                fields[part.name or ""] = await part.text()
                continue
            if "flavor" not in fields or "mediaPackage" not in fields:
                return web.Response(status=400, text="flavor and mediaPackage come before BODY")
            content = bytes(await part.read())
            if self.fails_tracks > 0:
                self.fails_tracks -= 1
                return web.Response(status=500)
            package = ET.fromstring(fields["mediaPackage"])  # noqa: S314 - the simulator's own text comes back
            self._keep_track(package, fields["flavor"], part.filename or "track", content)
            self.tracks_taken += 1
            return _xml(package)
        return web.Response(status=400)

    def _keep_track(self, package: ET.Element, flavor: str, name: str, content: bytes) -> None:
        media = package.find(_tag("media"))
        if media is None:
            raise web.HTTPBadRequest
        if self.corrupts:
            content = content[:-1] + bytes([content[-1] ^ 0xFF])
        element_id, package_id = str(uuid4()), package.attrib["id"]
        path = self._path(package_id, element_id, name)
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        track = ET.SubElement(media, _tag("track"), {"id": element_id, "type": flavor})
        ET.SubElement(track, _tag("mimetype")).text = "video/mp4"
        ET.SubElement(track, _tag("url")).text = f"{self.url}/files/{package_id}/{element_id}/{name}"

    async def _ingest(self, request: web.Request) -> web.Response:
        form = await request.post()
        package = ET.fromstring(str(form["mediaPackage"]))  # noqa: S314 - the simulator's own text comes back
        package_id = package.attrib["id"]
        for track in package.iter(_tag("track")):
            *_, element, name = (track.findtext(_tag("url")) or "").rsplit("/", 2)
            content = self._path(package_id, element, name).read_bytes()
            ET.SubElement(track, _tag("checksum"), {"type": "md5"}).text = hashlib.md5(
                content, usedforsecurity=False
            ).hexdigest()
            ET.SubElement(track, _tag("size")).text = str(len(content))
        self.workflows.append((request.match_info["workflow"], package_id))
        self._waiting.append((package_id, package))
        if not self.is_slow:
            self.run_workflows()
        instance = ET.Element("workflow", {"id": str(len(self.workflows)), "state": "INSTANTIATED"})
        instance.append(package)
        return _xml(instance)

    async def _discard(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.discarded.append(ET.fromstring(str(form["mediaPackage"])).attrib["id"])  # noqa: S314 - its own text
        return web.Response(text="OK")

    async def _episode(self, request: web.Request) -> web.Response:
        package = self.assets.get(request.match_info["id"])
        return web.Response(status=404) if package is None else _xml(package)

    async def _delete(self, request: web.Request) -> web.Response:
        found = self.assets.pop(request.match_info["id"], None)
        return web.Response(status=404 if found is None else 204)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        info = request.match_info
        path = self._path(info["package"], info["element"], info["name"])
        return web.FileResponse(path) if path.is_file() else web.Response(status=404)

    def _path(self, package: str, element: str, name: str) -> Path:
        return self.folder / Path(package).name / Path(element).name / Path(name).name


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _xml(element: ET.Element) -> web.Response:
    return web.Response(body=ET.tostring(element, encoding="utf-8"), content_type="text/xml")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
