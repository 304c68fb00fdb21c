"""WeCom's intelligent robot over its long connection: cards with buttons to one person each, and their presses."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, override

from aiohttp import ClientWebSocketResponse, WSMsgType

from .base import Delivery, Message
from .open_channel import ChannelContext
from .outbound import SEND_TIMEOUT_S, LoginError, LostError, OutboundChannel
from .posting import delivery_of
from .presses import async_take_press, card_after
from .rules import wecom
from .rules.card import Card
from .rules.verdict import WECOM, Answer, judge
from .wording import card_of, remember

CONF_BOT_ID: Final = "bot_id"
CONF_PROOF: Final = "secret"
ADDRESS: Final = "wecom_user"
MOST_KEPT: Final = 200
"""Cards whose words are kept, so that a press can show them again with what became of it."""


class WeComBotChannel(OutboundChannel):
    """One robot: one connection only, for a second one pushes out the first.

    A card can be changed within five seconds of a press only, so a recovery is a message of its own.
    """

    ping_s: ClassVar[float] = 30.0

    def __init__(self, context: ChannelContext) -> None:
        super().__init__(context)
        self._answers: dict[str, asyncio.Future[Answer]] = {}
        self._cards: dict[str, Card] = {}

    @override
    async def async_open_socket(self) -> ClientWebSocketResponse:
        socket = await self.async_connect(self.context.hosts.wecom_socket)
        login = {"bot_id": self.context.text(CONF_BOT_ID), "secret": self.context.text(CONF_PROOF)}
        req_id = _new_id("aibot_subscribe")
        await socket.send_str(_frame("aibot_subscribe", req_id, login))
        while True:
            message = await socket.receive()
            if message.type is not WSMsgType.TEXT:
                raise LostError("closed")
            found = _object(message.data)
            if _req_id(found) == req_id:
                verdict = judge(Answer(status=200, body=found), WECOM)
                if not verdict.ok:
                    await socket.close()
                    raise LostError(verdict.code) if verdict.retry_after_s else LoginError(verdict.code)
                return socket

    @override
    async def async_ping(self) -> None:
        await self.async_say(_frame("ping", _new_id("ping"), None))

    @override
    def on_lost(self) -> None:
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(LostError("closed"))
        self._answers.clear()

    @override
    async def async_take_frame(self, kind: WSMsgType, data: str | bytes) -> None:
        frame = _object(data) if kind is WSMsgType.TEXT else {}
        req_id = _req_id(frame)
        if frame.get("cmd") == "aibot_event_callback":
            body = frame.get("body")
            if not isinstance(body, Mapping):
                return
            match body.get("event"):
                case {"eventtype": "disconnected_event"}:
                    raise LostError("displaced")
            press = wecom.read_press(body)
            if press is not None and press.button_id != wecom.DONE and self.is_new(press.event_id):
                self.set_to_work(self._async_take(press, req_id))
        elif (waiting := self._answers.get(req_id)) is not None and not waiting.done():
            waiting.set_result(Answer(status=200, body=frame))

    @override
    async def async_send(self, message: Message) -> Delivery:
        if not (user := message.receiver.address.get(ADDRESS, "").strip()):
            return Delivery(ok=False, code="no_address")
        if not await self.async_wait_connected():
            return Delivery(ok=False, code=self.trouble or "not_connected")
        # The platform tells user ids in lower case, however they were entered.
        address = user.lower()
        remember(self.context, message, address)
        mark = self.context.memory.seal.mark(alert_id=message.alert_id, channel=self.key, receiver=address)
        card = card_of(self.context, message, receiver=address, mark=mark)
        self._keep(card)
        try:
            body = {"chatid": user, **wecom.bot_body(card)}
            answer = await self._async_ask("aibot_send_msg", _new_id("aibot_send_msg"), body)
        except LostError as err:
            return Delivery(ok=False, code=str(err), retry_after_s=5)
        except TimeoutError:
            return Delivery(ok=False, code="timeout", retry_after_s=5)
        return delivery_of(judge(answer, WECOM), message_id=mark)

    async def _async_ask(self, command: str, req_id: str, body: Mapping[str, Any]) -> Answer:
        waiting = self._answers[req_id] = self.hass.loop.create_future()
        try:
            await self.async_say(_frame(command, req_id, body))
            async with asyncio.timeout(SEND_TIMEOUT_S):
                answer: Answer = await waiting
                return answer
        finally:
            self._answers.pop(req_id, None)

    async def _async_take(self, press: wecom.Press, req_id: str) -> None:
        taken = await async_take_press(
            self.context, mark=press.mark, address=press.user_id.lower(), button_id=press.button_id
        )
        shown = wecom.bot_card(card_after(self._cards.get(press.mark), taken, press.mark))
        body = {"response_type": "update_template_card", "template_card": shown}
        with suppress(LostError, TimeoutError):
            await self._async_ask("aibot_respond_update_msg", req_id, body)

    def _keep(self, card: Card) -> None:
        self._cards[card.mark] = card
        if len(self._cards) > MOST_KEPT:
            del self._cards[next(iter(self._cards))]


def _new_id(command: str) -> str:
    return f"{command}_{secrets.token_hex(8)}"


def _frame(command: str, req_id: str, body: Mapping[str, Any] | None) -> str:
    frame: dict[str, Any] = {"cmd": command, "headers": {"req_id": req_id}}
    if body is not None:
        frame["body"] = body
    return json.dumps(frame, ensure_ascii=False)


def _object(data: str | bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except ValueError, RecursionError:
        return {}
    return found if isinstance(found, dict) else {}


def _req_id(frame: Mapping[str, Any]) -> str:
    match frame.get("headers"):
        case {"req_id": str(req_id)}:
            return req_id
    return ""
