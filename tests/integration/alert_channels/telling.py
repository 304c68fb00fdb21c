"""Channels and messages of the tests."""

from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.alerts.channels.base import (
    CONF_CHANNEL_TYPE,
    SUBENTRY_CHANNEL,
    Button,
    Event,
    Message,
    Receiver,
)
from custom_components.smart_campus.alerts.channels.open_channel import OpenChannel
from custom_components.smart_campus.alerts.channels.registry import CHANNELS
from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import Alert, AlertReport, Severity

EXTERNAL = "https://campus.example"
BUTTONS = (Button("acknowledge", "Acknowledge"), Button("snooze", "Snooze"), Button("details", "Details"))


async def open_channel(hass: HomeAssistant, kind: str, /, key: str = "chan1", **data: Any) -> OpenChannel:
    """Return a channel in operation."""
    subentry = ConfigSubentry(
        data=MappingProxyType({CONF_CHANNEL_TYPE: kind, **data}),
        subentry_id=key,
        subentry_type=SUBENTRY_CHANNEL,
        title="Duty",
        unique_id=None,
    )
    channel = await CHANNELS[kind].open(hass, subentry)
    assert isinstance(channel, OpenChannel)
    return channel


async def raise_alert(hass: HomeAssistant, key: str = "leak:hall", **changes: Any) -> Alert:
    """Return a new alert: water on a floor."""
    values: dict[str, Any] = {
        "key": key,
        "severity": Severity.WARNING,
        "title": "Wet floor in the hall",
        "cause": "Sensor 3",
        "site": "site1",
        "room": "Hall",
        "buttons": (Button("mopped", "Mopped", resolves=True),),
    }
    return await (await async_get_desk(hass)).async_raise(AlertReport(**values | changes))


async def found(hass: HomeAssistant, alert: Alert) -> Alert:
    """Return an alert as the desk knows it now."""
    now = await (await async_get_desk(hass)).async_find(alert.id)
    assert now is not None
    return now


def message(alert: Alert | None, *, name: str = "Li Wei", **changes: Any) -> Message:
    """Return the message about an alert; ``address`` says where the receiver is."""
    address = changes.pop("address", {})
    language = changes.get("language", "en")
    values: dict[str, Any] = {
        "alert_id": alert.id if alert else "",
        "tag": f"sc-{alert.id}" if alert else "summary",
        "event": Event.RAISED,
        "severity": alert.severity if alert else Severity.NOTICE,
        "title": str(alert.title) if alert else "Summary",
        "text": "Hall, since 10:05",
        "language": "en",
        "receiver": Receiver(name, language, address),
        "buttons": BUTTONS,
    }
    return Message(**values | changes)
