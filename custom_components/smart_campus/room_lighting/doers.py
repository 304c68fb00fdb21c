"""Tells what an automation or a script did from what a person did, in this whole Home Assistant."""

import time
from collections import OrderedDict
from typing import Final

from homeassistant.components.automation import EVENT_AUTOMATION_TRIGGERED
from homeassistant.components.script.const import EVENT_SCRIPT_STARTED
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.helpers.target import TargetSelection, async_extract_referenced_entity_ids
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

MOST_RUNS: Final = 2048
"""Runs of automations and scripts that are remembered."""
MOST_TOUCHED: Final = 4096
ANSWER_S: Final = 60.0
"""How late a slow device may report what an automation told it; core forgets after 5 s who it was."""
LIGHT_DOMAINS: Final = frozenset({"light", "switch", "homeassistant", "scene", "group"})


class Doers:
    """Remembers the contexts of automations, and which entities they told something."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Use `async_get_doers` instead."""
        self._hass = hass
        self._runs: OrderedDict[str, None] = OrderedDict()
        self._touched: OrderedDict[str, float] = OrderedDict()
        hass.bus.async_listen(EVENT_AUTOMATION_TRIGGERED, self._on_run)
        hass.bus.async_listen(EVENT_SCRIPT_STARTED, self._on_run)
        hass.bus.async_listen(EVENT_CALL_SERVICE, self._on_call)

    @callback
    def is_person(self, entity_id: str, context: Context) -> bool:
        """Return whether a person made an entity change: in Home Assistant, or at the wall.

        A change that nobody in Home Assistant asked for was made at the wall, unless an automation told the entity
        something within the last `ANSWER_S`.
        """
        if context.id in self._runs or context.parent_id in self._runs:
            return False
        if context.user_id is not None:
            return True
        return context.parent_id is None and not self._was_told(entity_id)

    def _was_told(self, entity_id: str) -> bool:
        at = self._touched.get(entity_id)
        return at is not None and time.monotonic() - at <= ANSWER_S

    @callback
    def _on_run(self, event: Event) -> None:
        _remember(self._runs, event.context.id, None, MOST_RUNS)

    @callback
    def _on_call(self, event: Event) -> None:
        if event.data["domain"] not in LIGHT_DOMAINS or event.context.id not in self._runs:
            return
        selection = TargetSelection(event.data.get("service_data") or {})
        if not selection.has_any_target:
            return
        found = async_extract_referenced_entity_ids(self._hass, selection)
        for entity_id in found.referenced | found.indirectly_referenced:
            _remember(self._touched, entity_id, time.monotonic(), MOST_TOUCHED)


DATA_DOERS: HassKey[Doers] = HassKey(f"{DOMAIN}_doers")


@callback
def async_get_doers(hass: HomeAssistant) -> Doers:
    """Return who did what, made at the first call; it listens as long as Home Assistant runs."""
    if (doers := hass.data.get(DATA_DOERS)) is None:
        doers = hass.data[DATA_DOERS] = Doers(hass)
    return doers


def _remember[T](kept: OrderedDict[str, T], key: str, value: T, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
