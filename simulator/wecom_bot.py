"""WeCom's intelligent robot over its long connection, as pages 101463 and 101027 and its own client describe it."""

import contextlib
import json
import re
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from .chat_socket import ChatSocket

PATH = "/wecom/socket"
TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
PRESS_TIMEOUT_S = 5


class WeComBot(ChatSocket[dict[str, Any]]):
    """One robot. A second connection pushes out the first."""

    def __init__(self, *, bot_id: str = "bot-1", proof: str = "bot-secret") -> None:
        super().__init__(press_timeout_s=PRESS_TIMEOUT_S)
        self.bot_id = bot_id
        self.proof = proof
        self.messages: list[dict[str, Any]] = []
        """What persons see: ``chatid`` and the message."""
        self.cuts_messages = False
        self.ignores_messages = False
        self.refuses: list[int] = []
        """Codes for the next messages."""

    def routes(self) -> list[web.RouteDef]:
        """Return where it listens."""
        return [web.get(PATH, self._connect)]

    async def press(self, user: str, task_id: str, key: str, *, event_id: str = "") -> dict[str, Any] | None:
        """Press a button of a card; return the card as it is then, None when nobody changed it within five seconds."""
        socket = self.socket
        req_id = f"press-{uuid.uuid4().hex}"
        self.expect(req_id)
        body = {
            "msgid": event_id or uuid.uuid4().hex,
            "create_time": 1700000000,
            "aibotid": self.bot_id,
            "chattype": "single",
            "from": {"corpid": "ww0123", "userid": user},
            "msgtype": "event",
            "event": {
                "eventtype": "template_card_event",
                "template_card_event": {"card_type": "button_interaction", "event_key": key, "task_id": task_id},
            },
        }
        await socket.send_json({"cmd": "aibot_event_callback", "headers": {"req_id": req_id}, "body": body})
        return await self.answer_to(req_id)

    async def send_raw(self, text: str) -> None:
        """Send anything."""
        if self._socket is not None:
            await self._socket.send_str(text)

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._transport = request.transport
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(socket, json.loads(message.data))
        finally:
            self._log_out(socket)
        return socket

    async def _take(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        req_id = frame["headers"]["req_id"]
        code = 0
        match frame["cmd"]:
            case "aibot_subscribe":
                if frame["body"] != {"bot_id": self.bot_id, "secret": self.proof}:
                    code = 853000
                else:
                    await self._replace(socket)
            case "ping":
                self.pings += 1
                if not self.answers_pings:
                    return
            case _ if socket is not self._socket:
                code = 846609
            case "aibot_send_msg":
                if (shown := self._show_or_not(frame["body"])) is None:
                    return
                code = shown
            case "aibot_respond_update_msg":
                code = self._update(req_id, frame["body"])
            case _:
                code = 40008
        text = "refused" if code else "ok"
        await socket.send_json({"headers": {"req_id": req_id}, "errcode": code, "errmsg": text})
        if code == 853000:
            await socket.close()

    async def _replace(self, socket: web.WebSocketResponse) -> None:
        old = self._socket
        self._log_in(socket)
        if old is not None:
            event = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            with contextlib.suppress(ConnectionError):
                await old.send_json({"cmd": "aibot_event_callback", "headers": {"req_id": "x"}, "body": event})
                await old.close()

    def _show_or_not(self, body: dict[str, Any]) -> int | None:
        """Return the code for a message; None when it is not answered."""
        if self.cuts_messages:
            self.cut()
        return None if self.cuts_messages or self.ignores_messages else self._show(body)

    def _show(self, body: dict[str, Any]) -> int:
        if self.refuses:
            return self.refuses.pop(0)
        match body:
            case {"chatid": str(), "msgtype": "markdown", "markdown": {"content": str()}}:
                pass
            case {
                "chatid": str(),
                "msgtype": "template_card",
                "template_card": {"task_id": str(task_id), "button_list": [*buttons]},
            }:
                used = {message.get("template_card", {}).get("task_id") for message in self.messages}
                if not TASK_ID.fullmatch(task_id) or task_id in used or not 1 <= len(buttons) <= 6:
                    return 40058
            case _:
                return 40008
        self.messages.append(body)
        return 0

    def _update(self, req_id: str, body: dict[str, Any]) -> int:
        is_update = body.get("response_type") == "update_template_card"
        return 0 if is_update and self.answered(req_id, body["template_card"]) else 846605
