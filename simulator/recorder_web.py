"""The HTTP side of simulated recorders: a server that starts, stops and keeps its port, and files with ranges."""

import re
from collections.abc import Sequence
from typing import Self

from aiohttp import web

from .gateway import HOST
from .movie import make_movie
from .recorder_model import RecorderModel, TakenFile

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class RecorderWeb:
    """Use as ``async with``; listens on the loopback network only."""

    host = HOST
    """Where it listens; set before it starts."""

    def __init__(self, model: RecorderModel, *, port: int = 0, takes_ranges: bool = True) -> None:
        """Make one of a model. port: 0 takes a free one and keeps it. takes_ranges: else files come whole."""
        self.model = model
        self.port = port
        self.takes_ranges = takes_ranges
        self.requests = 0
        self.is_offline = False
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self.model.movie = self.model.movie or await make_movie()
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every socket."""
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    def routes(self) -> Sequence[web.RouteDef]:
        """Return what it answers."""
        raise NotImplementedError

    async def send_file(self, request: web.Request, file: TakenFile, content_type: str) -> web.StreamResponse:
        """Send a file, or a part of it."""
        movie = self.model.movie
        if movie is None:
            raise web.HTTPServiceUnavailable
        start = 0
        found = _RANGE.fullmatch(request.headers.get("Range", ""))
        if found and self.takes_ranges:
            start = int(found[1])
            if start >= file.size:
                return web.Response(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        response = web.StreamResponse(status=206 if start else 200)
        if start:
            response.headers["Content-Range"] = f"bytes {start}-{file.size - 1}/{file.size}"
        response.content_type = content_type
        response.content_length = file.size - start
        await response.prepare(request)
        for portion in movie.portions(file.size, start):
            await response.write(portion)
        return response

    def picture(self) -> web.Response:
        """Return what its camera sees."""
        movie = self.model.movie
        if movie is None:
            raise web.HTTPServiceUnavailable
        return web.Response(body=movie.picture if self.model.has_signal else movie.black, content_type="image/jpeg")
