"""What the entities of a gate share: its device, what may be commanded, and who commands it."""

from typing import Any, Final, override

from homeassistant.core import callback
from homeassistant.helpers import issue_registry as ir

from ..campuslink.device.gate.gate import GateDevice
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..entity import DeviceEntity
from ..issues import DATA_ENTRY
from .commands import Commander, async_commander
from .options import GateOptions

PASSWORD_REFUSED: Final = "gate_password_refused"  # noqa: S105 - the key of a sentence


class GateEntity(DeviceEntity):
    """Writes its state when something of it changed."""

    _last: tuple[Any, ...] | None = None
    _watches_password = False
    """Whether this entity answers for the repair about the password; one of each device does."""
    _has_issue = False

    def __init__(self, coordinator: DeviceCoordinator, key: str) -> None:
        super().__init__(coordinator, key)
        self._attr_translation_key = key

    @property
    def device(self) -> GateDevice:
        """Return the gate, which is opened anew when its address changes."""
        device = self._coordinator.device
        if not isinstance(device, GateDevice):
            raise TypeError(f"{self._coordinator.name} is no gate")
        return device

    @property
    def allowed(self) -> GateOptions:
        """Return what may be commanded."""
        return GateOptions.parse(self._coordinator.settings.options)

    async def async_commander(self) -> Commander:
        """Return who stands behind the call that runs now."""
        return await async_commander(self.hass, self._coordinator, self.device.controller, self._context)

    def shown(self) -> tuple[Any, ...]:
        """Return everything the state is made of."""
        return (self.available,)

    @override
    async def async_will_remove_from_hass(self) -> None:
        self._report_password(is_refused=False)

    @callback
    @override
    def _on_report(self) -> None:
        if self._watches_password:
            self._report_password(is_refused=self.device.is_shut_out)
        shown = self.shown()
        if shown != self._last:
            self._last = shown
            self.async_write_ha_state()

    @callback
    def _report_password(self, *, is_refused: bool) -> None:
        """Make or take back the repair that says that the device refused the password."""
        if is_refused is self._has_issue:
            return
        self._has_issue = is_refused
        issue_id = f"{PASSWORD_REFUSED}_{self._coordinator.key}"
        if not is_refused:
            ir.async_delete_issue(self.hass, DOMAIN, issue_id)
            return
        ir.async_create_issue(
            self.hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=PASSWORD_REFUSED,
            translation_placeholders={"name": self._coordinator.settings.title},
            data={DATA_ENTRY: self.entry_id},
        )
