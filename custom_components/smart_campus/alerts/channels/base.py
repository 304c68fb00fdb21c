"""What every channel is: the seam between the desk that decides who is told and what carries the words."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from ..rules.alert import Button, Severity

__all__ = ["SUBENTRY_CHANNEL", "Button", "Channel", "ChannelType", "Delivery", "Event", "Message", "Receiver"]

SUBENTRY_CHANNEL: Final = "channel"
CONF_CHANNEL_TYPE: Final = "channel_type"
"""Key of a channel's type in the data of its subentry; one of `registry.CHANNELS`."""


class Event(StrEnum):
    """Why a message is sent."""

    RAISED = "raised"
    REMINDER = "reminder"
    """Nobody acknowledged yet."""
    ESCALATED = "escalated"
    """Those told before did not acknowledge."""
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    SUMMARY = "summary"
    """Several alerts in one message, when there are too many for one message each."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who a message is for."""

    name: str
    language: str
    """``en`` or ``zh-Hans``."""
    address: Mapping[str, str]
    """Where this channel finds the person: the fields that its `ChannelType` asks a contact for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message to one receiver. Title, text and labels are plain text of one language; a channel escapes them."""

    alert_id: str
    """Empty in a summary."""
    tag: str
    """The same for every message about one alert, so that a newer one replaces an older one."""
    event: Event
    severity: Severity
    title: str
    text: str
    language: str
    receiver: Receiver
    buttons: tuple[Button, ...] = ()
    """Labels are plain strings here. Empty where there is nothing to answer."""
    link: str | None = None
    """Path of the page about it in Home Assistant, beginning with a slash; None where there is none."""
    previous_id: str = ""
    """What `Delivery.message_id` said when this receiver was last told of the same alert."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What became of a message. Accepted is not read: only an answer acknowledges an alert."""

    ok: bool
    code: str = ""
    """A word or number for the record: ``ok``, ``timeout``, ``rate_limited``, what the service's answer held."""
    detail: str = ""
    """What the service said, without secrets."""
    retry_after_s: float | None = None
    """How long the channel is not to be used, where it said so. None: the desk decides."""
    message_id: str = ""
    """What the channel needs to change the message later."""


class Channel(Protocol):
    """Carries messages. Never raises for what a service answers, and ends within 30 seconds.

    Answers of people come back by `AlertDesk.async_answer`.
    """

    key: str
    """Id of the channel's subentry."""

    async def async_tell(self, message: Message) -> Delivery:
        """Send a message, or replace what was sent with the same tag."""

    async def async_withdraw(self, message: Message) -> Delivery:
        """Say that an alert is over: called once for everybody who was told, with the words of the recovery.

        Takes the message back or its buttons away, where the service can; tells the recovery, where it cannot.
        """

    async def async_close(self) -> None:
        """End connections: the subentry is gone or changed, or the site unloads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelType:
    """A way of telling people, as `registry.CHANNELS` lists it."""

    key: str
    address: Callable[[HomeAssistant], Mapping[Any, Any]]
    """Fields of a form that ask a contact where this way finds the person; none for a way that is a group itself.

    What is entered becomes `Receiver.address`, as strings.
    """
    open: Callable[[HomeAssistant, ConfigSubentry], Awaitable[Channel]]
    """Makes the channel of a subentry. Raises nothing for a service that does not answer."""
