"""Group robots of WeCom, DingTalk and Feishu, as their documents describe them: keys, signatures, clocks, limits."""

import base64
import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

from .chat_faults import FaultyAnswers

HOUR_S = 3600


class Window:
    """Counts what happened in the last seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: deque[float] = deque()

    def is_over(self, now: float) -> bool:
        """Count one more; return whether that is too much."""
        while self._times and now - self._times[0] >= self._seconds:
            self._times.popleft()
        self._times.append(now)
        return len(self._times) > self._most


class GroupRobot:
    """What the three have in common."""

    path = ""

    def __init__(self, *, key: str, sign_with: str = "", clock: Callable[[], float] = time.time) -> None:
        """sign_with: what signatures are made with; empty: none are asked for. clock: Unix time."""
        self.key = key
        self.sign_with = sign_with
        self.clock = clock
        self.shown: list[dict[str, Any]] = []
        """What the group sees, in order."""
        self.refused: list[int] = []
        """Codes of what it does not see."""
        self.faults = FaultyAnswers()

    def routes(self) -> list[web.RouteDef]:
        """Return where it listens."""
        return [web.post(self.path, self.faults.around(self._take))]

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        code, text = self.judge(request, body, len(raw))
        if code:
            self.refused.append(code)
        else:
            self.shown.append(body)
        return web.json_response(self.answer(code, text))

    def judge(self, request: web.Request, body: object, size: int, /) -> tuple[int, str]:
        """Return the code for a message, 0 when it is shown, and the text that goes with it."""
        raise NotImplementedError

    def answer(self, code: int, text: str) -> dict[str, Any]:
        """Return the body of an answer."""
        return {"errcode": code, "errmsg": text or "ok"}


class WeComRobot(GroupRobot):
    """POST /cgi-bin/webhook/send?key=K. Page 99110; 20 a minute."""

    path = "/cgi-bin/webhook/send"

    def __init__(self, *, key: str, sign_with: str = "", clock: Callable[[], float] = time.time) -> None:
        """See the base."""
        super().__init__(key=key, sign_with=sign_with, clock=clock)
        self._minute = Window(20, 60)

    def judge(self, request: web.Request, body: object, _size: int) -> tuple[int, str]:
        """Return 93000 for a foreign key, 45009 beyond the limit, 40058 for a body that is not as documented."""
        if request.query.get("key") != self.key:
            return 93000, "invalid webhook url"
        if self._minute.is_over(self.clock()):
            return 45009, "api freq out of limit"
        match body:
            case {"msgtype": "markdown", "markdown": {"content": str(content)}} if 0 < len(content.encode()) <= 4096:
                return 0, ""
            case {"msgtype": "template_card", "template_card": {"card_type": "text_notice", **card}}:
                match card:
                    case {"main_title": {"title": str()}, "card_action": {"type": 1, "url": str()}}:
                        return 0, ""
        return 40058, "invalid Request Parameter"


class DingTalkRobot(GroupRobot):
    """POST /robot/send?access_token=T&timestamp=MS&sign=S. 20 a minute, then silence for ten minutes."""

    path = "/robot/send"

    def __init__(self, *, key: str, sign_with: str = "", clock: Callable[[], float] = time.time) -> None:
        """See the base."""
        super().__init__(key=key, sign_with=sign_with, clock=clock)
        self._minute = Window(20, 60)
        self._silent_until = 0.0

    def judge(self, request: web.Request, body: object, size: int) -> tuple[int, str]:
        """Return 300001 for a foreign token, 310000 for a bad signature or clock, 130101 when it is too fast."""
        if request.query.get("access_token") != self.key:
            return 300001, "token is not exist"
        if self.sign_with and not self._is_signed(request):
            return (
                310000,
                "description:机器人发送签名不匹配;solution:签名和时间戳必须都放在调用的网址中",
            )
        now = self.clock()
        if now < self._silent_until or self._minute.is_over(now):
            self._silent_until = max(self._silent_until, now + 600)
            return 130101, "send too fast, exceed 20 times per minute"
        match body if size <= 20_000 else None:
            case {"msgtype": "markdown", "markdown": {"title": str(), "text": str()}}:
                return 0, ""
            case {"msgtype": "actionCard", "actionCard": {"title": str(), "text": str(), **card}}:
                match card:
                    case {"singleTitle": str(), "singleURL": str()} | {"btns": [_, *_]}:
                        return 0, ""
        return 400402, "message type is not supported"

    def _is_signed(self, request: web.Request) -> bool:
        at = request.query.get("timestamp", "")
        if not at.isdecimal() or abs(self.clock() * 1000 - int(at)) > HOUR_S * 1000:
            return False
        said = hmac.new(self.sign_with.encode(), f"{at}\n{self.sign_with}".encode(), hashlib.sha256).digest()
        return hmac.compare_digest(base64.b64encode(said).decode(), request.query.get("sign", ""))


class FeishuRobot(GroupRobot):
    """POST /open-apis/bot/v2/hook/ID, time and signature in the body. 100 a minute and 5 a second; 20 KB."""

    path = "/open-apis/bot/v2/hook/{id}"

    def __init__(self, *, key: str, sign_with: str = "", clock: Callable[[], float] = time.time) -> None:
        """See the base."""
        super().__init__(key=key, sign_with=sign_with, clock=clock)
        self._minute = Window(100, 60)
        self._second = Window(5, 1)

    def answer(self, code: int, text: str) -> dict[str, Any]:
        """Return code and msg; success says it twice."""
        if code:
            return {"code": code, "data": {}, "msg": text}
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}

    def judge(self, request: web.Request, body: object, size: int) -> tuple[int, str]:
        """Return 19001 for a foreign hook, 19021 for a bad signature or clock, 11232 when it is too fast."""
        if request.match_info["id"] != self.key:
            return 19001, "param invalid: incoming webhook access token invalid"
        if self.sign_with and not self._is_signed(body):
            return 19021, "sign match fail or timestamp is not within one hour from current time"
        now = self.clock()
        if self._minute.is_over(now) | self._second.is_over(now):
            return 11232, "frequency limited"
        match body:
            case {"msg_type": "interactive", "card": {"schema": "2.0", "header": dict(), "body": dict()}}:
                # "Webhook bots send only non-interactive messages"
                return (9499, "Bad Request") if size > 20_480 or '"callback"' in json.dumps(body) else (0, "")
        return 9499, "Bad Request"

    def _is_signed(self, body: object) -> bool:
        match body:
            case {"timestamp": str(at), "sign": str(sign)} if at.isdecimal() and abs(self.clock() - int(at)) <= HOUR_S:
                said = hmac.new(f"{at}\n{self.sign_with}".encode(), b"", hashlib.sha256).digest()
                return hmac.compare_digest(base64.b64encode(said).decode(), sign)
        return False
