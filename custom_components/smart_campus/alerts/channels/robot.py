"""Robots of chat groups: they tell a whole group, answer nothing, and may only say so much a minute."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.util import dt as dt_util
from yarl import URL

from .base import Delivery, Message
from .open_channel import ChannelContext, OpenChannel
from .posting import PostError, async_request, delivery_of
from .rules.bucket import TurnBucket
from .rules.card import Card
from .rules.digest import Digest
from .rules.verdict import Platform, Verdict, judge
from .wording import PRESSING, card_of

_LOGGER = logging.getLogger(__name__)

MOST_DIGEST_WAIT_S: Final = 16
"""A digest that would take longer is not begun: the desk waits 30 seconds for a channel."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Robot:
    """What one platform's robot needs to be told."""

    platform: Platform
    size: int
    """Messages at once after a pause."""
    per_minute: float
    reserve: int
    """Of the size, kept for urgent alerts."""
    request: Callable[[ChannelContext, Card, float], tuple[URL, Mapping[str, Any]]]
    """Address and body for a card, at a Unix time."""


@dataclass(slots=True)
class _Waiting:
    """A digest that waits for its turn, and what becomes of it."""

    digest: Digest
    language: str
    outcome: asyncio.Future[Verdict]


class RobotChannel(OpenChannel):
    """A group robot. What does not fit into its turns is summed up into one message."""

    def __init__(self, context: ChannelContext, robot: Robot) -> None:
        super().__init__(context)
        self._robot = robot
        self._bucket = TurnBucket(size=robot.size, per_minute=robot.per_minute, reserve=robot.reserve)
        self._waiting: _Waiting | None = None

    @override
    async def async_send(self, message: Message) -> Delivery:
        return await self._async_say(message, card_of(self.context, message))

    @override
    async def async_end(self, message: Message) -> Delivery:
        return await self._async_say(message, card_of(self.context, message, is_over=True))

    @override
    async def async_close(self) -> None:
        if self._waiting is not None and not self._waiting.outcome.done():
            self._waiting.outcome.set_result(Verdict(ok=False, code="closed"))
        self._waiting = None

    async def _async_say(self, message: Message, card: Card) -> Delivery:
        now_s = self._now_s
        if (blocked_s := self._bucket.blocked_s(now_s)) > MOST_DIGEST_WAIT_S:
            return Delivery(ok=False, code="rate_limited", retry_after_s=blocked_s)
        is_pressing = card.severity in PRESSING and not card.is_over
        may_go_now = self._waiting is None or is_pressing
        if may_go_now and self._bucket.take(now_s, is_pressing=is_pressing):
            return delivery_of(await self._async_post(card))
        if self._waiting is None:
            wait_s = max(self._bucket.wait_s(now_s), self.context.tempo.digest_s)
            if wait_s > MOST_DIGEST_WAIT_S:
                return Delivery(ok=False, code="rate_limited", retry_after_s=wait_s)
            waiting = _Waiting(Digest(), message.language, self.hass.loop.create_future())
            waiting.digest.add(message.tag, card)
            self._waiting = waiting
            self.context.spawn(self._async_sum_up(waiting, wait_s), f"digest of {self.context.title}")
        else:
            waiting = self._waiting
            waiting.digest.add(message.tag, card)
        # Another message may give up waiting; the digest goes out all the same.
        return delivery_of(await asyncio.shield(waiting.outcome))

    async def _async_sum_up(self, waiting: _Waiting, wait_s: float) -> None:
        verdict = Verdict(ok=False, code="closed")
        try:
            await self.context.tempo.sleep(wait_s)
            if self._waiting is waiting:
                self._waiting = None
            if not self._bucket.take(self._now_s):
                verdict = Verdict(ok=False, code="rate_limited", retry_after_s=self._bucket.wait_s(self._now_s))
            else:
                verdict = await self._async_post(waiting.digest.card(waiting.language))
        finally:
            if not waiting.outcome.done():
                waiting.outcome.set_result(verdict)

    async def _async_post(self, card: Card) -> Verdict:
        url, body = self._robot.request(self.context, card, dt_util.utcnow().timestamp())
        try:
            verdict = judge(await async_request(self.hass, "POST", url, body), self._robot.platform)
        except PostError as err:
            return err.verdict
        if verdict.code in self._robot.platform.busy and verdict.retry_after_s is not None:
            self._bucket.block(self._now_s, verdict.retry_after_s)
        if not verdict.ok:
            _LOGGER.debug("%s: a message was refused with the code %s", self.context.title, verdict.code)
        return verdict

    @property
    def _now_s(self) -> float:
        return self.context.tempo.clock()
