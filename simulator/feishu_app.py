"""A Feishu app: access tokens, messages that can be changed, and its long connection."""

import base64
import json
import uuid
from typing import Any

from aiohttp import WSMsgType, web
from google.protobuf.message import Message

from .chat_faults import FaultyAnswers
from .chat_socket import ChatSocket
from .feishu_wire import FeishuFrame, headers_of, make_frame

SOCKET = "/feishu/socket"
SERVICE = 33554678
PRESS_TIMEOUT_S = 3


class FeishuApp(ChatSocket[Message]):
    """One app of a company."""

    def __init__(self, *, app_id: str = "cli_1", proof: str = "app-secret", ping_s: int = 120) -> None:
        super().__init__(press_timeout_s=PRESS_TIMEOUT_S)
        self.app_id = app_id
        self.proof = proof
        self.ping_s = ping_s
        self.messages: dict[str, dict[str, Any]] = {}
        """By message id: ``to`` and ``card``."""
        self.faults = FaultyAnswers()
        self.endpoint_faults = FaultyAnswers()
        self._tokens: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return where it listens."""
        return [
            web.post("/open-apis/auth/v3/tenant_access_token/internal", self._give_token),
            web.post("/open-apis/im/v1/messages", self.faults.around(self._send)),
            web.patch("/open-apis/im/v1/messages/{id}", self.faults.around(self._change)),
            web.post("/callback/ws/endpoint", self.endpoint_faults.around(self._endpoint)),
            web.get(SOCKET, self._connect),
        ]

    def revoke_tokens(self) -> None:
        """Let every access token be invalid from now on."""
        self._tokens.clear()

    async def press(
        self, user: str, message_id: str, button: str, *, parts: int = 1, event_id: str = ""
    ) -> dict[str, Any] | None:
        """Press a button of a card by its id; return the answer, None when there is none within three seconds."""
        buttons = [each for each in self.messages[message_id]["card"]["body"]["elements"] if each["tag"] == "button"]
        behaviors = [behavior for each in buttons for behavior in each["behaviors"]]
        values = [behavior["value"] for behavior in behaviors if behavior["type"] == "callback"]
        value = next(each for each in values if each["button"] == button)
        return await self.press_value(user, message_id, value, parts=parts, event_id=event_id)

    async def press_value(
        self, user: str, message_id: str, value: object, *, parts: int = 1, event_id: str = ""
    ) -> dict[str, Any] | None:
        """Press a button that holds a value, in so many fragments."""
        event = {
            "schema": "2.0",
            "header": {
                "event_id": event_id or uuid.uuid4().hex,
                "token": "verification",
                "create_time": "1700000000000000",
                "event_type": "card.action.trigger",
                "tenant_key": "t1",
                "app_id": self.app_id,
            },
            "event": {
                "operator": {"tenant_key": "t1", "open_id": user, "union_id": "on_1"},
                "token": "c-1",
                "action": {"tag": "button", "timezone": "Asia/Shanghai", "value": value},
                "host": "im_message",
                "context": {"open_message_id": message_id, "open_chat_id": "oc_1"},
            },
        }
        answer = await self.send_event(json.dumps(event).encode(), parts=parts)
        if answer is None or answer["code"] != 200 or "data" not in answer:
            return answer
        said: dict[str, Any] = json.loads(base64.b64decode(answer["data"]))
        if "card" in said and message_id in self.messages:
            self.messages[message_id]["card"] = said["card"]["data"]
        return said

    async def send_event(self, payload: bytes, *, parts: int = 1) -> dict[str, Any] | None:
        """Send an event and return the answer to its last fragment."""
        key = uuid.uuid4().hex
        size = -(-len(payload) // parts)
        self.expect(key)
        for place in range(parts):
            headers = {"type": "event", "message_id": key, "trace_id": "t", "sum": str(parts), "seq": str(place)}
            frame = make_frame(method=1, headers=headers, payload=payload[place * size : (place + 1) * size])
            await self.send_raw(frame.SerializeToString())
        if (frame := await self.answer_to(key)) is None:
            return None
        answer: dict[str, Any] = json.loads(frame.payload)
        return answer

    async def send_raw(self, raw: bytes) -> None:
        """Send anything."""
        await self.socket.send_bytes(raw)

    async def _give_token(self, request: web.Request) -> web.Response:
        if await request.json() != {"app_id": self.app_id, "app_secret": self.proof}:
            return web.json_response({"code": 10014, "msg": "app secret invalid"})
        token = f"t-{uuid.uuid4().hex}"
        self._tokens.add(token)
        return web.json_response({"code": 0, "msg": "ok", "tenant_access_token": token, "expire": 7200})

    def _refuse(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") in self._tokens:
            return None
        return _refusal(99991663, "Invalid access token for authorization.")

    async def _send(self, request: web.Request) -> web.Response:
        if (refusal := self._refuse(request)) is not None:
            return refusal
        body = await request.json()
        if request.query.get("receive_id_type") != "open_id" or not str(body.get("receive_id", "")).startswith("ou_"):
            return _refusal(230001, "Your request contains an invalid request parameter")
        card = json.loads(body["content"])
        if body["msg_type"] != "interactive" or card.get("schema") != "2.0" or len(body["content"].encode()) > 30_720:
            return _refusal(230099, "Failed to create card content")
        message_id = f"om_{uuid.uuid4().hex}"
        self.messages[message_id] = {"to": body["receive_id"], "card": card}
        return web.json_response({"code": 0, "msg": "success", "data": {"message_id": message_id}})

    async def _change(self, request: web.Request) -> web.Response:
        if (refusal := self._refuse(request)) is not None:
            return refusal
        if (message := self.messages.get(request.match_info["id"])) is None:
            return _refusal(230005, "The message is not found")
        message["card"] = json.loads((await request.json())["content"])
        return web.json_response({"code": 0, "msg": "success", "data": {}})

    async def _endpoint(self, request: web.Request) -> web.Response:
        if await request.json() != {"AppID": self.app_id, "AppSecret": self.proof}:
            return web.json_response({"code": 1000040345, "msg": "app_id or app_secret is invalid"})
        url = f"ws://{request.host}{SOCKET}?device_id=7&service_id={SERVICE}&access_key=k&ticket=t"
        config = {"ReconnectCount": -1, "ReconnectInterval": 120, "ReconnectNonce": 30, "PingInterval": self.ping_s}
        return web.json_response({"code": 0, "msg": "", "data": {"URL": url, "ClientConfig": config}})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._transport = request.transport
        self._log_in(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.BINARY:
                    await self._take(socket, FeishuFrame.FromString(message.data))
        finally:
            self._log_out(socket)
        return socket

    async def _take(self, socket: web.WebSocketResponse, frame: Message) -> None:
        headers = headers_of(frame)
        if frame.method == 0 and headers["type"] == "ping":
            self.pings += 1
            if frame.service != SERVICE:
                raise ValueError("a ping names the service of its connection")
            if self.answers_pings:
                payload = json.dumps({"PingInterval": self.ping_s}).encode()
                pong = make_frame(method=0, headers={"type": "pong"}, payload=payload)
                await socket.send_bytes(pong.SerializeToString())
        else:
            self.answered(headers.get("message_id", ""), frame)


def _refusal(code: int, text: str) -> web.Response:
    return web.json_response({"code": code, "msg": text}, status=400)
