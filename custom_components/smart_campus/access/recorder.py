"""Takes the events of one gate into the access log, and only then tells them to entities and automations."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import override

from homeassistant.core import HomeAssistant

from ..campuslink.device.gate.access import AccessEvent, EventKind, EventRecorder
from ..campuslink.device.gate.gate import GateDevice
from ..campuslink.device.gate.trail import NotRecordedError
from ..campuslink.model import DeviceEvent
from ..coordinator import DeviceCoordinator
from ..store.rules.errors import StoreError
from .log import AccessLog, async_get_access_log
from .names import door_name, site_of
from .rules.row import AccessRow, Direction, Outcome, RowKind

MOST_BEHIND, MOST_AHEAD = timedelta(days=366), timedelta(days=1)
"""What a controller's clock can be off before its time of an event is taken for none."""

OUTCOMES = {EventKind.GRANTED: Outcome.GRANTED, EventKind.DENIED: Outcome.DENIED}


class AccessRecorder(EventRecorder):
    """A swipe is in the log before anything else hears of it; while the log takes nothing, the controller keeps it."""

    def __init__(self, hass: HomeAssistant, device: GateDevice) -> None:
        self._hass = hass
        self._device = device

    @override
    async def recorded_index(self) -> int | None:
        try:
            log = await async_get_access_log(self._hass)
            return await log.last_event_index(self._device.controller)
        except StoreError as err:
            raise NotRecordedError(str(err)) from err

    @override
    async def take(self, events: Sequence[AccessEvent]) -> None:
        try:
            log = await async_get_access_log(self._hass)
            await log.append([self._row(event) for event in events])
        except StoreError as err:
            raise NotRecordedError(str(err)) from err
        if (push := self._device.push) is not None:
            for event in events:
                push.on_event(self._news(log, event))

    @property
    def _coordinator(self) -> DeviceCoordinator | None:
        push = self._device.push
        return push if isinstance(push, DeviceCoordinator) else None

    def _row(self, event: AccessEvent) -> AccessRow:
        coordinator = self._coordinator
        site = site_of(self._hass, coordinator) if coordinator else None
        outcome = OUTCOMES.get(event.kind, Outcome.NOTED)
        reason = event.reason if outcome is not Outcome.NOTED else " ".join(filter(None, (event.kind, event.reason)))
        return AccessRow(
            time=_time_of(event),
            told_at=event.at,
            kind=RowKind.EVENT,
            outcome=outcome,
            site_id=site.entry_id if site else "",
            site=site.title if site else "",
            controller=self._device.controller,
            controller_name=coordinator.settings.title if coordinator else "",
            door=event.door,
            door_name=door_name(self._hass, coordinator.key, event.door) if coordinator else "",
            direction=Direction(event.direction or ""),
            reason=f"{reason} {event.lost}" if event.lost else reason,
            card=event.card,
            event_index=event.index,
        )

    def _news(self, log: AccessLog, event: AccessEvent) -> DeviceEvent:
        """Return an event as everybody may see it: the card's pseudonym instead of its number."""
        at = event.at.timestamp() if event.at else event.seen_at
        # A controller's clock may be hours behind; what came since the last look happened since then.
        happened_at = max(at, self._device.trail.caught_up_at or at)
        data = {
            "door": event.door,
            "direction": event.direction.value if event.direction else None,
            "reason": event.reason or None,
            "credential": log.pseudonym(event.card) if event.card else None,
            "index": event.index,
            "found_after_s": max(0.0, event.seen_at - happened_at),
        }
        return DeviceEvent(kind=event.kind.value, at=at, data=data)


def _time_of(event: AccessEvent) -> datetime:
    """Return when an event happened. A clock that was reset would hide its row, or have it removed by its age."""
    seen_at = datetime.fromtimestamp(event.seen_at, UTC)
    if event.at is None or not seen_at - MOST_BEHIND <= event.at <= seen_at + MOST_AHEAD:
        return seen_at
    return event.at
