"""A Feishu or Lark app: cards to one person each over HTTP, presses back over the long connection."""

import base64
import json
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar, Final, override

from aiohttp import ClientWebSocketResponse, WSMsgType
from yarl import URL

from .access_token import AccessToken, RefusedError
from .base import Delivery, Message
from .card_app import CardAppChannel
from .open_channel import ChannelContext
from .outbound import LoginError, LostError
from .posting import PostError, async_request, delivery_of
from .presses import async_take_press, card_after
from .robots import CONF_REGION, LARK
from .rules import feishu
from .rules.card import Card
from .rules.feishu_frame import CONTROL, DATA, Frame, FrameError, decode_frame, encode_frame
from .rules.fragments import Fragments
from .rules.verdict import FEISHU, Answer, Verdict, judge
from .wording import card_of

CONF_APP_ID: Final = "app_id"
CONF_PROOF: Final = "app_secret"
ADDRESS: Final = "feishu_user"
MOST_KEPT: Final = 200
MOST_PING_S: Final = 600.0


class FeishuAppChannel(CardAppChannel):
    """One app of a company. Each event goes to one connection of the app, so it needs an app of its own."""

    address = ADDRESS
    ping_s: ClassVar[float] = 120.0

    def __init__(self, context: ChannelContext) -> None:
        super().__init__(context)
        self._host = context.hosts.lark if context.text(CONF_REGION) == LARK else context.hosts.feishu
        self._token = AccessToken(self._async_fetch_token, self.hass.loop.time)
        self._fragments = Fragments()
        self._cards: dict[str, Card] = {}
        self._service = 0

    @override
    async def async_open_socket(self) -> ClientWebSocketResponse:
        body = {"AppID": self.context.text(CONF_APP_ID), "AppSecret": self.context.text(CONF_PROOF)}
        url = URL(self._host) / "callback/ws/endpoint"
        answer = await async_request(self.hass, "POST", url, body, {"locale": "zh"})
        verdict = judge(answer, FEISHU)
        if not verdict.ok:
            is_busy = verdict.retry_after_s is not None or verdict.code in {"1", "1000040343"}
            raise LostError(verdict.code) if is_busy else LoginError(verdict.code)
        match answer.body:
            case {"data": {"URL": str(address), **data}}:
                pass
            case _:
                raise LostError("bad_answer")
        service = URL(address).query.get("service_id", "0")
        self._service = int(service) if service.isdecimal() and len(service) < 10 else 0
        self._use_period(data.get("ClientConfig"))
        return await self.async_connect(address)

    @override
    async def async_ping(self) -> None:
        frame = Frame(method=CONTROL, service=self._service, headers={"type": "ping"})
        await self.async_say(encode_frame(frame))

    @override
    async def async_take_frame(self, kind: WSMsgType, data: str | bytes) -> None:
        if not isinstance(data, bytes):
            return
        try:
            frame = decode_frame(data)
        except FrameError:
            raise LostError("bad_frame") from None
        what = frame.headers.get("type", "")
        if frame.method == CONTROL:
            if what == "pong":
                self._use_period(_json(frame.payload))
            return
        if frame.method != DATA or what != "event":
            return
        payload = self._fragments.add(frame.headers, frame.payload, self.hass.loop.time())
        if payload is None:
            return
        press = feishu.read_press(_json(payload))
        if press is not None and self.is_new(press.event_id):
            self.set_to_work(self._async_take(press, frame))
        else:
            await self._async_answer(frame, None)

    @override
    async def async_deliver(self, user: str, card: Card) -> Delivery:
        self._keep(card)
        body = {
            "receive_id": user,
            "msg_type": "interactive",
            "content": json.dumps(feishu.card_of(card), ensure_ascii=False),
            "uuid": str(uuid.uuid4()),
        }
        url = URL(self._host) / "open-apis/im/v1/messages" % {"receive_id_type": "open_id"}
        verdict, answer = await self._async_call("POST", url, body)
        match answer:
            case {"data": {"message_id": str(message_id)}}:
                return delivery_of(verdict, message_id=message_id)
        return delivery_of(verdict)

    @override
    async def async_settle(self, message: Message, *, is_over: bool = False) -> Delivery:
        card = replace(card_of(self.context, message, is_over=is_over, has_link=False), buttons=())
        url = URL(self._host) / "open-apis/im/v1/messages" / message.previous_id
        body = {"content": json.dumps(feishu.card_of(card), ensure_ascii=False)}
        verdict, _ = await self._async_call("PATCH", url, body)
        return delivery_of(verdict, message_id=message.previous_id)

    async def _async_take(self, press: feishu.Press, frame: Frame) -> None:
        taken = await async_take_press(self.context, mark=press.mark, address=press.user_id, button_id=press.button_id)
        # Who is not the receiver learns nothing of the card, and changes nothing on it.
        shown = feishu.card_of(card_after(self._cards.get(press.mark), taken, press.mark)) if taken.title else None
        with suppress(LostError):
            await self._async_answer(frame, feishu.press_answer(taken.said, is_good=taken.is_good, card=shown))

    async def _async_answer(self, frame: Frame, said: Mapping[str, Any] | None) -> None:
        answer: dict[str, Any] = {"code": 200}
        if said is not None:
            answer["data"] = base64.b64encode(json.dumps(said, ensure_ascii=False).encode()).decode("ascii")
        headers = {**frame.headers, "biz_rt": "0"}
        await self.async_say(encode_frame(replace(frame, headers=headers, payload=json.dumps(answer).encode())))

    async def _async_call(self, method: str, url: URL, body: Mapping[str, Any]) -> tuple[Verdict, Mapping[str, Any]]:
        """Ask with an access token, and once more with a new one when it is not valid any more."""
        verdict, answer = Verdict(ok=False, code="not_asked"), Answer(status=0, body=None)
        for _ in range(2):
            try:
                headers = {"Authorization": f"Bearer {await self._token.async_get()}"}
                answer = await async_request(self.hass, method, url, body, headers)
            except PostError as err:
                return err.verdict, {}
            except RefusedError as err:
                return err.verdict, {}
            verdict = judge(answer, FEISHU)
            if not verdict.token_is_stale:
                break
            self._token.forget()
        return verdict, answer.body or {}

    async def _async_fetch_token(self) -> tuple[str, float]:
        body = {"app_id": self.context.text(CONF_APP_ID), "app_secret": self.context.text(CONF_PROOF)}
        url = URL(self._host) / "open-apis/auth/v3/tenant_access_token/internal"
        answer = await async_request(self.hass, "POST", url, body)
        verdict = judge(answer, FEISHU)
        match answer.body:
            case {"tenant_access_token": str(token), "expire": int(life_s)} if verdict.ok and token:
                return token, float(life_s)
        raise RefusedError(verdict if not verdict.ok else Verdict(ok=False, code="bad_answer", retry_after_s=5))

    def _use_period(self, config: object) -> None:
        """Ping as often as the platform asks, within reason."""
        match config:
            case {"PingInterval": int(period_s)} if period_s > 0 and self.context.tempo.ping_s is None:
                self.period_s = min(float(period_s), MOST_PING_S)

    def _keep(self, card: Card) -> None:
        self._cards[card.mark] = card
        if len(self._cards) > MOST_KEPT:
            del self._cards[next(iter(self._cards))]


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError, RecursionError:
        return None
