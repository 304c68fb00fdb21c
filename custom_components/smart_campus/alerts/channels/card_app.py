"""Apps that send a card to one person each, and change that card when something became of the alert."""

from abc import abstractmethod
from typing import ClassVar, override

from .base import Delivery, Event, Message
from .outbound import OutboundChannel
from .rules.card import Card
from .wording import card_of, remember


class CardAppChannel(OutboundChannel):
    """What was sent before is settled on the card itself; nobody is woken by that."""

    address: ClassVar[str]
    """Key of the person among a receiver's addresses."""

    @override
    async def async_send(self, message: Message) -> Delivery:
        if not (user := message.receiver.address.get(self.address, "").strip()):
            return Delivery(ok=False, code="no_address")
        if message.event is Event.ACKNOWLEDGED and message.previous_id:
            return await self.async_settle(message)
        remember(self.context, message, user)
        mark = self.context.memory.seal.mark(alert_id=message.alert_id, channel=self.key, receiver=user)
        return await self.async_deliver(user, card_of(self.context, message, receiver=user, mark=mark))

    @override
    async def async_end(self, message: Message) -> Delivery:
        if message.previous_id:
            await self.async_settle(message, is_over=True)
        return await self.async_send(message)

    @abstractmethod
    async def async_deliver(self, user: str, card: Card) -> Delivery:
        """Send a card to a person of the platform."""

    @abstractmethod
    async def async_settle(self, message: Message, *, is_over: bool = False) -> Delivery:
        """Say on the card sent before what became of the alert."""
