"""A ntfy server: publishing as JSON, as docs.ntfy.sh/publish describes it, and an app that shows and presses."""

import time
import uuid
from typing import Any, Self

import aiohttp
from aiohttp import web

from .chat_faults import FaultyAnswers
from .gateway import HOST

MOST_BYTES = 4096


class NtfyServer:
    """Use as ``async with NtfyServer() as server``; listens on the loopback address only."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        """As published; a newer one with the same sequence id replaces the older."""
        self.published = 0
        self.faults = FaultyAnswers()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Base address, valid while it is open."""
        return f"http://{HOST}:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(
            [
                web.post("/", self.faults.around(self._publish)),
                web.get("/v1/account", self._account),
                web.get("/v1/version", self._version),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def press(self, label: str, *, base: tuple[str, str] = ("", "")) -> int:
        """Do what a button of the newest message says, as the app does, and return the status.

        base: the beginning of addresses, and what stands for it here.
        """
        action = next(each for each in self.messages[-1]["actions"] if each["label"] == label)
        if action["action"] != "http":
            raise ValueError("only buttons with a request can be pressed without a browser")
        url = action["url"].replace(*base, 1)
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.request(action.get("method", "POST"), url) as answer,
        ):
            return answer.status

    async def _account(self, _: web.Request) -> web.Response:
        limits = dict.fromkeys(("messages_expiry_duration", "emails", "calls", "reservations"), 0)
        limits |= {"messages": 17280, "attachment_total_size": 0, "attachment_file_size": 0}
        limits |= {"attachment_expiry_duration": 0, "attachment_bandwidth": 0}
        stats = dict.fromkeys(("emails", "calls", "reservations", "attachment_total_size"), 0)
        stats = {**stats, **{f"{key}_remaining": 0 for key in stats}, "messages": 0, "messages_remaining": 17280}
        return web.json_response({"username": "*", "role": "anonymous", "limits": limits, "stats": stats})

    async def _version(self, _: web.Request) -> web.Response:
        error = {"code": 40401, "http": 404, "error": "page not found"}
        return web.json_response(error, status=404)

    async def _publish(self, request: web.Request) -> web.Response:
        body = await request.json()
        if len(body.get("message", "").encode()) > MOST_BYTES or len(body.get("actions", ())) > 3:
            return web.json_response({"code": 40018, "http": 400, "error": "invalid request"}, status=400)
        self.published += 1
        sequence = body.get("sequence_id")
        self.messages = [each for each in self.messages if not sequence or each.get("sequence_id") != sequence]
        self.messages.append(body)
        answer = {"id": uuid.uuid4().hex[:12], "time": int(time.time()), "event": "message", "topic": body["topic"]}
        return web.json_response({**answer, "expires": int(time.time()) + 43200, "message": body.get("message", "")})
