"""A simulated Dahua recorder of one camera, written from public clients: CGI over HTTP with digest login."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import override

from aiohttp import web

from .digest import DigestDoor
from .recorder_model import TOTAL_BYTES, RecorderModel, TakenFile
from .recorder_web import RecorderWeb

_WALL = "%Y-%m-%d %H:%M:%S"
MOST_FINDERS = 4
"""Searches it holds at a time."""


class DahuaServer(RecorderWeb):
    """One recorder; channel 1 is counted from 0 in its settings."""

    def __init__(
        self, model: RecorderModel, *, port: int = 0, digest: DigestDoor | None = None, takes_ranges: bool = True
    ) -> None:
        """Make one of a model."""
        super().__init__(model, port=port, takes_ranges=takes_ranges)
        self.digest = digest or DigestDoor(username="admin", password="letmein", realm="Login to 3C0CB5F")  # noqa: S106
        self.serial = "3C0CB5FPAZ00001"
        self.mode = "0"
        self.has_disk_error = False
        self.finders: dict[str, list[TakenFile]] = {}
        """Open searches, with what they still have to tell."""
        self._next_finder = 1_029_000

    @override
    def routes(self) -> Sequence[web.RouteDef]:
        answers: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            "/cgi-bin/magicBox.cgi": self._magic_box,
            "/cgi-bin/global.cgi": self._time,
            "/cgi-bin/storageDevice.cgi": self._storage,
            "/cgi-bin/eventManager.cgi": self._events,
            "/cgi-bin/configManager.cgi": self._config,
            "/cgi-bin/mediaFileFind.cgi": self._find,
            "/cgi-bin/snapshot.cgi": self._picture,
            "/cgi-bin/RPC_Loadfile/{path:.+}": self._load,
        }
        return [web.get(path, self._let_in(answer)) for path, answer in answers.items()]

    def _let_in(
        self, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def run(request: web.Request) -> web.StreamResponse:
            self.requests += 1
            if not self.digest.admits(request.method, request.headers.get("Authorization", "")):
                return web.Response(status=401, headers={"WWW-Authenticate": self.digest.challenge()})
            return await answer(request)

        return run

    async def _magic_box(self, request: web.Request) -> web.Response:
        if request.query.get("action") == "getSoftwareVersion":
            return _lines("version=4.001.0000000.1,build:2023-04-10")
        return _lines("appAutoStart=true", "deviceType=31", f"serialNumber={self.serial}", "updateSerial=DHI-NVR4208")

    async def _time(self, _: web.Request) -> web.Response:
        return _lines(f"result={self.model.local_now():{_WALL}}")

    async def _storage(self, _: web.Request) -> web.Response:
        used = TOTAL_BYTES - self.model.free_bytes
        return _lines(
            "list.info[0].Name=/dev/sda",
            f"list.info[0].State={'Error' if self.has_disk_error else 'Success'}",
            "list.info[0].Detail[0].Path=/mnt/dvr/sda0",
            "list.info[0].Detail[0].Type=ReadWrite",
            f"list.info[0].Detail[0].TotalBytes={TOTAL_BYTES}.000000",
            f"list.info[0].Detail[0].UsedBytes={used}.000000",
            f"list.info[0].Detail[0].IsError={'true' if self.has_disk_error else 'false'}",
        )

    async def _events(self, _: web.Request) -> web.Response:
        return _lines("Error: No Events") if self.model.has_signal else _lines("channels[0]=0")

    async def _config(self, request: web.Request) -> web.Response:
        mode = request.query.get("RecordMode[0].Mode", "")
        if mode not in {"0", "1", "2"}:
            return web.Response(status=400, text="Error\r\nBad Request!\r\n")
        is_done = self.model.start() if mode == "1" else self.model.stop()
        if is_done:
            self.mode = mode
        return _lines("OK" if is_done else "Error")

    async def _find(self, request: web.Request) -> web.Response:
        action, finder = request.query.get("action"), request.query.get("object", "")
        if action == "factory.create":
            return self._make_finder()
        if finder not in self.finders:
            return web.Response(status=400, text="Error\r\nBad Request!\r\n")
        if action == "findFile":
            return self._search(finder, request.query)
        if action == "findNextFile":
            return self._tell_found(finder, int(request.query["count"]))
        if action == "destroy":
            del self.finders[finder]
        return _lines("OK")

    def _make_finder(self) -> web.Response:
        if len(self.finders) >= MOST_FINDERS:
            return web.Response(status=500, text="Error\r\n")
        self._next_finder += 1
        self.finders[str(self._next_finder)] = []
        return _lines(f"result={self._next_finder}")

    def _search(self, finder: str, query: Mapping[str, str]) -> web.Response:
        start, end = (self._moment(query[f"condition.{name}"]) for name in ("StartTime", "EndTime"))
        is_running = self.model.running is not None
        found = [file for file in self.model.files if file.duration_s and self._end(file) > start and file.start < end]
        self.finders[finder] = found if query["condition.Channel"] == "1" else []
        return _lines("OK") if found or is_running else _lines("Error")

    def _tell_found(self, finder: str, count: int) -> web.Response:
        page, self.finders[finder] = self.finders[finder][:count], self.finders[finder][count:]
        told = (line for number, file in enumerate(page) for line in self._told(number, file))
        return _lines(f"found={len(page)}", *told)

    async def _picture(self, _: web.Request) -> web.Response:
        return self.picture()

    async def _load(self, request: web.Request) -> web.StreamResponse:
        for file in self.model.files:
            if self._path(file) == f"/{request.match_info['path']}":
                return await self.send_file(request, file, "application/octet-stream")
        return web.Response(status=404)

    def _told(self, number: int, file: TakenFile) -> list[str]:
        return [
            f"items[{number}].Channel=0",
            f"items[{number}].StartTime={self._wall(file.start)}",
            f"items[{number}].EndTime={self._wall(self._end(file))}",
            f"items[{number}].Type=dav",
            f"items[{number}].FilePath={self._path(file)}",
            f"items[{number}].Length={file.size}",
        ]

    def _end(self, file: TakenFile) -> float:
        return file.start + file.duration_s

    def _path(self, file: TakenFile) -> str:
        at = datetime.fromtimestamp(file.start, UTC).astimezone(self.model.clock.now().tzinfo)
        return f"/mnt/dvr/sda0/{at:%Y/%m/%d}/{at:%H.%M.%S}[M][0@0][{file.number}].mp4"

    def _wall(self, moment: float) -> str:
        return datetime.fromtimestamp(moment, UTC).astimezone(self.model.clock.now().tzinfo).strftime(_WALL)

    def _moment(self, wall: str) -> float:
        at = datetime.strptime(wall, _WALL)  # noqa: DTZ007 - it names none
        return at.replace(tzinfo=self.model.clock.now().tzinfo).timestamp()


def _lines(*lines: str) -> web.Response:
    return web.Response(text="\r\n".join((*lines, "")))
