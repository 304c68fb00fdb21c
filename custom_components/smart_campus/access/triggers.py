"""Triggers about what happened at doors; they follow the event entities of gates, by area or one by one."""

from types import MappingProxyType
from typing import ClassVar, override

from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import NotTriggeredReasonReporter, StatelessEntityTriggerBase, Trigger

from ..campuslink.device.gate.access import EventKind
from ..const import DOMAIN


class AccessEventTrigger(StatelessEntityTriggerBase):
    """Fires at one kind of event of our gates."""

    _domain_specs = MappingProxyType({"event": DomainSpec()})
    KIND: ClassVar[EventKind]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Leave out what is no gate of ours."""
        return {entity for entity in super().entity_filter(entities) if _is_ours(self._hass, entity)}

    @override
    def is_valid_state(self, state: State, report_not_triggered: NotTriggeredReasonReporter) -> bool:
        """Return whether the newest event is of the kind."""
        return state.attributes.get("event_type") == self.KIND


class AccessDenied(AccessEventTrigger):
    """A card was refused."""

    KIND = EventKind.DENIED


class DoorForced(AccessEventTrigger):
    """A door was opened while it was locked."""

    KIND = EventKind.DOOR_FORCED


class DoorHeldOpen(AccessEventTrigger):
    """A door stands open for too long."""

    KIND = EventKind.DOOR_HELD_OPEN


def _is_ours(hass: HomeAssistant, entity_id: str) -> bool:
    entry = er.async_get(hass).async_get(entity_id)
    return entry is not None and entry.platform == DOMAIN


TRIGGERS: dict[str, type[Trigger]] = {
    "access_denied": AccessDenied,
    "door_forced": DoorForced,
    "door_held_open": DoorHeldOpen,
}
