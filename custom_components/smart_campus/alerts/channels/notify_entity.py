"""Channels that use notify entities of other integrations: ntfy, e-mail, and any other."""

import hashlib
import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final, override

from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError

from ..rules.alert import Severity
from .base import Delivery, Event, Message
from .open_channel import OpenChannel
from .rules.tame import cut_bytes, plain_lines
from .rules.words import word
from .wording import is_quiet, page_address

CONF_ENTITY: Final = "entity_id"
ADDRESS: Final = "notify_entity"
MOST_TITLE: Final = 120
MOST_TEXT: Final = 2_000
MOST_NTFY_BYTES: Final = 4_000
NTFY_ACTIONS: Final = 3
_SEQUENCE: Final = re.compile(r"[-_A-Za-z0-9]{1,64}")
_NTFY_PRIORITY: Final = {Severity.NOTICE: 3, Severity.WARNING: 4, Severity.URGENT: 5, Severity.SAFETY: 5}
_MAIL_PRIORITY: Final = {Severity.URGENT: "high", Severity.SAFETY: "highest"}


class NotifyEntityChannel(OpenChannel):
    """Any notify entity: title and text, with the address of the page at the end."""

    @override
    async def async_send(self, message: Message) -> Delivery:
        if (entity_id := self.entity_of(message)) is None:
            return Delivery(ok=False, code="no_address")
        state = self.hass.states.get(entity_id)
        if state is None or state.state == STATE_UNAVAILABLE:
            return Delivery(ok=False, code="unavailable" if state else "unknown_entity")
        return await self.async_say(message, entity_id)

    async def async_say(self, message: Message, entity_id: str) -> Delivery:
        """Send a message to an entity that is there."""
        text = plain_lines(message.text, MOST_TEXT)
        if link := self.link_of(message):
            text = f"{text}\n{word('acknowledge_at', message.language)} {link}".strip()
        said = {"title": plain_lines(message.title, MOST_TITLE), "message": text or "-"}
        return await self.async_call("notify", "send_message", entity_id, said)

    def entity_of(self, message: Message) -> str | None:
        """Return the receiver's own entity, else that of the channel."""
        found = message.receiver.address.get(ADDRESS, "").strip() or self.context.text(CONF_ENTITY)
        return found or None

    def link_of(self, message: Message) -> str | None:
        """Return the address of the page, where there is something to acknowledge."""
        if not message.alert_id or not message.buttons or is_quiet(message):
            return None
        return page_address(self.context, message, message.receiver.address.get(ADDRESS, "").strip())

    async def async_call(self, domain: str, action: str, entity_id: str, said: Mapping[str, Any]) -> Delivery:
        """Call an action of another integration; of its error only the key is kept, for its text may hold secrets."""
        if not self.hass.services.has_service(domain, action):
            return Delivery(ok=False, code="unknown_action")
        try:
            await self.hass.services.async_call(domain, action, {ATTR_ENTITY_ID: entity_id, **said}, blocking=True)
        except HomeAssistantError as err:
            return Delivery(ok=False, code=(err.translation_key or "failed")[:60])
        return Delivery(ok=True, code="ok", message_id=str(said.get("sequence_id", "")))


class NtfyChannel(NotifyEntityChannel):
    """A topic of ntfy: Acknowledge is sent by the app itself as POST, without a browser. A newer message replaces."""

    @override
    async def async_say(self, message: Message, entity_id: str) -> Delivery:
        said: dict[str, Any] = {
            "title": plain_lines(message.title, MOST_TITLE),
            "message": cut_bytes(plain_lines(message.text, MOST_TEXT), MOST_NTFY_BYTES) or "-",
            "priority": 2 if is_quiet(message) else _NTFY_PRIORITY[message.severity],
            "sequence_id": _sequence(message.tag),
        }
        if link := self.link_of(message):
            labels = {button.id: str(button.label) for button in message.buttons}
            press = {"action": "http", "url": link, "method": "POST", "clear": True}
            view = {"action": "view", "url": link}
            said["click"] = link
            said["actions"] = [
                {**press, "label": labels.get("acknowledge", word("acknowledge", message.language))},
                {**view, "label": labels.get("details", word("open_page", message.language))},
            ][:NTFY_ACTIONS]
        return await self.async_call("ntfy", "publish", entity_id, said)


class EmailChannel(NotifyEntityChannel):
    """A recipient of the SMTP integration: plain text and HTML side by side."""

    @override
    async def async_say(self, message: Message, entity_id: str) -> Delivery:
        link = self.link_of(message)
        text = plain_lines(message.text, MOST_TEXT)
        lines = [f"<p>{escape(line)}</p>" for line in text.splitlines()]
        if link:
            label = escape(word("open_page", message.language))
            lines.append(f'<p><a href="{escape(link)}">{label}</a></p>')
            text = f"{text}\n\n{word('acknowledge_at', message.language)} {link}"
        title = plain_lines(message.title, MOST_TITLE).replace("\n", " ")
        body = f"<h2>{escape(title)}</h2>{''.join(lines)}"
        said = {
            "title": title,
            "message": text or "-",
            "html": f'<html lang="{escape(message.language)}"><body>{body}</body></html>',
        }
        if message.event not in (Event.ACKNOWLEDGED, Event.RESOLVED) and message.severity in _MAIL_PRIORITY:
            said["priority"] = _MAIL_PRIORITY[message.severity]
        return await self.async_call("smtp", "send_message", entity_id, said)


def _sequence(tag: str) -> str:
    return tag if _SEQUENCE.fullmatch(tag) else hashlib.sha256(tag.encode()).hexdigest()[:32]
