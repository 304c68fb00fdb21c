"""Channels of relays and dimmers as lights and switches."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.light import LightEntity
from homeassistant.components.light.const import ATTR_BRIGHTNESS, ColorMode
from homeassistant.components.switch import SwitchEntity
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import EntityDescription

from ..campuslink.model import Reading, Value
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..entity import PointEntity
from .commands import async_set
from .options import CHANNEL, channels_of, read_channels

FULL = 255
AREA_SET = "area_set"
"""Entity option: the room the settings last put the channel into."""


class Channel(PointEntity):
    """One channel; state and attributes are what was observed."""

    _attr_is_on: bool | None

    def __init__(self, coordinator: DeviceCoordinator, number: int) -> None:
        """Show one channel; number: from 1."""
        super().__init__(coordinator, EntityDescription(key=f"{CHANNEL}{number}", translation_key="channel"))
        self.number = number
        self._options = read_channels(coordinator.settings.options)[number]
        self._attr_translation_placeholders = {"number": str(number)}
        if self._options.name:
            self._attr_name = self._options.name
        elif len(channels_of(coordinator.device.points)) == 1:
            self._attr_name = None

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self._put_into_room()

    @override
    def _show(self, value: Value) -> None:
        self._attr_is_on = None if value is None else bool(value)

    async def _async_switch(self, *, is_on: bool) -> None:
        await async_set(self._coordinator, {self.entity_description.key: is_on})

    def _put_into_room(self) -> None:
        """Follow the room of the settings when it changed; what a person set in the registry since stays otherwise."""
        if self.registry_entry is None:
            return
        wanted = self._options.area_id
        known: Mapping[str, Any] = self.registry_entry.options.get(DOMAIN) or {}
        if known.get(AREA_SET, "") == wanted:
            return
        registry = er.async_get(self.hass)
        registry.async_update_entity(self.entity_id, area_id=wanted or None)
        registry.async_update_entity_options(self.entity_id, DOMAIN, {AREA_SET: wanted} if wanted else None)


class ChannelSwitch(Channel, SwitchEntity):
    """A channel that is no light."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._async_switch(is_on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_switch(is_on=False)


class ChannelLight(Channel, LightEntity):
    """A channel that is a light, with brightness where it can be dimmed."""

    def __init__(self, coordinator: DeviceCoordinator, number: int) -> None:
        super().__init__(coordinator, number)
        self._brightness = f"brightness_{number}"
        self._can_dim = self._brightness in coordinator.device.points
        mode = ColorMode.BRIGHTNESS if self._can_dim else ColorMode.ONOFF
        self._attr_color_mode = mode
        self._attr_supported_color_modes = {mode}

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if self._can_dim:
            self.async_on_remove(self._coordinator.async_listen(self._brightness, self._on_brightness))
            if (reading := self._coordinator.snapshot.readings.get(self._brightness)) is not None:
                self._take_brightness(reading)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on, at a brightness if one is given."""
        await async_set(self._coordinator, self._values_on(kwargs.get(ATTR_BRIGHTNESS)))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_switch(is_on=False)

    def _values_on(self, brightness: int | None) -> dict[str, Value]:
        """Return what to set to turn it on. brightness: 1 to 255; ignored by a light that cannot be dimmed."""
        values: dict[str, Value] = {}
        if brightness is not None and self._can_dim:
            values[self._brightness] = max(1, round(brightness * 100 / FULL))
        if not (values and self._attr_is_on):
            values[self.entity_description.key] = True
        return values

    @callback
    def _on_brightness(self, reading: Reading) -> None:
        self._take_brightness(reading)
        self.async_write_ha_state()

    def _take_brightness(self, reading: Reading) -> None:
        is_number = reading.is_good and isinstance(reading.value, int | float)
        self._attr_brightness = min(FULL, round(float(reading.value or 0) * FULL / 100)) if is_number else None
