"""All lights of a room as one: commands go to each device once, and start one after the other."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.light import LightEntity
from homeassistant.components.light.const import ATTR_BRIGHTNESS, ColorMode
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..campuslink.model import Kind, Reading, Value
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..roster import SITE, EntityRoster
from .commands import async_set
from .options import CHANNEL, Shown, channels_of, read_channels

STAGGER_S: Final = 0.03
"""Between the commands to two devices: luminaires that start together would draw their inrush currents together."""


@dataclass(frozen=True, slots=True)
class RoomChannel:
    """One channel that lights a room."""

    coordinator: DeviceCoordinator
    number: int

    @property
    def point(self) -> str:
        """Id of the channel's point."""
        return f"{CHANNEL}{self.number}"

    @property
    def brightness(self) -> str:
        """Id of the point of its brightness; empty where it cannot be dimmed."""
        point = f"brightness_{self.number}"
        return point if point in self.coordinator.device.points else ""

    @property
    def is_on(self) -> bool | None:
        """Whether it was last seen on; None while that is not known."""
        reading = self.coordinator.snapshot.readings.get(self.point)
        return bool(reading.value) if reading is not None and reading.is_good else None

    def values(self, *, is_on: bool, percent: int | None) -> dict[str, Value]:
        """Return what to set. percent: of the brightness; None leaves that to the light."""
        if is_on and percent is not None and self.brightness:
            return {self.brightness: percent, self.point: True}
        return {self.point: is_on}


class RoomLights(LightEntity):
    """The lights of one area. It lies in no area itself: a command to the area reaches the lights, not them twice."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_translation_key = "room_lights"

    def __init__(self, entry: ConfigEntry, area_id: str, name: str, channels: Iterable[RoomChannel]) -> None:
        """name: of the room."""
        self.area_id = area_id
        self._attr_unique_id = f"{entry.entry_id}_room_lights_{area_id}"
        self._attr_translation_placeholders = {"room": name}
        self._channels = frozenset(channels)
        self._ends: list[Callable[[], None]] = []
        self._update()

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self._stop_listening)
        self._listen()

    @callback
    def async_use(self, channels: Iterable[RoomChannel]) -> None:
        """Go on with other lights."""
        if (found := frozenset(channels)) == self._channels:
            return
        self._channels = found
        if self.hass is not None:
            self._listen()
            self.async_write_ha_state()

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        brightness: int | None = kwargs.get(ATTR_BRIGHTNESS)
        percent = None if brightness is None else max(1, round(brightness * 100 / 255))
        await self._async_set(is_on=True, percent=percent)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_set(is_on=False, percent=None)

    async def _async_set(self, *, is_on: bool, percent: int | None) -> None:
        """Tell every device; one that fails keeps no other from being told. Raises the first failure."""
        by_device: dict[DeviceCoordinator, dict[str, Value]] = {}
        for channel in sorted(self._channels, key=lambda each: (each.coordinator.key, each.number)):
            by_device.setdefault(channel.coordinator, {}).update(channel.values(is_on=is_on, percent=percent))
        results = await asyncio.gather(
            *(_async_later(place * STAGGER_S, async_set(*each)) for place, each in enumerate(by_device.items())),
            return_exceptions=True,
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def _listen(self) -> None:
        self._stop_listening()
        for channel in self._channels:
            self._ends.append(channel.coordinator.async_listen(channel.point, self._on_reading))
        self._update()

    @callback
    def _stop_listening(self) -> None:
        for end in self._ends:
            end()
        self._ends = []

    @callback
    def _on_reading(self, _reading: Reading) -> None:
        before = (self._attr_available, self._attr_is_on)
        self._update()
        if (self._attr_available, self._attr_is_on) != before:
            self.async_write_ha_state()

    def _update(self) -> None:
        states = [state for channel in self._channels if (state := channel.is_on) is not None]
        self._attr_available = bool(states)
        self._attr_is_on = any(states)
        mode = ColorMode.BRIGHTNESS if any(channel.brightness for channel in self._channels) else ColorMode.ONOFF
        self._attr_color_mode = mode
        self._attr_supported_color_modes = {mode}


class SiteLights:
    """Keeps one `RoomLights` for each area that has lights of the site."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        roster: EntityRoster,
        coordinators: Mapping[str, DeviceCoordinator],
    ) -> None:
        """coordinators: a live view of the devices in operation, by subentry id."""
        self._hass = hass
        self._entry = entry
        self._roster = roster
        self._coordinators = coordinators
        self._rooms: dict[str, RoomLights] = {}
        self._is_due = False

    @callback
    def async_start(self) -> None:
        """Follow the registries, where rooms of devices and entities change."""
        bus = self._hass.bus
        self._entry.async_on_unload(bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._on_entity))
        self._entry.async_on_unload(bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._on_device))

    @callback
    def async_follow(self) -> None:
        """Fit the rooms to the lights as they are now."""
        found = self._channels_by_area()
        areas = ar.async_get(self._hass)
        for area_id in self._rooms.keys() - found.keys():
            gone = self._rooms.pop(area_id)
            if gone.registry_entry is not None:
                er.async_get(self._hass).async_remove(gone.entity_id)
        for area_id, channels in found.items():
            if (room := self._rooms.get(area_id)) is not None:
                room.async_use(channels)
            elif (area := areas.async_get_area(area_id)) is not None:
                room = self._rooms[area_id] = RoomLights(self._entry, area_id, area.name, channels)
                self._roster.show(SITE, {Platform.LIGHT: [room]})

    def _channels_by_area(self) -> dict[str, list[RoomChannel]]:
        entities, devices = er.async_get(self._hass), dr.async_get(self._hass)
        found: dict[str, list[RoomChannel]] = {}
        for coordinator in self._coordinators.values():
            if coordinator.settings.kind is not Kind.LIGHTING:
                continue
            options = read_channels(coordinator.settings.options)
            device = devices.async_get(coordinator.registry_id)
            for number in channels_of(coordinator.device.points):
                entity_id = entities.async_get_entity_id(Platform.LIGHT, DOMAIN, f"{coordinator.key}_{CHANNEL}{number}")
                entity = entities.async_get(entity_id) if entity_id else None
                is_shown = options[number].shown is Shown.LIGHT and entity is not None and not entity.disabled
                area_id = (entity.area_id if entity else None) or (device.area_id if device else None)
                if is_shown and area_id:
                    found.setdefault(area_id, []).append(RoomChannel(coordinator, number))
        return found

    @callback
    def _on_entity(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        data = event.data
        if data["entity_id"].startswith(f"{Platform.LIGHT}.") and (
            data["action"] != "update" or {"area_id", "disabled_by"} & data["changes"].keys()
        ):
            self._follow_soon()

    @callback
    def _on_device(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] == "update" and "area_id" in data["changes"]:
            self._follow_soon()

    def _follow_soon(self) -> None:
        if not self._is_due:
            self._is_due = True
            self._hass.loop.call_soon(self._follow_due)

    @callback
    def _follow_due(self) -> None:
        self._is_due = False
        self.async_follow()


async def _async_later(wait_s: float, work: Coroutine[Any, Any, None]) -> None:
    await asyncio.sleep(wait_s)
    await work
