"""A simulated Hikvision device on HTTP: digest login, commands, event search and an endless stream of events."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Self
from xml.etree import ElementTree as ET

from aiohttp import web

from .digest import DigestDoor
from .isapi_device import AcsEvent, IsapiDevice

HOST = "127.0.0.1"
BOUNDARY = "MIME_boundary"
NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"
PAGE = 10
HEARTBEAT_S = 5.0


class IsapiDoor:
    """Use as ``async with IsapiDoor(device) as door``."""

    host = HOST
    """Where it listens, on the loopback network; set before it starts."""

    def __init__(self, device: IsapiDevice, *, port: int = 0, digest: DigestDoor | None = None, chunk: int = 0) -> None:
        """Make one of a device. port: 0 takes a free one and keeps it. chunk: bytes of the stream at a time, 0: all."""
        self.device = device
        self.port = port
        self.digest = digest or DigestDoor(username="admin", password="letmein")  # noqa: S106 - opens nothing real
        self.requests = 0
        self.is_silent = False
        self.flood: bytes = b""
        """Sent instead of every answer, when it is not empty."""
        self.fails_with = 0
        """HTTP status of every answer, 0 for the right ones."""
        self.breaks_at = ""
        """A path: from the first request for it on, every answer is an error."""
        self._chunk = chunk
        self._runner: web.AppRunner | None = None
        self.heard = asyncio.Event()
        """Set once somebody listens to the stream."""
        self._ended = asyncio.Event()
        self._listeners: set[asyncio.Queue[AcsEvent | None]] = set()
        self._cursors: dict[str, int] = {}
        device.on_event = self._push

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def is_listening(self) -> bool:
        """Whether its socket is open."""
        return self._runner is not None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._ended = asyncio.Event()
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/ISAPI/System/deviceInfo", self._info),
                web.get("/ISAPI/AccessControl/AcsWorkStatus", self._status),
                web.post("/ISAPI/AccessControl/AcsEvent", self._search),
                web.put("/ISAPI/AccessControl/RemoteControl/door/{door}", self._control),
                web.put("/ISAPI/AccessControl/UserInfo/SetUp", self._set_person),
                web.put("/ISAPI/AccessControl/UserInfo/Delete", self._delete_persons),
                web.post("/ISAPI/AccessControl/UserInfo/Search", self._find_persons),
                web.put("/ISAPI/AccessControl/CardInfo/SetUp", self._set_card),
                web.post("/ISAPI/AccessControl/CardInfo/Search", self._find_cards),
                web.get("/ISAPI/Event/notification/alertStream", self._stream),
                web.put("/ISAPI/Parking/channels/1/barrierGate", self._barrier),
                web.get("/ISAPI/Parking/channels/1/barrierGate/barrierGateStatus", self._barrier_state),
                web.put("/ISAPI/System/IO/outputs/1/trigger", self._output),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every socket."""
        self._ended.set()
        for queue in self._listeners:
            queue.put_nowait(None)
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    def _push(self, event: AcsEvent) -> None:
        for queue in self._listeners:
            queue.put_nowait(event)

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self.requests += 1
        if self.is_silent:
            await self._ended.wait()
            return web.Response(status=503)
        if not self.digest.admits(request.method, request.headers.get("Authorization", "")):
            return web.Response(status=401, headers={"WWW-Authenticate": self.digest.challenge()})
        if self.flood:
            return web.Response(body=self.flood)
        if self.breaks_at and self.breaks_at == request.path:
            self.fails_with = 503
        if self.fails_with:
            return _status(self.fails_with, 3, "deviceError")
        return await handler(request)

    async def _info(self, _: web.Request) -> web.Response:
        device = self.device
        return _xml(
            f'<DeviceInfo version="2.0" xmlns="{NAMESPACE}"><deviceName>Access Controller</deviceName>'
            f"<model>{device.model}</model><serialNumber>{device.serial}</serialNumber>"
            f"<firmwareVersion>{device.firmware}</firmwareVersion></DeviceInfo>"
        )

    async def _status(self, _: web.Request) -> web.Response:
        device = self.device
        if not device.tells_status:
            return _status(404, 4, "notSupport")
        status = {
            "doorLockStatus": list(device.locks.values()),
            "doorStatus": list(device.modes.values()),
            "magneticStatus": list(device.contacts.values()),
            "hostAntiDismantleStatus": "open" if device.has_tamper else "close",
        }
        return web.json_response({"AcsWorkStatus": status})

    async def _control(self, request: web.Request) -> web.Response:
        if self.device.refuses:
            return _status(403, 4, self.device.refuses)
        root = ET.fromstring(await request.read())  # noqa: S314 - as above
        words = {element.tag.rpartition("}")[2]: element.text or "" for element in root}
        if self.device.needs_channel and "channelNo" not in words:
            return _status(400, 6, "badXmlContent")
        is_done = self.device.control(int(request.match_info["door"]), words.get("cmd", ""))
        return _status(200, 1, "ok") if is_done else _status(403, 4, "notSupport")

    async def _search(self, request: web.Request) -> web.Response:
        condition: dict[str, Any] = (await request.json())["AcsEventCond"]
        if "major" not in condition:
            return _status(400, 6, "badJsonContent")
        first = condition.get("beginSerialNo", 0) if self.device.finds_numbers else 0
        found = [event for event in self.device.events if event.serial >= first]
        position, most = condition["searchResultPosition"], min(condition["maxResults"], PAGE)
        # A device keeps a cursor per search: the same id from another place gives other rows
        start = max(position, self._cursors.get(condition["searchID"], 0))
        page = found[start : start + most]
        self._cursors[condition["searchID"]] = start + len(page)
        answer = {
            "searchID": condition["searchID"],
            "responseStatusStrg": "NO MATCH" if not page else "MORE" if start + len(page) < len(found) else "OK",
            "numOfMatches": len(page),
            "totalMatches": len(found),
            "InfoList": [_item(event) for event in page],
        }
        return web.json_response({"AcsEvent": answer})

    async def _set_person(self, request: web.Request) -> web.Response:
        if self.device.refuses:
            return _status(403, 4, self.device.refuses)
        person = (await request.json())["UserInfo"]
        if not self.device.forgets_persons:
            self.device.persons[person["employeeNo"]] = person
        return _status(200, 1, "ok")

    async def _delete_persons(self, request: web.Request) -> web.Response:
        for item in (await request.json())["UserInfoDelCond"]["EmployeeNoList"]:
            self.device.persons.pop(item["employeeNo"], None)
            self.device.cards = {
                card: owner for card, owner in self.device.cards.items() if owner != item["employeeNo"]
            }
        return _status(200, 1, "ok")

    async def _find_persons(self, request: web.Request) -> web.Response:
        wanted = [item["employeeNo"] for item in (await request.json())["UserInfoSearchCond"]["EmployeeNoList"]]
        found = [person for number, person in self.device.persons.items() if number in wanted]
        return web.json_response({"UserInfoSearch": {"totalMatches": len(found), "UserInfo": found}})

    async def _set_card(self, request: web.Request) -> web.Response:
        card = (await request.json())["CardInfo"]
        if card["employeeNo"] not in self.device.persons:
            return _status(400, 6, "badParameters")
        self.device.cards[card["cardNo"]] = card["employeeNo"]
        return _status(200, 1, "ok")

    async def _find_cards(self, request: web.Request) -> web.Response:
        wanted = [item["cardNo"] for item in (await request.json())["CardInfoSearchCond"]["CardNoList"]]
        found = [
            {"cardNo": card, "employeeNo": owner, "cardType": "normalCard"}
            for card, owner in self.device.cards.items()
            if card in wanted
        ]
        return web.json_response({"CardInfoSearch": {"totalMatches": len(found), "CardInfo": found}})

    async def _barrier(self, request: web.Request) -> web.Response:
        if self.device.refuses:
            return _status(403, 4, self.device.refuses)
        if not self.device.has_barrier or not self.device.has_barrier_command:
            return _status(403, 4, "notSupport")
        root = ET.fromstring(await request.read())  # noqa: S314 - as above
        words = [element.text or "" for element in root if element.tag.rpartition("}")[2] == "ctrlMode"]
        return _status(200, 1, "ok") if words and self.device.move(words[0]) else _status(400, 6, "badXmlContent")

    async def _barrier_state(self, _: web.Request) -> web.Response:
        if not self.device.tells_barrier:
            return _status(403, 4, "notSupport")
        return _xml(
            f'<BarrierGateStatus version="2.0" xmlns="{NAMESPACE}">'
            f"<barrierGateStatus>{self.device.barrier}</barrierGateStatus></BarrierGateStatus>"
        )

    async def _output(self, _: web.Request) -> web.Response:
        self.device.move("open")
        return _status(200, 1, "ok")

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"})
        await response.prepare(request)
        queue: asyncio.Queue[AcsEvent | None] = asyncio.Queue()
        self._listeners.add(queue)
        self.heard.set()
        try:
            await self._send(response, _heartbeat())
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
                except TimeoutError:
                    await self._send(response, _heartbeat())
                    continue
                if event is None:
                    return response
                await self._send(response, _news(event))
        except ConnectionError:
            return response
        finally:
            self._listeners.discard(queue)

    async def _send(self, response: web.StreamResponse, part: bytes) -> None:
        step = self._chunk or len(part)
        for start in range(0, len(part), step):
            await response.write(part[start : start + step])


