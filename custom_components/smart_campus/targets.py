"""Which devices the target of a trigger, condition or action means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import TargetSelection, async_extract_referenced_entity_ids


@dataclass(frozen=True, slots=True)
class Targets:
    """Devices and rooms. Without any target everything is meant."""

    is_everything: bool
    device_ids: frozenset[str]
    area_ids: frozenset[str]


def resolve_targets(hass: HomeAssistant, target: Mapping[str, Any] | None) -> Targets:
    """Return what a target means now; areas, floors and labels may hold other devices tomorrow."""
    selection = TargetSelection(dict(target or {}))
    if not selection.has_any_target:
        return Targets(is_everything=True, device_ids=frozenset(), area_ids=frozenset())
    found = async_extract_referenced_entity_ids(hass, selection, primary_entities_only=False)
    registry = er.async_get(hass)
    owners = {entry.device_id for entity_id in found.referenced if (entry := registry.async_get(entity_id))}
    device_ids = {*found.referenced_devices, *(owner for owner in owners if owner)}
    return Targets(False, frozenset(device_ids), frozenset(found.referenced_areas))
