"""A simulated Hikvision recorder of one camera, written from public clients: XML over HTTP with digest login."""

import re
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import override
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from aiohttp import web

from .digest import DigestDoor
from .recorder_model import TOTAL_BYTES, RecorderModel, TakenFile
from .recorder_web import RecorderWeb

NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"
TRACK = "101"
PAGE = 40
_WALL = "%Y-%m-%dT%H:%M:%SZ"
_NAME = re.compile(r"[?&]name=ch01_(\d+)_(\d+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cut:
    """One stretch as the disk's index has it."""

    file: TakenFile
    number: int
    start: float
    end: float
    size: int


class NvrServer(RecorderWeb):
    """Cuts what it records by the clock; what it calls UTC is its own wall time."""

    def __init__(
        self,
        model: RecorderModel,
        *,
        port: int = 0,
        digest: DigestDoor | None = None,
        cut_s: float = 1800.0,
        records_always: bool = False,
        position_word: str = "searchResultPostion",
        takes_ranges: bool = False,
    ) -> None:
        """Make one of a model. cut_s: length of a stretch. records_always: goes on whatever it is told."""
        super().__init__(model, port=port, takes_ranges=takes_ranges)
        self.digest = digest or DigestDoor(username="admin", password="letmein")  # noqa: S106 - opens nothing real
        self.product = "DS-7608NI-K2"
        self.serial = "DS-7608NI-K20820230101CCRR123456789WCVU"
        self.firmware = "V4.30.005"
        self.cut_s = cut_s
        self.records_always = records_always
        self.position_word = position_word
        self.disk_status = "ok"

    @override
    async def start(self) -> None:
        await super().start()
        if self.records_always:
            self.model.start()

    @override
    def routes(self) -> Sequence[web.RouteDef]:
        base = "/ISAPI/ContentMgmt"
        answers: dict[tuple[str, str], Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            ("GET", "/ISAPI/System/deviceInfo"): self._info,
            ("GET", "/ISAPI/System/time"): self._time,
            ("GET", f"{base}/Storage"): self._storage,
            ("GET", f"{base}/InputProxy/channels/status"): self._channels,
            ("POST", f"{base}/search"): self._search,
            ("GET", f"{base}/download"): self._download,
            ("PUT", f"{base}/record/control/manual/{{word}}/tracks/{TRACK}"): self._control,
            ("GET", f"/ISAPI/Streaming/channels/{TRACK}/picture"): self._picture,
        }
        return [web.route(method, path, self._let_in(answer)) for (method, path), answer in answers.items()]

    def _let_in(
        self, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def run(request: web.Request) -> web.StreamResponse:
            self.requests += 1
            if not self.digest.admits(request.method, request.headers.get("Authorization", "")):
                return web.Response(status=401, headers={"WWW-Authenticate": self.digest.challenge()})
            return await answer(request)

        return run

    async def _info(self, _: web.Request) -> web.Response:
        return _xml(
            f'<DeviceInfo version="2.0" xmlns="{NAMESPACE}"><deviceName>NVR</deviceName><model>{self.product}</model>'
            f"<serialNumber>{self.serial}</serialNumber><firmwareVersion>{self.firmware}</firmwareVersion></DeviceInfo>"
        )

    async def _time(self, _: web.Request) -> web.Response:
        at = self.model.local_now().isoformat(timespec="seconds")
        return _xml(
            f'<Time version="2.0" xmlns="{NAMESPACE}"><timeMode>manual</timeMode><localTime>{at}</localTime>'
            "<timeZone>CST-8:00:00</timeZone></Time>"
        )

    async def _storage(self, _: web.Request) -> web.Response:
        free = self.model.free_bytes >> 20
        return _xml(
            f'<storage version="2.0" xmlns="{NAMESPACE}"><hddList version="2.0"><hdd version="2.0"><id>1</id>'
            f"<hddName>hdda</hddName><hddType>SATA</hddType><status>{self.disk_status}</status>"
            f"<capacity>{TOTAL_BYTES >> 20}</capacity><freeSpace>{free}</freeSpace><property>RW</property>"
            "</hdd></hddList></storage>"
        )

    async def _channels(self, _: web.Request) -> web.Response:
        online = "true" if self.model.has_signal else "false"
        return _xml(
            f'<InputProxyChannelStatusList version="2.0" xmlns="{NAMESPACE}"><InputProxyChannelStatus><id>1</id>'
            f"<online>{online}</online><chanDetectResult>connect</chanDetectResult></InputProxyChannelStatus>"
            "</InputProxyChannelStatusList>"
        )

    async def _control(self, request: web.Request) -> web.Response:
        if request.match_info["word"] == "start":
            return _status(200, "ok") if self.model.start() else _status(403, "notSupport")
        if self.records_always:
            return _status(200, "ok")
        return _status(200, "ok") if self.model.stop() else _status(403, "notSupport")

    async def _search(self, request: web.Request) -> web.Response:
        root = ET.fromstring(await request.read())  # noqa: S314 - what our own library or a test sends
        words = {element.tag.rpartition("}")[2]: element.text or "" for element in root.iter()}
        if self.position_word not in words:
            return _status(400, "badXmlContent")
        start, end = (self._moment(words[name]) for name in ("startTime", "endTime"))
        first, most = int(words[self.position_word]), min(int(words["maxResults"]), PAGE)
        found = (
            [cut for cut in self._cuts() if cut.end > start and cut.start < end] if words["trackID"] == TRACK else []
        )
        page = found[first : first + most]
        state = "MORE" if first + len(page) < len(found) else "OK" if page else "NO MATCHES"
        items = "".join(map(self._item, page))
        return _xml(
            f'<CMSearchResult version="2.0" xmlns="{NAMESPACE}"><searchID>{words["searchID"]}</searchID>'
            f"<responseStatus>true</responseStatus><responseStatusStrg>{state}</responseStatusStrg>"
            f"<numOfMatches>{len(page)}</numOfMatches><matchList>{items}</matchList></CMSearchResult>"
        )

    async def _download(self, request: web.Request) -> web.StreamResponse:
        root = ET.fromstring(await request.read())  # noqa: S314 - as above
        uri = next((element.text or "" for element in root.iter() if element.tag.endswith("playbackURI")), "")
        wanted = _NAME.search(uri)
        for cut in self._cuts():
            if wanted and (cut.file.number, cut.number) == (int(wanted[1]), int(wanted[2])):
                content = TakenFile(number=1, title="", start=cut.start, size=cut.size)
                return await self.send_file(request, content, "video/mp4")
        return _status(404, "notFound")

    async def _picture(self, _: web.Request) -> web.Response:
        return self.picture()

    def _cuts(self) -> list[_Cut]:
        if self.model.running is None and not self.model.files:
            return []
        return [cut for file in self.model.files for cut in self._cut(file)]

    def _cut(self, file: TakenFile) -> list[_Cut]:
        movie = self.model.movie
        shortest = movie.shortest if movie else 0
        count = int(file.duration_s // self.cut_s) + 1 if file.duration_s > 0 else 0
        cuts = []
        for number in range(count):
            begin_s = number * self.cut_s
            length_s = min(file.duration_s - begin_s, self.cut_s)
            start = file.start + begin_s
            size = shortest + int(length_s * 4000)
            cuts.append(_Cut(file=file, number=number, start=start, end=start + length_s, size=size))
        return cuts

    def _item(self, cut: _Cut) -> str:
        start, end = (self._wall(moment) for moment in (cut.start, cut.end))
        short = [text.replace("-", "").replace(":", "") for text in (start, end)]
        uri = (
            f"rtsp://127.0.0.1/Streaming/tracks/{TRACK}/?starttime={short[0]}&endtime={short[1]}"
            f"&name=ch01_{cut.file.number}_{cut.number}&size={cut.size}"
        )
        return (
            f"<searchMatchItem><sourceID>{{{uuid.UUID(int=cut.number)}}}</sourceID><trackID>{TRACK}</trackID><timeSpan>"
            f"<startTime>{start}</startTime><endTime>{end}</endTime></timeSpan><mediaSegmentDescriptor>"
            f"<contentType>video</contentType><codecType>H.264-BP</codecType><playbackURI>{escape(uri)}</playbackURI>"
            "</mediaSegmentDescriptor></searchMatchItem>"
        )

    def _wall(self, moment: float) -> str:
        return datetime.fromtimestamp(moment, UTC).astimezone(self.model.clock.now().tzinfo).strftime(_WALL)

    def _moment(self, wall: str) -> float:
        at = datetime.strptime(wall, _WALL)  # noqa: DTZ007 - its Z means nothing
        return at.replace(tzinfo=self.model.clock.now().tzinfo).timestamp()


def _xml(text: str) -> web.Response:
    return web.Response(text=f'<?xml version="1.0" encoding="UTF-8"?>{text}', content_type="application/xml")


def _status(http: int, words: str) -> web.Response:
    answer = _xml(
        f'<ResponseStatus version="2.0" xmlns="{NAMESPACE}"><statusString>{"OK" if http == 200 else "Invalid"}'
        f"</statusString><subStatusCode>{words}</subStatusCode></ResponseStatus>"
    )
    answer.set_status(http)
    return answer
