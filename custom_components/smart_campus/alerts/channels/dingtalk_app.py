"""A DingTalk app: interactive cards to one person each over HTTP, presses back over the Stream connection."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, override

from aiohttp import ClientWebSocketResponse, WSMsgType
from yarl import URL

from .access_token import AccessToken, RefusedError
from .base import Delivery, Message
from .card_app import CardAppChannel
from .open_channel import ChannelContext
from .outbound import LoginError, LostError
from .posting import PostError, async_request, delivery_of
from .presses import async_take_press
from .rules import dingtalk
from .rules.card import Card
from .rules.verdict import Verdict, judge_status
from .wording import card_of

CONF_CLIENT_ID: Final = "client_id"
CONF_PROOF: Final = "client_secret"
CONF_TEMPLATE_ID: Final = "template_id"
ADDRESS: Final = "dingtalk_user"
ACCESS_HEADER: Final = "x-acs-dingtalk-access-token"
USER_AGENT: Final = "smart-campus"


class DingTalkAppChannel(CardAppChannel):
    """One app of a company."""

    address = ADDRESS
    ping_s: ClassVar[float] = 60.0

    def __init__(self, context: ChannelContext) -> None:
        super().__init__(context)
        self._token = AccessToken(self._async_fetch_token, self.hass.loop.time)

    @override
    async def async_open_socket(self) -> ClientWebSocketResponse:
        body = {
            "clientId": self.context.text(CONF_CLIENT_ID),
            "clientSecret": self.context.text(CONF_PROOF),
            "subscriptions": [{"type": "CALLBACK", "topic": dingtalk.CARD_TOPIC}],
            "ua": USER_AGENT,
        }
        answer = await async_request(self.hass, "POST", self._url("v1.0/gateway/connections/open"), body)
        verdict = judge_status(answer)
        if not verdict.ok:
            raise LostError(verdict.code) if verdict.retry_after_s else LoginError(verdict.code)
        match answer.body:
            case {"endpoint": str(endpoint), "ticket": str(ticket)}:
                return await self.async_connect(str(URL(endpoint) % {"ticket": ticket}))
        raise LostError("bad_answer")

    @override
    async def async_ping(self) -> None:
        if self.socket is None:
            raise LostError("not_connected")
        await self.socket.ping()

    @override
    async def async_take_frame(self, kind: WSMsgType, data: str | bytes) -> None:
        match _json(data):
            case {"type": str(what), "headers": {"messageId": str(message_id), "topic": str(topic)}, **rest}:
                data_text = rest.get("data")
            case _:
                return
        if what == "SYSTEM":
            await self._async_answer(message_id, 200, data_text)
            if topic == "disconnect":
                raise LostError("asked_to_reconnect")
        elif what == "CALLBACK" and topic == dingtalk.CARD_TOPIC:
            press = dingtalk.read_press(_json(data_text))
            if press is None:
                await self._async_answer(message_id, 400, None)
            elif self.is_new(message_id):
                self.set_to_work(self._async_take(press, message_id))
        else:
            await self._async_answer(message_id, 404, None)

    @override
    async def async_deliver(self, user: str, card: Card) -> Delivery:
        body = dingtalk.deliver_body(card, template_id=self.context.text(CONF_TEMPLATE_ID), user_id=user)
        verdict = await self._async_call("POST", "v1.0/card/instances/createAndDeliver", body)
        return delivery_of(verdict, message_id=card.mark)

    @override
    async def async_settle(self, message: Message, *, is_over: bool = False) -> Delivery:
        card = card_of(self.context, message, is_over=is_over, has_link=False)
        shown = Card(title=card.title, text=card.text, severity=card.severity, is_over=card.is_over, status=card.title)
        body = dingtalk.update_body(dingtalk.card_params(shown), track_id=message.previous_id)
        verdict = await self._async_call("PUT", "v1.0/card/instances", body)
        return delivery_of(verdict, message_id=message.previous_id)

    async def _async_take(self, press: dingtalk.Press, message_id: str) -> None:
        taken = await async_take_press(self.context, mark=press.mark, address=press.user_id, button_id=press.button_id)
        params = {"status": taken.status or taken.said}
        if taken.status:
            params |= dict.fromkeys((f"{place}_label" for place in dingtalk.PLACES), "")
        with suppress(LostError):
            await self._async_answer(message_id, 200, json.dumps(dingtalk.press_answer(params), ensure_ascii=False))

    async def _async_answer(self, message_id: str, code: int, data: object) -> None:
        answer = {
            "code": code,
            "headers": {"messageId": message_id, "contentType": "application/json"},
            "message": "OK" if code == 200 else "",
            "data": data if isinstance(data, str) else "{}",
        }
        await self.async_say(json.dumps(answer, ensure_ascii=False))

    async def _async_call(self, method: str, path: str, body: Mapping[str, Any]) -> Verdict:
        """Ask with an access token, and once more with a new one when it is not valid any more."""
        verdict = Verdict(ok=False, code="not_asked")
        for _ in range(2):
            try:
                headers = {ACCESS_HEADER: await self._token.async_get()}
                verdict = judge_status(await async_request(self.hass, method, self._url(path), body, headers))
            except PostError as err:
                return err.verdict
            except RefusedError as err:
                return err.verdict
            if not verdict.token_is_stale:
                break
            self._token.forget()
        return verdict

    async def _async_fetch_token(self) -> tuple[str, float]:
        body = {"appKey": self.context.text(CONF_CLIENT_ID), "appSecret": self.context.text(CONF_PROOF)}
        answer = await async_request(self.hass, "POST", self._url("v1.0/oauth2/accessToken"), body)
        match answer.body:
            case {"accessToken": str(token), "expireIn": int(life_s)} if answer.status == 200 and token:
                return token, float(life_s)
        verdict = judge_status(answer)
        raise RefusedError(verdict if not verdict.ok else Verdict(ok=False, code="bad_answer", retry_after_s=5))

    def _url(self, path: str) -> URL:
        return URL(self.context.hosts.dingtalk_api) / path


def _json(data: object) -> object:
    if not isinstance(data, str | bytes):
        return None
    try:
        return json.loads(data)
    except ValueError, RecursionError:
        return None
