"""The set-up of lighting: what it shares with sensors, and its channels."""

from typing import Any, ClassVar

import probatio
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.helpers.selector import (
    AreaSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..campuslink.model import Kind
from ..lighting.options import (
    CONF_CHANNEL_AREA,
    CONF_CHANNEL_NAME,
    CONF_CHANNELS,
    CONF_SHOWN,
    ChannelOptions,
    Shown,
    channels_of,
    read_channels,
)
from .field import FieldFlow

CONF_CHANNEL = "channel"

CHANNEL_SCHEMA = probatio.Schema(
    {
        probatio.Optional(CONF_CHANNEL_NAME): TextSelector(),
        probatio.Required(CONF_SHOWN, default=Shown.LIGHT.value): SelectSelector(
            SelectSelectorConfig(
                options=[shown.value for shown in Shown], mode=SelectSelectorMode.DROPDOWN, translation_key="shown"
            )
        ),
        probatio.Optional(CONF_CHANNEL_AREA): AreaSelector(),
    }
)


class LightingFlow(FieldFlow):
    """Add or change a relay module, a relay or a dimmer."""

    KIND: ClassVar[Kind] = Kind.LIGHTING
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ("channels", "values")

    _channel: int
    """The channel that is being changed."""

    async def async_step_channels(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose a channel to change."""
        if user_input is not None:
            self._channel = int(user_input[CONF_CHANNEL])
            return await self.async_step_channel()
        known = read_channels(self._options)
        choices = [
            SelectOptionDict(
                value=str(number), label=f"{number}: {name}" if (name := known[number].name) else str(number)
            )
            for number in channels_of(self._profile.points)
        ]
        selector = SelectSelector(SelectSelectorConfig(options=choices, mode=SelectSelectorMode.LIST))
        schema = probatio.Schema({probatio.Required(CONF_CHANNEL, default=choices[0]["value"]): selector})
        return self.async_show_form(step_id="channels", data_schema=schema, last_step=False)

    async def async_step_channel(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what hangs on one channel."""
        number = str(self._channel)
        stored = self._options.get(CONF_CHANNELS, {})
        if user_input is not None:
            channels = {**stored, number: ChannelOptions.parse(user_input).to_form()}
            return self._save_options({**self._options, CONF_CHANNELS: channels})
        shown = self.add_suggested_values_to_schema(CHANNEL_SCHEMA, stored.get(number, {}))
        return self.async_show_form(
            step_id="channel", data_schema=shown, description_placeholders={"channel": number}, last_step=True
        )
