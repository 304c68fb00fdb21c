"""Whether a projector's mains may be cut."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event

from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .options import ProjectorOptions
from .rules.cooling import is_cool

COOLED_DOWN = "cooled_down"
IS_COOL = "projector_is_cool"
"""Attribute with what the state says, by which templates know this entity among others of a room."""


@callback
def async_outlet_meter(coordinator: DeviceCoordinator) -> str:
    """Return the entity id of what measures a projector's outlet; empty for nothing."""
    return ProjectorOptions.of(coordinator.settings.options).outlet


@callback
def async_is_cool(hass: HomeAssistant, coordinator: DeviceCoordinator) -> bool:
    """Return whether cutting the power of a projector does no harm, as far as is known now."""
    options = ProjectorOptions.of(coordinator.settings.options)
    reading = coordinator.snapshot.readings.get("power") if coordinator.is_answering else None
    return is_cool(
        reading.value if reading is not None and reading.is_good else None,
        has_meter=bool(options.outlet),
        draws=_draws(hass, options.outlet),
        idle_below=options.idle_below,
    )


def _draws(hass: HomeAssistant, meter: str) -> float | None:
    state = hass.states.get(meter) if meter else None
    try:
        return None if state is None else float(state.state)
    except ValueError:
        return None


class CooledDown(DeviceEntity, BinarySensorEntity):
    """On while cutting the power does no harm; off whenever that is not certain, silence included."""

    _attr_translation_key = COOLED_DOWN
    _attr_is_on = False

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a projector."""
        super().__init__(coordinator, COOLED_DOWN)

    @property
    @override
    def available(self) -> bool:
        return True

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        return {IS_COOL: bool(self._attr_is_on)}

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for("power")
        if meter := async_outlet_meter(self._coordinator):
            self.async_on_remove(async_track_state_change_event(self.hass, [meter], self._on_outlet_changed))
        self._read()

    @callback
    @override
    def _on_report(self) -> None:
        before = self._attr_is_on
        self._read()
        if self._attr_is_on is not before:
            self.async_write_ha_state()

    @callback
    def _on_outlet_changed(self, _event: Event[EventStateChangedData]) -> None:
        self._on_report()

    def _read(self) -> None:
        self._attr_is_on = async_is_cool(self.hass, self._coordinator)
