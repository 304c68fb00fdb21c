"""Phones with the Home Assistant app: notifications with buttons, which answer in the name of the phone's user."""

import re
from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.core import Event as BusEvent
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import slugify

from ..rules.alert import Severity
from .base import Delivery, Event, Message
from .open_channel import ChannelContext, OpenChannel
from .presses import async_take_press
from .rules.links import MOST_TOKEN
from .rules.tame import plain_lines
from .wording import DETAILS, page_address, remember

ADDRESS: Final = "phone"
APP_DOMAIN: Final = "mobile_app"
EVENT_ACTION: Final = "mobile_app_notification_action"
ACTION_PREFIX: Final = "SMART_CAMPUS"
ANDROID_ACTIONS: Final = 3
MOST_TITLE: Final = 120
MOST_TEXT: Final = 1_000
GROUP: Final = "smart_campus"
HOME: Final = "/"
"""What details open where nobody told how this Home Assistant is reached: the app itself."""
RECOVERY_LIFE_S: Final = 3_600
_SERVICE: Final = re.compile(r"(?:notify\.)?(mobile_app_[a-z0-9_]+)")


class PhoneChannel(OpenChannel):
    """All phones of the installation; each receiver says which one is theirs.

    The app's own action says nothing of what became of a push, so a message handed over counts as sent:
    only an answer shows that it arrived.
    """

    def __init__(self, context: ChannelContext) -> None:
        super().__init__(context)
        self._unsubscribe: CALLBACK_TYPE | None = None

    @callback
    @override
    def async_start(self) -> None:
        self._unsubscribe = self.hass.bus.async_listen(EVENT_ACTION, self._on_action)

    @override
    async def async_close(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    @override
    async def async_send(self, message: Message) -> Delivery:
        if (service := service_of(message)) is None:
            return Delivery(ok=False, code="no_address")
        data = _presentation(message) | self._answers(message, service)
        return await self._async_notify(service, message.title, message.text, {"tag": message.tag, **data})

    @override
    async def async_end(self, message: Message) -> Delivery:
        """Clear the notification, and say in another one that goes by itself that all is in order."""
        if (service := service_of(message)) is None:
            return Delivery(ok=False, code="no_address")
        await self._async_notify(service, "", "clear_notification", {"tag": message.tag})
        quiet = {**_presentation(message, is_quiet=True), "tag": f"{message.tag}-over", "timeout": RECOVERY_LIFE_S}
        return await self._async_notify(service, message.title, message.text, quiet)

    def _answers(self, message: Message, service: str) -> dict[str, Any]:
        """Return buttons and what a tap opens. Only the phone's own user can answer with them."""
        data: dict[str, Any] = {}
        phone = self._phone_of(service)
        user_id = str(phone.get("user_id") or "")
        target = message.link
        if target is None and message.buttons and message.alert_id:
            target = page_address(self.context, message, user_id) or HOME
        if target is not None:
            data |= {"url": target, "clickAction": target}
        if not message.buttons or not user_id:
            return data
        remember(self.context, message, user_id)
        mark = self.context.memory.seal.mark(alert_id=message.alert_id, channel=self.key, receiver=user_id)
        actions = []
        for button in message.buttons:
            title = str(button.label)
            if button.id != DETAILS:
                actions.append({"action": f"{ACTION_PREFIX}@{button.id}@{mark}", "title": title})
            elif target is not None:
                actions.append({"action": "URI", "title": title, "uri": target})
        # A tap on the notification itself shows the details, so these give way when there is little room.
        if str(phone.get("os_name", "")).lower() not in {"ios", "ipados", "macos"}:
            actions = sorted(actions, key=lambda action: action["action"] == "URI")[:ANDROID_ACTIONS]
        return {**data, "actions": actions}

    async def _async_notify(self, service: str, title: str, text: str, data: Mapping[str, Any]) -> Delivery:
        if not self.hass.services.has_service("notify", service):
            return Delivery(ok=False, code="unknown_phone")
        said: dict[str, Any] = {"message": plain_lines(text, MOST_TEXT) or "-", "data": dict(data)}
        if title:
            said["title"] = plain_lines(title, MOST_TITLE)
        try:
            await self.hass.services.async_call("notify", service, said, blocking=True)
        except HomeAssistantError:
            # Its text names the phone's webhook, which is a secret.
            return Delivery(ok=False, code="not_connected")
        return Delivery(ok=True, code="handed_over", message_id=str(data.get("tag", "")))

    @callback
    def _on_action(self, event: BusEvent) -> None:
        action = event.data.get("action")
        if not isinstance(action, str) or len(action) > MOST_TOKEN:
            return
        prefix, _, rest = action.partition("@")
        button_id, _, mark = rest.partition("@")
        user_id = event.context.user_id
        if prefix == ACTION_PREFIX and mark and user_id:
            self.context.spawn(self._async_take(button_id, mark, user_id), f"press on {self.context.title}")

    async def _async_take(self, button_id: str, mark: str, user_id: str) -> None:
        await async_take_press(self.context, mark=mark, address=user_id, button_id=button_id, user_id=user_id)

    def _phone_of(self, service: str) -> Mapping[str, Any]:
        """Return what the app told when the phone was registered; empty for an unknown one."""
        for entry in self.hass.config_entries.async_entries(APP_DOMAIN):
            if slugify(f"{APP_DOMAIN}_{entry.data.get('device_name', '')}") == service:
                return entry.data
        return {}


def service_of(message: Message) -> str | None:
    """Return the notify action of the receiver's phone, without its domain."""
    found = _SERVICE.fullmatch(message.receiver.address.get(ADDRESS, "").strip().lower())
    return found[1] if found else None


def _presentation(message: Message, *, is_quiet: bool = False) -> dict[str, Any]:
    """Return how loud it is, on both systems. Safety rings through silence; news that need nobody wake nobody."""
    is_quiet = is_quiet or message.event in (Event.ACKNOWLEDGED, Event.RESOLVED)
    shown: dict[str, Any] = {"group": GROUP}
    if is_quiet:
        return {**shown, "channel": "Smart Campus", "importance": "low", "push": {"interruption-level": "passive"}}
    match message.severity:
        case Severity.SAFETY:
            sound = {"name": "default", "critical": 1, "volume": 1.0}
            return {
                **shown,
                "ttl": 0,
                "priority": "high",
                "channel": "alarm_stream",
                "importance": "high",
                "sticky": "true",
                "push": {"sound": sound, "interruption-level": "critical"},
            }
        case Severity.URGENT:
            return {
                **shown,
                "ttl": 0,
                "priority": "high",
                "channel": "Smart Campus urgent",
                "importance": "high",
                "sticky": "true",
                "push": {"interruption-level": "time-sensitive"},
            }
        case _:
            return {**shown, "channel": "Smart Campus", "importance": "default", "sticky": "true"}
