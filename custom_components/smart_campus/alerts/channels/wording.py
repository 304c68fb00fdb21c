"""Messages of the desk as cards, with a link to the page on which each can be acknowledged."""

from typing import Final

from homeassistant.helpers.network import NoURLAvailableError, get_url

from ...const import DOMAIN
from ..rules.alert import Severity
from .base import Event, Message
from .memory import Person
from .open_channel import ChannelContext
from .rules.card import Card
from .rules.words import word

LINK_PATH: Final = f"/api/{DOMAIN}/alert"
DETAILS: Final = "details"
PRESSING: Final = frozenset({Severity.URGENT, Severity.SAFETY})
_ANSWERED: Final = frozenset({Event.ACKNOWLEDGED, Event.RESOLVED})


def card_of(
    context: ChannelContext,
    message: Message,
    *,
    is_over: bool = False,
    receiver: str = "",
    mark: str = "",
    has_link: bool = True,
) -> Card:
    """Return a message as a card. receiver: the address a link is for; empty for a whole group.

    Without an address of this Home Assistant there is no link; the message says what it says without one.
    """
    is_over = is_over or message.event is Event.RESOLVED
    language = message.language
    link = None
    if has_link and message.alert_id and not is_over and message.event is not Event.ACKNOWLEDGED:
        link = page_address(context, message, receiver)
    buttons = tuple((button.id, str(button.label)) for button in message.buttons if button.id != DETAILS)
    return Card(
        title=message.title,
        text=message.text,
        severity=message.severity,
        is_over=is_over,
        language=language,
        buttons=() if is_over else buttons,
        link=link,
        link_label=word("open_page", language),
        mark=mark,
    )


def page_address(context: ChannelContext, message: Message, receiver: str) -> str | None:
    """Return the address of the page for one receiver; None when nobody told how this Home Assistant is reached."""
    try:
        base = get_url(context.hass, prefer_external=True)
    except NoURLAvailableError:
        return None
    if receiver:
        remember(context, message, receiver)
    token = context.memory.make_link(
        alert_id=message.alert_id, channel=context.key, receiver=receiver, language=message.language
    )
    return f"{base}{LINK_PATH}/{token}"


def remember(context: ChannelContext, message: Message, address: str) -> None:
    """Keep whose address it is, and what language is read there."""
    context.memory.remember(context.key, address, Person(message.receiver.name, message.language))


def is_quiet(message: Message) -> bool:
    """Return whether a message only says how things go on, so that nobody must be woken."""
    return message.event in _ANSWERED
