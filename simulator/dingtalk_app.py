"""A DingTalk app: access tokens, interactive cards, and the Stream connection as its own client speaks it."""

import json
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from .chat_faults import FaultyAnswers
from .chat_socket import ChatSocket

TOPIC = "/v1.0/card/instances/callback"
DELIVER = "/v1.0/card/instances/createAndDeliver"
SOCKET = "/dingtalk/socket"
PRESS_TIMEOUT_S = 3


class DingTalkApp(ChatSocket[dict[str, Any]]):
    """One app of a company, with one card template."""

    def __init__(self, *, key: str = "ding-app", proof: str = "ding-secret", template: str = "card.schema") -> None:
        super().__init__(press_timeout_s=PRESS_TIMEOUT_S)
        self.key = key
        self.proof = proof
        self.template = template
        self.cards: dict[str, dict[str, Any]] = {}
        """Card bodies by outTrackId, the variables as they are now."""
        self.tokens_given = 0
        self.answers: list[dict[str, Any]] = []
        self.faults = FaultyAnswers()
        self.open_faults = FaultyAnswers()
        self._tickets: set[str] = set()
        self._tokens: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return where it listens."""
        return [
            web.post("/v1.0/oauth2/accessToken", self._give_token),
            web.post("/v1.0/gateway/connections/open", self.open_faults.around(self._open)),
            web.get(SOCKET, self._connect),
            web.post(DELIVER, self.faults.around(self._deliver)),
            web.put("/v1.0/card/instances", self.faults.around(self._change)),
        ]

    def revoke_tokens(self) -> None:
        """Let every access token be invalid from now on."""
        self._tokens.clear()

    async def press(self, user: str, track_id: str, action: str, *, event_id: str = "") -> dict[str, Any] | None:
        """Press a button; return the answer's data with the card changed by it, None when there is none in time."""
        content = {"cardPrivateData": {"actionIds": [action], "params": {}}}
        data = {
            "extension": "{}",
            "corpId": "ding0123",
            "type": "actionCallback",
            "userIdType": 1,
            "userId": user,
            "content": json.dumps(content),
            "outTrackId": track_id,
            "spaceType": "IM",
        }
        answer = await self.send_frame("CALLBACK", TOPIC, data, event_id=event_id)
        if answer is None or answer["code"] != 200:
            return None
        said: dict[str, Any] = json.loads(answer["data"])
        if track_id in self.cards:
            self.cards[track_id]["cardData"]["cardParamMap"] |= said["response"]["cardData"]["cardParamMap"]
        return said

    async def send_frame(self, kind: str, topic: str, data: object, *, event_id: str = "") -> dict[str, Any] | None:
        """Send a frame and return its answer."""
        socket = self.socket
        message_id = event_id or uuid.uuid4().hex
        self.expect(message_id)
        headers = {
            "appId": self.key,
            "connectionId": "c1",
            "contentType": "application/json",
            "messageId": message_id,
            "time": "1700000000000",
            "topic": topic,
        }
        frame = {"specVersion": "1.0", "type": kind, "headers": headers, "data": json.dumps(data)}
        await socket.send_json(frame)
        return await self.answer_to(message_id)

    async def send_raw(self, text: str) -> None:
        """Send anything."""
        if self._socket is not None:
            await self._socket.send_str(text)

    async def _give_token(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body != {"appKey": self.key, "appSecret": self.proof}:
            return _refusal(400, "invalidClientIdOrSecret", "无效的clientId或者clientSecret")
        token = uuid.uuid4().hex
        self._tokens.add(token)
        self.tokens_given += 1
        return web.json_response({"accessToken": token, "expireIn": 7200})

    async def _open(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (body.get("clientId"), body.get("clientSecret")) != (self.key, self.proof):
            return _refusal(401, "authFailed", "鉴权失败")
        if {"type": "CALLBACK", "topic": TOPIC} not in body["subscriptions"]:
            return _refusal(400, "invalidParameter", "no subscription")
        ticket = f"{uuid.uuid4()}+/="
        self._tickets.add(ticket)
        endpoint = f"ws://{request.host}{SOCKET}"
        return web.json_response({"endpoint": endpoint, "ticket": ticket})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPUnauthorized
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self._transport = request.transport
        self._log_in(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.PING:
                    self.pings += 1
                    if self.answers_pings:
                        await socket.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    self._take(json.loads(message.data))
        finally:
            self._log_out(socket)
        return socket

    def _take(self, answer: dict[str, Any]) -> None:
        self.answers.append(answer)
        self.answered(answer["headers"]["messageId"], answer)

    async def _deliver(self, request: web.Request) -> web.Response:
        if request.headers.get("x-acs-dingtalk-access-token") not in self._tokens:
            return _refusal(401, "InvalidAuthentication", "不合法的access_token")
        body = await request.json()
        track_id = body["outTrackId"]
        params = body["cardData"]["cardParamMap"]
        if body["cardTemplateId"] != self.template or track_id in self.cards:
            return _refusal(400, "param.error", "outTrackId or cardTemplateId")
        if body.get("callbackType") != "STREAM" or not body["openSpaceId"].startswith("dtv1.card//IM_ROBOT."):
            return _refusal(400, "param.error", "openSpaceId")
        if body.get("imRobotOpenDeliverModel") != {"spaceType": "IM_ROBOT"}:
            return _refusal(400, "param.error", "imRobotOpenDeliverModel")
        if not all(isinstance(value, str) for value in params.values()):
            return _refusal(400, "param.error", "cardParamMap holds texts only")
        self.cards[track_id] = body
        delivered = [{"spaceType": "IM_ROBOT", "success": True}]
        return web.json_response({"success": True, "result": {"outTrackId": track_id, "deliverResults": delivered}})

    async def _change(self, request: web.Request) -> web.Response:
        if request.headers.get("x-acs-dingtalk-access-token") not in self._tokens:
            return _refusal(401, "InvalidAuthentication", "不合法的access_token")
        body = await request.json()
        if (card := self.cards.get(body["outTrackId"])) is None:
            return _refusal(400, "param.cardNotExist", "card does not exist")
        new = body["cardData"]["cardParamMap"]
        by_key = body.get("cardUpdateOptions", {}).get("updateCardDataByKey")
        old = card["cardData"]["cardParamMap"]
        card["cardData"]["cardParamMap"] = old | new if by_key else new
        return web.json_response({"success": True, "result": True})


def _refusal(status: int, code: str, text: str) -> web.Response:
    return web.json_response({"code": code, "requestid": "R1", "message": text}, status=status)
