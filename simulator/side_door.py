"""The side door: a small HTTP service that makes devices and gateways misbehave, for people and tests."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Self

from aiohttp import web

from .campus import Campus
from .clock import CAMPUS_ZONE
from .day.day import Day
from .day.lines import lines_of
from .day.timing import USUAL, Timing
from .faults import GatewayFaultKind
from .gateway import HOST

MAX_BODY = 4096
FARTHEST_S = 86_400


class SideDoor:
    """Use as ``async with SideDoor(campus) as door``; listens on the loopback address only."""

    def __init__(self, campus: Campus, *, port: int = 0) -> None:
        """port: 0 takes a free one."""
        self._campus = campus
        self._port = port
        self._runner: web.AppRunner | None = None
        self._day: Day | None = None

    @property
    def url(self) -> str:
        """Base address, valid while it is open."""
        return f"http://{HOST}:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MAX_BODY, middlewares=[_explain_errors])
        app.add_routes(
            [
                web.get("/devices", self._devices),
                web.get("/devices/{id}", self._device),
                web.get("/devices/{id}/values", self._values),
                web.post("/devices/{id}/{action}", self._act),
                web.post("/gateways/{id}/fault", self._gateway_fault),
                web.post("/clock", self._clock),
                web.get("/day", self._tell_day),
                web.post("/day", self._begin_day),
                web.delete("/day", self._end_day),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._day:
            await self._day.stop(mends=False)
        if self._runner:
            await self._runner.cleanup()

    async def _devices(self, _: web.Request) -> web.Response:
        return web.json_response(self._campus.devices())

    async def _device(self, request: web.Request) -> web.Response:
        return web.json_response(self._campus.device(request.match_info["id"]))

    async def _values(self, request: web.Request) -> web.Response:
        return web.json_response(dict(self._campus.values(request.match_info["id"])))

    async def _act(self, request: web.Request) -> web.Response:
        await self._campus.do(request.match_info["id"], request.match_info["action"], await _body(request))
        return await self._device(request)

    async def _gateway_fault(self, request: web.Request) -> web.Response:
        gateway_id = request.match_info["id"]
        fault = GatewayFaultKind(str((await _body(request)).get("fault", "none")))
        await self._campus.set_gateway_fault(gateway_id, fault)
        return web.json_response({"id": gateway_id, "fault": fault})

    async def _clock(self, request: web.Request) -> web.Response:
        self._campus.clock.speed = _number(await _body(request), "speed", 1)
        return web.json_response({"speed": self._campus.clock.speed, "now": self._campus.clock.now().isoformat()})

    async def _tell_day(self, _: web.Request) -> web.Response:
        if self._day is None:
            raise KeyError("no day was begun")
        return web.json_response(self._day.to_json())

    async def _begin_day(self, request: web.Request) -> web.Response:
        if self._day and self._day.is_running:
            raise ValueError("a day is passing already; DELETE it first")
        body = await _body(request)
        timing = Timing(_number(body, "speed", USUAL))
        begins = _number(body, "begins", time.time())
        if not abs(begins - time.time()) <= FARTHEST_S:
            raise ValueError("begins must be in seconds since 1970, less than a day away")
        weekday = datetime.fromtimestamp(begins, CAMPUS_ZONE).isoweekday()
        devices = {str(device["id"]) for device in self._campus.devices()}
        lines = lines_of(self._campus.building, timing, weekday=weekday, devices=devices)
        self._day = Day(self._campus, lines, timing, begins=begins)
        self._day.start()
        return web.json_response(self._day.to_json())

    async def _end_day(self, request: web.Request) -> web.Response:
        if self._day:
            await self._day.stop()
        return await self._tell_day(request)


def _number(body: Mapping[str, object], key: str, default: float) -> float:
    value = body.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{key} must be a number")
    return float(value)


async def _body(request: web.Request) -> dict[str, object]:
    text = await request.text()
    data = json.loads(text) if text else {}
    if not isinstance(data, dict):
        raise TypeError("the body must be a JSON object")
    return data


@web.middleware
async def _explain_errors(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except KeyError as error:
        raise web.HTTPNotFound(text=f"no such device, gateway or action: {error}") from error
    except (ValueError, TypeError) as error:
        raise web.HTTPBadRequest(text=str(error)) from error
