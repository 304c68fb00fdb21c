"""Every way of telling people there is."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

import probatio
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from . import dingtalk_app, feishu_app, notify_entity, phone, wecom_bot
from .base import Channel, ChannelType
from .open_channel import ChannelContext, OpenChannel, async_open
from .robots import open_dingtalk_robot, open_feishu_robot, open_wecom_robot

type AddressFields = Callable[[HomeAssistant], Mapping[Any, Any]]


def _nothing(_hass: HomeAssistant) -> Mapping[Any, Any]:
    return {}


def _phones(hass: HomeAssistant) -> Mapping[Any, Any]:
    services = hass.services.async_services_for_domain("notify")
    phones = sorted(f"notify.{name}" for name in services if name.startswith("mobile_app_"))
    config = SelectSelectorConfig(options=phones, mode=SelectSelectorMode.DROPDOWN, custom_value=True)
    return {probatio.Required(phone.ADDRESS): SelectSelector(config)}


def _person(key: str) -> AddressFields:
    return lambda _hass: {probatio.Required(key): TextSelector()}


def _entity(integration: str | None) -> AddressFields:
    config = EntitySelectorConfig(domain="notify")
    if integration:
        config["integration"] = integration
    return lambda _hass: {probatio.Optional(notify_entity.ADDRESS): EntitySelector(config)}


def _opens(
    make: Callable[[ChannelContext], OpenChannel],
) -> Callable[[HomeAssistant, ConfigSubentry], Awaitable[Channel]]:
    return partial(async_open, make)


CHANNELS: Final[Mapping[str, ChannelType]] = {
    each.key: each
    for each in (
        ChannelType(key="phone", address=_phones, open=_opens(phone.PhoneChannel)),
        ChannelType(key="wecom_robot", address=_nothing, open=_opens(open_wecom_robot)),
        ChannelType(key="wecom_bot", address=_person(wecom_bot.ADDRESS), open=_opens(wecom_bot.WeComBotChannel)),
        ChannelType(key="dingtalk_robot", address=_nothing, open=_opens(open_dingtalk_robot)),
        ChannelType(
            key="dingtalk_app", address=_person(dingtalk_app.ADDRESS), open=_opens(dingtalk_app.DingTalkAppChannel)
        ),
        ChannelType(key="feishu_robot", address=_nothing, open=_opens(open_feishu_robot)),
        ChannelType(key="feishu_app", address=_person(feishu_app.ADDRESS), open=_opens(feishu_app.FeishuAppChannel)),
        ChannelType(key="ntfy", address=_entity("ntfy"), open=_opens(notify_entity.NtfyChannel)),
        ChannelType(key="email", address=_entity("smtp"), open=_opens(notify_entity.EmailChannel)),
        ChannelType(key="notify", address=_entity(None), open=_opens(notify_entity.NotifyEntityChannel)),
    )
}
"""By the word that stands in the data of a channel's subentry."""
