"""The media player of a projector: what it shows is what was observed, never what was wished for."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError

from ..campuslink.model import Value
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .commands import async_command, projector_of
from .issues import PASSWORD, ProjectorIssues

STATES: Mapping[Value, MediaPlayerState] = {
    "off": MediaPlayerState.OFF,
    "cooling": MediaPlayerState.OFF,
    "warming": MediaPlayerState.BUFFERING,
    "on": MediaPlayerState.ON,
}
"""The attribute ``power_state`` tells off from cooling."""

FEATURES: Mapping[str, MediaPlayerEntityFeature] = {
    "power": MediaPlayerEntityFeature.TURN_ON | MediaPlayerEntityFeature.TURN_OFF,
    "source": MediaPlayerEntityFeature.SELECT_SOURCE,
    "audio_mute": MediaPlayerEntityFeature.VOLUME_MUTE,
    "volume": MediaPlayerEntityFeature.VOLUME_SET | MediaPlayerEntityFeature.VOLUME_STEP,
    "volume_step": MediaPlayerEntityFeature.VOLUME_STEP,
}
"""What a person can do, by the point that can be set."""

SHOWN = ("power", "source", "audio_mute", "volume")
_PERCENT = 100


class ProjectorPlayer(DeviceEntity, MediaPlayerEntity):
    """On, off, source and sound."""

    _attr_name = None
    _attr_device_class = MediaPlayerDeviceClass.PROJECTOR
    _attr_translation_key = "projector"

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a projector."""
        super().__init__(coordinator, "player")
        self._device = projector_of(coordinator)
        self._shown: tuple[Any, ...] = ()
        self._issues = ProjectorIssues(coordinator)
        for point in self._device.settable & FEATURES.keys():
            self._attr_supported_features |= FEATURES[point]

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(*(point for point in SHOWN if point in self._device.points))
        self._read()

    @override
    async def async_will_remove_from_hass(self) -> None:
        self._issues.async_report(self.hass, self.entry_id, ())

    @callback
    @override
    def _on_report(self) -> None:
        self._issues.async_report(self.hass, self.entry_id, [PASSWORD] * self._device.wants_password)
        before = self._shown
        self._read()
        if self._shown != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        self._device = projector_of(self._coordinator)
        power, source, volume = (self.value_of(point) for point in ("power", "source", "volume"))
        labels = self._device.choices("source")
        self._attr_state = STATES.get(power)
        self._attr_extra_state_attributes = {"power_state": power}
        self._attr_source = labels.get(str(source), str(source)) if source is not None else None
        self._attr_source_list = list(labels.values()) or None
        muted = self.value_of("audio_mute")
        self._attr_is_volume_muted = muted if isinstance(muted, bool) else None
        self._attr_volume_level = volume / _PERCENT if isinstance(volume, int | float) else None
        self._shown = (self.available, power, source, volume, muted, tuple(labels.items()))

    @override
    async def async_turn_on(self) -> None:
        await async_command(self._coordinator, "power", "on")

    @override
    async def async_turn_off(self) -> None:
        await async_command(self._coordinator, "power", "off")

    @override
    async def async_select_source(self, source: str) -> None:
        values = [value for value, label in self._device.choices("source").items() if label == source]
        if not values:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="projector_unknown_source",
                translation_placeholders={"name": self._coordinator.settings.title, "source": source[:64]},
            )
        await async_command(self._coordinator, "source", values[0])

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        await async_command(self._coordinator, "audio_mute", mute)

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        await async_command(self._coordinator, "volume", round(volume * _PERCENT))

    @override
    async def async_volume_up(self) -> None:
        await self._async_step("up")

    @override
    async def async_volume_down(self) -> None:
        await self._async_step("down")

    async def _async_step(self, direction: str) -> None:
        if "volume_step" in self._device.settable:
            await async_command(self._coordinator, "volume_step", direction)
        elif direction == "up":
            await super().async_volume_up()
        else:
            await super().async_volume_down()