def _xml(text: str) -> web.Response:
    return web.Response(text=f'<?xml version="1.0" encoding="UTF-8"?>{text}', content_type="application/xml")


def _status(http: int, code: int, words: str) -> web.Response:
    answer = _xml(
        f'<ResponseStatus version="2.0" xmlns="{NAMESPACE}"><statusCode>{code}</statusCode>'
        f"<statusString>{'OK' if code == 1 else 'Invalid Operation'}</statusString>"
        f"<subStatusCode>{words}</subStatusCode></ResponseStatus>"
    )
    answer.set_status(http)
    return answer


def _item(event: AcsEvent) -> dict[str, object]:
    return {
        "major": event.major,
        "minor": event.minor,
        "time": event.at.astimezone().isoformat(),
        "cardNo": event.card,
        "doorNo": event.door,
        "serialNo": event.serial,
    }


def _heartbeat() -> bytes:
    body = (
        f'<EventNotificationAlert version="2.0" xmlns="{NAMESPACE}"><eventType>videoloss</eventType>'
        "<eventState>inactive</eventState></EventNotificationAlert>"
    ).encode()
    return _part("application/xml; charset=UTF-8", body)


def _news(event: AcsEvent) -> bytes:
    inner = {
        "majorEventType": event.major,
        "subEventType": event.minor,
        "serialNo": event.serial,
        "doorNo": event.door,
        "cardNo": event.card,
    }
    body = {"eventType": "AccessControllerEvent", "eventState": "active", "AccessControllerEvent": inner}
    return _part("application/json", json.dumps(body).encode())


def _part(content_type: str, body: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n"
