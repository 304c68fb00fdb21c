"""A test message: really sent, and judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from ..rules.alert import Severity
from .base import CONF_CHANNEL_TYPE, SUBENTRY_CHANNEL, Delivery, Event, Message, Receiver
from .outbound import OutboundChannel
from .registry import CHANNELS
from .rules.words import word

TEST_KEY: Final = "test"
TEST_TAG: Final = "smart-campus-test"

_SIGNATURE: Final = frozenset({"310000", "19021"})
_KEYWORD: Final = frozenset({"19024"})
_ADDRESS: Final = frozenset({"60020", "19022"})
_SILENT: Final = frozenset({"timeout", "unreachable", "not_connected", "closed"})
_TARGET: Final = frozenset({"no_address", "unknown_phone", "unknown_entity", "unavailable", "unknown_action"})


@dataclass(frozen=True, slots=True)
class Trial:
    """How a test ended."""

    error: str
    """Key of a form error; empty when the message was accepted."""
    code: str = ""
    detail: str = ""


async def async_try(
    hass: HomeAssistant, kind: str, data: Mapping[str, Any], address: Mapping[str, str], language: str
) -> Trial:
    """Send a test message over a channel that is not saved yet."""
    subentry = ConfigSubentry(
        data=MappingProxyType({CONF_CHANNEL_TYPE: kind, **data}),
        subentry_id=TEST_KEY,
        subentry_type=SUBENTRY_CHANNEL,
        title=TEST_KEY,
        unique_id=None,
    )
    channel = await CHANNELS[kind].open(hass, subentry)
    message = Message(
        alert_id="",
        tag=TEST_TAG,
        event=Event.SUMMARY,
        severity=Severity.NOTICE,
        title=word("test_title", language),
        text=word("test_text", language),
        language=language,
        receiver=Receiver("", language, address),
    )
    try:
        if isinstance(channel, OutboundChannel) and not await channel.async_wait_connected():
            return Trial("channel_no_answers", channel.trouble or "not_connected")
        return judge(await channel.async_tell(message))
    finally:
        await channel.async_close()


def judge(delivery: Delivery) -> Trial:
    """Return which sentence says what became of a test message."""
    if delivery.ok:
        return Trial("", delivery.code)
    for error, codes in (
        ("channel_signature", _SIGNATURE),
        ("channel_keyword", _KEYWORD),
        ("channel_ip", _ADDRESS),
        ("channel_unreachable", _SILENT),
        ("channel_unknown_target", _TARGET),
    ):
        if delivery.code in codes:
            return Trial(error, delivery.code, delivery.detail)
    error = "channel_refused" if delivery.retry_after_s is None else "channel_busy"
    return Trial(error, delivery.code, delivery.detail)
