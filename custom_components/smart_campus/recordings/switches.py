"""The switch of a recorder: on while it is seen recording."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import callback

from ..campuslink.device.recorder.orders import RecorderState
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from .commands import async_actor, async_start, async_stop
from .issues import async_report_password
from .rules.faults import RUNNING
from .targets import SWITCH_KEY, recorder_of


class RecordingSwitch(DeviceEntity, SwitchEntity):
    """Starts and stops by hand. It does not stop a timetabled lesson: that wants the action, with a reason."""

    _attr_translation_key = "recording"

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of a recorder."""
        super().__init__(coordinator, SWITCH_KEY)
        self._shown: tuple[Any, ...] = ()
        self._is_shut_out = False

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.ask_for("state")
        self._read()

    @override
    async def async_will_remove_from_hass(self) -> None:
        self._report_password(is_refused=False)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await async_start(self.hass, self._coordinator, await async_actor(self.hass, self._context))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await async_stop(self.hass, self._coordinator, await async_actor(self.hass, self._context))

    @callback
    @override
    def _on_report(self) -> None:
        self._report_password(is_refused=recorder_of(self._coordinator).is_shut_out)
        before = self._shown
        self._read()
        if self._shown != before:
            self.async_write_ha_state()

    def _report_password(self, *, is_refused: bool) -> None:
        if is_refused != self._is_shut_out:
            self._is_shut_out = is_refused
            subentry_id = self.registry_entry.config_subentry_id if self.registry_entry else None
            async_report_password(self.hass, self.entry_id, subentry_id or "", self._coordinator, is_refused=is_refused)

    def _read(self) -> None:
        state = self.value_of("state")
        self._attr_is_on = None if state is None or state == RecorderState.ERROR else state in RUNNING
        self._shown = (self.available, self._attr_is_on)
