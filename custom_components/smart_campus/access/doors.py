"""Doors as locks. What is not known is never shown as locked, and neither is a door that stands open."""

from typing import Any, override

from homeassistant.components.lock import LockEntity
from homeassistant.components.lock.const import LockEntityFeature
from homeassistant.core import callback

from ..campuslink.device.gate.access import RELEASES, DoorMode
from ..campuslink.model import DeviceEvent
from ..coordinator import DeviceCoordinator
from .commands import require
from .entity import GateEntity
from .names import lock_key


class DoorLock(GateEntity, LockEntity):
    """One door. Locking lets cards decide; unlocking leaves the door open for everybody until it is locked again."""

    _attr_supported_features = LockEntityFeature.OPEN

    def __init__(self, coordinator: DeviceCoordinator, door: int) -> None:
        super().__init__(coordinator, lock_key(door))
        self._attr_translation_key = "door"
        self._attr_translation_placeholders = {"door": str(door)}
        self._door = door
        self._answers_for_repairs = door == self.device.doors[0]

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for(*(self._point(name) for name in ("unlocked", "jammed", "mode", "delay")))
        if self._point("open") in self._coordinator.device.points:
            self.ask_for(self._point("open"))
        self.async_on_remove(self._coordinator.async_listen_events(self._on_event))

    @property
    @override
    def is_locked(self) -> bool | None:
        unlocked = self.value_of(self._point("unlocked"))
        return None if unlocked is None else not unlocked

    @property
    @override
    def is_open(self) -> bool:
        return self.value_of(self._point("open")) is True

    @property
    @override
    def is_jammed(self) -> bool:
        return self.value_of(self._point("jammed")) is True

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        return {"mode": self.value_of(self._point("mode"))}

    @override
    def shown(self) -> tuple[Any, ...]:
        mode = self.value_of(self._point("mode"))
        return (self.available, self.is_locked, self.is_open, self.is_jammed, mode, self.changed_by)

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        """Let cards decide again; a door that is closed for everybody stays so."""
        commander = await self.async_commander()
        await commander.async_run("lock", self._door, self._async_lock, may_go_unlogged=True)

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Unlock until somebody locks."""
        require(is_allowed=self.allowed.allow_open, key="opening_not_allowed", coordinator=self._coordinator)
        commander = await self.async_commander()
        await commander.async_run("unlock", self._door, lambda: self._async_set_mode(DoorMode.NORMALLY_OPEN))
        self._note(commander.user)

    @override
    async def async_open(self, **kwargs: Any) -> None:
        """Unlock for a moment."""
        require(is_allowed=self.allowed.allow_open, key="opening_not_allowed", coordinator=self._coordinator)
        commander = await self.async_commander()
        await commander.async_run("open", self._door, lambda: self.device.open_door(self._door))
        self._note(commander.user)

    async def _async_lock(self) -> None:
        is_closed_for_all = self.value_of(self._point("mode")) == DoorMode.NORMALLY_CLOSED
        if not is_closed_for_all:
            await self._async_set_mode(DoorMode.CONTROLLED)

    async def _async_set_mode(self, mode: DoorMode) -> None:
        await self.device.set_mode(self._door, mode)
        self._coordinator.on_news((self._point("mode"), self._point("unlocked"), self._point("jammed")))

    @callback
    def _on_event(self, event: DeviceEvent) -> None:
        if event.data.get("door") == self._door and event.kind in RELEASES and event.data.get("credential"):
            self._note(str(event.data["credential"]))

    @callback
    def _note(self, who: str) -> None:
        self._attr_changed_by = who or None
        self._on_report()

    def _point(self, name: str) -> str:
        return f"door{self._door}_{name}"
