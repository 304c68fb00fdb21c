"""A simulated Epiphan Pearl, written from its OpenAPI document: REST over HTTP with a plain login."""

import base64
import hmac
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import override

from aiohttp import web

from .recorder_model import TOTAL_BYTES, RecorderModel, TakenFile
from .recorder_web import RecorderWeb

BASE = "/api/v2.0"


class PearlServer(RecorderWeb):
    """One Pearl with one recorder, whose channel has the same number."""

    def __init__(
        self,
        model: RecorderModel,
        *,
        port: int = 0,
        username: str = "admin",
        password: str = "letmein",  # noqa: S107 - opens nothing real
        base: str = BASE,
        has_cms: bool = False,
        tells_signal: bool = True,
        takes_ranges: bool = True,
    ) -> None:
        """Make one of a model. base: where its service is. has_cms: takes events. tells_signal: knows inputs/status."""
        super().__init__(model, port=port, takes_ranges=takes_ranges)
        self.username = username
        self.password = password
        self.base = base
        self.has_cms = has_cms
        self.tells_signal = tells_signal
        self.recorder = "1"
        self.product = "Pearl Mini"
        self.firmware = "4.24.1"
        self.serial = "GSAA495529"
        self.uploads = "idle"
        self.events: dict[str, dict[str, object]] = {}

    @override
    def routes(self) -> Sequence[web.RouteDef]:
        answers: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            ("GET", "/system/firmware/version"): self._version,
            ("GET", "/system/firmware"): self._firmware,
            ("GET", "/system/connectivity/details"): self._connectivity,
            ("GET", "/system/status"): self._system,
            ("GET", "/system/storages/main/status"): self._storage,
            ("GET", "/recorders/status"): self._recorders,
            ("POST", "/recorders/{rid}/control/{word}"): self._control,
            ("GET", "/recorders/{rid}/archive/files"): self._files,
            ("GET", "/recorders/{rid}/archive/files/{fid}"): self._file,
            ("GET", "/channels/{cid}/preview"): self._preview,
            ("GET", "/inputs/status"): self._inputs,
            ("GET", "/afu/status"): self._afu,
            ("GET", "/schedule/events"): self._list_events,
            ("POST", "/schedule/events"): self._create_event,
        }
        return [web.route(method, self.base + path, self._let_in(answer)) for (method, path), answer in answers.items()]

    def _let_in(
        self, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def run(request: web.Request) -> web.StreamResponse:
            self.requests += 1
            sent = request.headers.get("Authorization", "")
            wanted = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
            if not hmac.compare_digest(sent.encode(), f"Basic {wanted}".encode()):
                return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="Pearl"'})
            return await answer(request)

        return run

    async def _version(self, _: web.Request) -> web.Response:
        return _ok(self.firmware)

    async def _firmware(self, _: web.Request) -> web.Response:
        return _ok(
            {
                "version": self.firmware,
                "revision": "250107_1e4514f",
                "product_id": 44,
                "product_name": self.product,
            }
        )

    async def _connectivity(self, _: web.Request) -> web.Response:
        return _ok({"external_ip": "192.0.2.91", "mdns": self.serial, "dns": "ok", "http": "ok", "https": "ok"})

    async def _system(self, _: web.Request) -> web.Response:
        at = self.model.local_now().isoformat(timespec="seconds")
        return _ok(
            {
                "date": at,
                "uptime": 5490,
                "cpuload": 25,
                "cpuload_high": False,
                "cputemp": 57,
                "cputemp_threshold": 70,
            }
        )

    async def _storage(self, _: web.Request) -> web.Response:
        return _ok({"state": "ready", "total": TOTAL_BYTES, "free": self.model.free_bytes})

    async def _recorders(self, request: web.Request) -> web.Response:
        wanted = request.query.get("ids", "")
        if wanted and self.recorder not in wanted.split(","):
            return _ok([])
        running = self.model.running
        status: dict[str, object] = {"state": "stopped"}
        if self.model.is_starting:
            status = {"state": "starting"}
        elif running is not None:
            status = {"state": "started", "duration": int(running.duration_s), "active": "1", "total": "1"}
        return _ok([{"id": self.recorder, "name": "Lecture", "status": status}])

    async def _control(self, request: web.Request) -> web.Response:
        if request.match_info["rid"] != self.recorder:
            return _no(404, "Recorder not found")
        act = {"start": self.model.start, "stop": self.model.stop}.get(request.match_info["word"])
        if act is None:
            return _no(404, "Not found")
        return _ok() if act() else _no(400, "Operation failed")

    async def _files(self, request: web.Request) -> web.Response:
        if request.match_info["rid"] != self.recorder:
            return _no(404, "Recorder not found")
        first, most = int(request.query.get("from", "0")), int(request.query.get("limit", "50"))
        running = self.model.running
        newest_first = [file for file in reversed(self.model.files) if file.size]
        return _ok([self._described(file, running) for file in newest_first[first : first + most]])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        wanted = request.match_info["fid"]
        for file in self.model.files:
            if self._id_of(file) == wanted:
                return await self.send_file(request, file, "application/octet-stream")
        return _no(404, "File not found")

    async def _preview(self, request: web.Request) -> web.Response:
        return self.picture() if request.match_info["cid"] == self.recorder else _no(404, "Channel not found")

    async def _inputs(self, _: web.Request) -> web.Response:
        if not self.tells_signal:
            return _no(404, "Not found")
        state = "active" if self.model.has_signal else "nosignal"
        return _ok([{"id": "hdmi-a", "status": {"video": {"state": state, "resolution": "1920x1080"}}}])

    async def _afu(self, _: web.Request) -> web.Response:
        return _ok(
            [{"id": "0", "status": {"state": self.uploads, "protocol": "webdav", "queue": {"files": 0, "size": 0}}}]
        )

    async def _list_events(self, request: web.Request) -> web.Response:
        if not self.has_cms:
            return _no(400, "No CMS is configured")
        status = request.query.get("status")
        return _ok([event for event in self.events.values() if status is None or event["status"] == status])

    async def _create_event(self, request: web.Request) -> web.Response:
        if not self.has_cms:
            return _no(400, "No CMS is configured")
        asked = await request.json()
        start, finish = int(asked["start"]), int(asked["start"]) + int(asked["duration"])
        for event in self.events.values():
            if int(str(event["start"])) < finish and start < int(str(event["finish"])):
                return _no(409, "The event conflicts with another one")
        found = uuid.uuid4().hex
        self.events[found] = {
            "id": found,
            "status": "scheduled",
            "title": asked["title"],
            "start": start,
            "finish": finish,
            "recorders": [{"id": each} for each in asked.get("recorders", [])],
        }
        return web.json_response({"status": "ok", "result": {"id": found}}, status=201)

    def _described(self, file: TakenFile, running: TakenFile | None) -> dict[str, object]:
        at = datetime.fromtimestamp(file.start, self.model.clock.now().tzinfo)
        return {
            "id": self._id_of(file),
            "name": f"Lecture_{at:%b%d_%H-%M-%S}",
            "extension": "mp4",
            "recording": file is running,
            "downloaded": False,
            "created": at.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "duration": int(file.duration_s),
            "size": file.size,
            "recorder": self.recorder,
            "uploading": False,
            "event_id": "",
        }

    def _id_of(self, file: TakenFile) -> str:
        return f"Lecture.{int(file.start)}.HDMI-A.mp4"


def _ok(result: object = None) -> web.Response:
    return web.json_response({"status": "ok"} if result is None else {"status": "ok", "result": result})


def _no(status: int, message: str) -> web.Response:
    return web.json_response({"status": "error", "message": message}, status=status)
