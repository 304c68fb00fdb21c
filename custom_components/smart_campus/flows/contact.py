"""Add or change somebody who is told of alerts: name, language, and where each channel finds them."""

from collections.abc import Mapping
from typing import Any

import probatio
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..alerts.channels.base import CONF_CHANNEL_TYPE, SUBENTRY_CHANNEL, ChannelType
from ..alerts.channels.registry import CHANNELS
from ..alerts.rules.words import LANGUAGES
from ..alerts.settings import CONF_ADDRESSES, CONF_LANGUAGE
from ..const import CONF_NAME
from ..network.inspection.languages import closest_language
from .names import clean_name, subentry_name_error

CONF_CHANNELS = "channels"
MOST_ADDRESS = 500
_LABELS = ("English", "简体中文")


class ContactFlow(ConfigSubentryFlow):
    """Add or change a contact."""

    def __init__(self) -> None:
        self._data: dict[str, Any] = {}
        self._name = ""
        self._waiting: list[str] = []
        """Channels of which the address is still to be asked."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask who a new contact is, and by which channels they are told."""
        return await self._async_start("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask it of a contact again."""
        return await self._async_start("reconfigure", user_input)

    async def async_step_address(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask where one channel finds the contact."""
        channel = self._waiting[0]
        if user_input is not None:
            cleaned = {name: str(value or "").strip()[:MOST_ADDRESS] for name, value in user_input.items()}
            self._data[CONF_ADDRESSES][channel] = {name: value for name, value in cleaned.items() if value}
            self._waiting.pop(0)
            return await self._async_go_on()
        subentry = self._get_entry().subentries[channel]
        stored = self._stored.data.get(CONF_ADDRESSES, {}).get(channel, {}) if self._stored else {}
        schema = probatio.Schema(dict(self._fields_of(channel)))
        return self.async_show_form(
            step_id="address",
            data_schema=self.add_suggested_values_to_schema(schema, stored),
            description_placeholders={"channel": subentry.title, "contact": self._name},
        )

    async def _async_start(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        if not (channels := self._channels()):
            return self.async_abort(reason="no_channel")
        if user_input is not None:
            self._name = clean_name(user_input[CONF_NAME])
            if not (errors := self._errors(user_input)):
                chosen = [channel for channel in user_input[CONF_CHANNELS] if channel in channels]
                self._data = {CONF_LANGUAGE: user_input[CONF_LANGUAGE], CONF_ADDRESSES: {each: {} for each in chosen}}
                self._waiting = [each for each in chosen if self._fields_of(each)]
                return await self._async_go_on()
        shown = user_input or self._shown()
        schema = self.add_suggested_values_to_schema(_schema(channels), shown)
        return self.async_show_form(step_id=step_id, data_schema=schema, errors=errors)

    async def _async_go_on(self) -> SubentryFlowResult:
        if self._waiting:
            return await self.async_step_address()
        if self._stored is None:
            return self.async_create_entry(title=self._name, data=self._data)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=self._name, data=self._data)

    def _errors(self, entered: Mapping[str, Any]) -> dict[str, str]:
        entry, kind = self._get_entry(), self._subentry_type
        if errors := subentry_name_error(entry, kind, self._name, self._stored, "contact_exists"):
            return errors
        return {} if entered[CONF_CHANNELS] else {CONF_CHANNELS: "channel_missing"}

    def _shown(self) -> dict[str, Any]:
        if self._stored is None:
            return {CONF_LANGUAGE: closest_language(self.hass.config.language)}
        known = self._channels()
        return {
            CONF_NAME: self._stored.title,
            CONF_LANGUAGE: self._stored.data.get(CONF_LANGUAGE),
            CONF_CHANNELS: [each for each in self._stored.data.get(CONF_ADDRESSES, {}) if each in known],
        }

    def _channels(self) -> dict[str, ConfigSubentry]:
        return {each.subentry_id: each for each in self._get_entry().get_subentries_of_type(SUBENTRY_CHANNEL)}

    def _fields_of(self, channel: str) -> Mapping[Any, Any]:
        data = self._get_entry().subentries[channel].data
        kind: ChannelType | None = CHANNELS.get(str(data.get(CONF_CHANNEL_TYPE)))
        return {} if kind is None else kind.address(self.hass)

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def _schema(channels: Mapping[str, ConfigSubentry]) -> probatio.Schema:
    languages = [SelectOptionDict(value=value, label=label) for value, label in zip(LANGUAGES, _LABELS, strict=True)]
    options = [SelectOptionDict(value=key, label=each.title) for key, each in channels.items()]
    chosen = SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.DROPDOWN)
    return probatio.Schema(
        {
            probatio.Required(CONF_NAME): TextSelector(),
            probatio.Required(CONF_LANGUAGE): SelectSelector(SelectSelectorConfig(options=languages)),
            probatio.Required(CONF_CHANNELS, default=list): SelectSelector(chosen),
        }
    )
