"""Who passed where, as an event entity: one a controller."""

from datetime import UTC, datetime
from typing import override

from homeassistant.components.event import EventEntity
from homeassistant.core import callback

from ..campuslink.device.gate.access import EventKind
from ..campuslink.model import DeviceEvent
from ..coordinator import DeviceCoordinator
from .entity import GateEntity

OLD_NEWS_S = 600.0
"""Passing that was found out later than this is in the log and no news any more; alarms and refusals always are."""

_PASSING = frozenset(
    {
        EventKind.GRANTED,
        EventKind.BUTTON,
        EventKind.REMOTE_OPENED,
        EventKind.DOOR_OPENED,
        EventKind.DOOR_CLOSED,
        EventKind.OTHER,
    }
)


class AccessEvents(GateEntity, EventEntity):
    """The newest event of a controller that is in the log; the credential is a pseudonym."""

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        super().__init__(coordinator, "access")
        self._attr_event_types = [kind.value for kind in EventKind]

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for("event_index")
        self.async_on_remove(self._coordinator.async_listen_events(self._on_event))

    @callback
    def _on_event(self, event: DeviceEvent) -> None:
        if event.kind not in self.event_types:
            return
        if event.kind in _PASSING and float(event.data["found_after_s"] or 0) > OLD_NEWS_S:
            return
        names = ("door", "direction", "reason", "credential", "index")
        happened = datetime.fromtimestamp(event.at, UTC).isoformat()
        self._trigger_event(event.kind, {**{name: event.data.get(name) for name in names}, "happened_at": happened})
        self.async_write_ha_state()
