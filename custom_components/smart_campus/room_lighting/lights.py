"""The lights of an area, and who changed them."""

from collections.abc import Callable
from typing import Final

from homeassistant.components.light.const import DOMAIN as LIGHT_DOMAIN
from homeassistant.const import EVENT_STATE_CHANGED, STATE_OFF, STATE_ON
from homeassistant.core import CALLBACK_TYPE, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .doers import async_get_doers

KNOWN: Final = frozenset({STATE_ON, STATE_OFF})
_PREFIX: Final = f"{LIGHT_DOMAIN}."

type OnChange = Callable[[bool], None]


class LightWatch:
    """One listener for all rooms, which hear of their own area's lights."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Use `async_watch_lights` instead."""
        self._hass = hass
        self._rooms: dict[str, list[OnChange]] = {}
        self._doers = async_get_doers(hass)
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._on_changed, event_filter=_is_light)

    @callback
    def async_follow(self, area_id: str, on_change: OnChange) -> CALLBACK_TYPE:
        """Call a function with whether a person did it whenever a light of an area changes. Return what ends it."""
        self._rooms.setdefault(area_id, []).append(on_change)
        return lambda: self._rooms[area_id].remove(on_change)

    @callback
    def _on_changed(self, event: Event[EventStateChangedData]) -> None:
        entity_id = event.data["entity_id"]
        listeners = self._rooms.get(area_of(self._hass, entity_id) or "")
        if not listeners:
            return
        old, new = event.data["old_state"], event.data["new_state"]
        # What only came back, or became unknown, nobody chose.
        is_chosen = old is not None and new is not None and old.state in KNOWN and new.state in KNOWN
        by_person = is_chosen and self._doers.is_person(entity_id, event.context)
        for on_change in [*listeners]:
            on_change(by_person)


DATA_WATCH: HassKey[LightWatch] = HassKey(f"{DOMAIN}_light_watch")


@callback
def async_watch_lights(hass: HomeAssistant) -> LightWatch:
    """Return the watch over all lights, made at the first call."""
    if (watch := hass.data.get(DATA_WATCH)) is None:
        watch = hass.data[DATA_WATCH] = LightWatch(hass)
    return watch


@callback
def area_of(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the area of an entity, or of its device."""
    entry = er.async_get(hass).async_get(entity_id)
    if entry is None:
        return None
    if entry.area_id or entry.device_id is None:
        return entry.area_id
    device = dr.async_get(hass).async_get(entry.device_id)
    return device.area_id if device else None


@callback
def states_of(hass: HomeAssistant, area_id: str) -> list[str | None]:
    """Return the state of each light of an area; None while it is not there."""
    registry = er.async_get(hass)
    entries = er.async_entries_for_area(registry, area_id)
    for device in dr.async_entries_for_area(dr.async_get(hass), area_id):
        entries += [entry for entry in er.async_entries_for_device(registry, device.id) if entry.area_id is None]
    states = [hass.states.get(entry.entity_id) for entry in entries if entry.domain == LIGHT_DOMAIN]
    return [state.state if state else None for state in states]


@callback
def _is_light(data: EventStateChangedData) -> bool:
    return data["entity_id"].startswith(_PREFIX)
