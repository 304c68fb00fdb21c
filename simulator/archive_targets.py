"""A teaching platform that takes files over plain HTTP, keeps them in a folder, and fails on demand.

A file comes as the whole body (``PUT /files/<name>``) or as the field ``file`` of a form (``POST /upload``). The
answer is JSON: ``{"code": 0, "data": {"name", "size", "sha256"}}``. ``GET`` gives a file back, in ranges; ``DELETE``
erases it.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiohttp import BodyPartReader, web

MOST_READ = 1 << 16


@dataclass
class Trouble:
    """What the platform does wrong, as its side door says. Nothing by default."""

    status: int = 0
    """Answer uploads with this status."""
    times: int = 1 << 30
    """How often; afterwards the platform is well."""
    retry_after: str = ""
    cuts_after: int = 0
    """Cut the connection after so many bytes of an upload."""
    truncates: bool = False
    """Promise an answer longer than what is sent, and hang up."""
    corrupts: bool = False
    """Keep something else than what came, and own up to it."""
    bytes_per_s: int = 0
    """Read no faster."""
    redirects_to: str = ""
    declines: int = 0
    """Answer 200 with this code in the JSON."""


@dataclass
class TeachingPlatform:
    """One platform on 127.0.0.1."""

    folder: Path
    token: str = ""
    """What an ``Authorization: Bearer`` must say; empty for none."""
    trouble: Trouble = field(default_factory=Trouble)
    """The side door."""
    uploads: int = 0
    """Uploads that were taken."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of everything asked."""
    fields: dict[str, str] = field(default_factory=dict)
    """Of the form that came last."""
    most_bytes: int = 0
    """Larger files get a 413; 0 for no limit."""
    port: int = 0
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        app = web.Application(client_max_size=1 << 40)
        app.router.add_put("/files/{name}", self._put)
        app.router.add_post("/upload", self._post)
        app.router.add_get("/files/{name}", self._get)
        app.router.add_delete("/files/{name}", self._delete)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, lingering_time=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            # Connections that were cut end in the next turns of the loop
            await asyncio.sleep(0.01)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def _put(self, request: web.Request) -> web.StreamResponse:
        return await self._take(request, request.match_info["name"], _chunks(request.content.read))

    async def _post(self, request: web.Request) -> web.StreamResponse:
        fields: dict[str, str] = {}
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                break
            if part.name == "file":
                self.fields = fields
                return await self._take(request, part.filename or "", _chunks(part.read_chunk))
            fields[part.name or ""] = await part.text()
        return web.json_response({"code": 4, "message": "no file"}, status=400)

    async def _take(self, request: web.Request, name: str, chunks: AsyncIterator[bytes]) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        trouble = self.trouble if self.trouble.times > 0 else Trouble()
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"code": 1}, status=401)
        if self.most_bytes and (request.content_length or 0) > self.most_bytes:
            return web.json_response({"code": 2}, status=413)
        if trouble.redirects_to:
            return web.Response(status=307, headers={"Location": trouble.redirects_to})
        if trouble.status:
            self.trouble.times -= 1
            headers = {"Retry-After": trouble.retry_after} if trouble.retry_after else {}
            return web.json_response({"code": 3}, status=trouble.status, headers=headers)
        if "/" in name or not name or name.startswith("."):
            return web.json_response({"code": 4}, status=400)
        return await self._store(request, name, chunks, trouble)

    async def _store(
        self, request: web.Request, name: str, chunks: AsyncIterator[bytes], trouble: Trouble
    ) -> web.StreamResponse:
        content = bytearray()
        async for chunk in chunks:
            content += chunk
            if trouble.cuts_after and len(content) >= trouble.cuts_after:
                self.trouble.times -= 1
                _hang_up(request)
                return web.Response(status=500)
            if trouble.bytes_per_s:
                await asyncio.sleep(len(chunk) / trouble.bytes_per_s)
        if trouble.corrupts and content:
            self.trouble.times -= 1
            content[len(content) // 2] ^= 0xFF
        (self.folder / name).write_bytes(content)
        self.uploads += 1
        if trouble.declines:
            self.trouble.times -= 1
            return web.json_response({"code": trouble.declines, "data": None})
        data = {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest().upper()}
        if trouble.truncates:
            self.trouble.times -= 1
            return await _truncated(request, {"code": 0, "data": data})
        return web.json_response({"code": 0, "data": data})

    async def _get(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        path = self.folder / Path(request.match_info["name"]).name
        return web.FileResponse(path) if path.is_file() else web.Response(status=404)

    async def _delete(self, request: web.Request) -> web.Response:
        self.requests.append((request.method, request.path))
        path = self.folder / Path(request.match_info["name"]).name
        if not path.is_file():
            return web.Response(status=404)
        path.unlink()
        return web.Response(status=204)


async def _chunks(read: Callable[[int], Awaitable[bytes | bytearray]]) -> AsyncIterator[bytes]:
    """Yield a body or a part of a form."""
    while chunk := await read(MOST_READ):
        yield bytes(chunk)


async def _truncated(request: web.Request, document: dict[str, Any]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "4096"})
    await response.prepare(request)
    await response.write(str(document).encode()[:20])
    _hang_up(request)
    return response


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
