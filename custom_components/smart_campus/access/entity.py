"""What the entities of a gate share: its device, what may be commanded, and who commands it."""

from typing import Any, Final, override

from homeassistant.core import callback
from homeassistant.helpers.issue_registry import IssueSeverity

from ..campuslink.device.gate.access import NewsTrouble
from ..campuslink.device.gate.gate import GateDevice
from ..coordinator import DeviceCoordinator
from ..device_issues import DeviceIssues
from ..entity import DeviceEntity
from .commands import Commander, async_commander
from .options import GateOptions

PASSWORD_REFUSED: Final = "gate_password_refused"  # noqa: S105 - the key of a sentence
NEWS_ISSUES: Final = {
    NewsTrouble.PORT_TAKEN: "gate_news_port_taken",
    NewsTrouble.TOLD_ELSEWHERE: "gate_news_told_elsewhere",
    NewsTrouble.NOT_TAKEN: "gate_news_not_taken",
    NewsTrouble.NO_DOOR_EVENTS: "gate_news_no_door_events",
}
"""Translation key of the repair by trouble."""
SEVERITIES: Final = {
    PASSWORD_REFUSED: IssueSeverity.ERROR,
    **dict.fromkeys(NEWS_ISSUES.values(), IssueSeverity.WARNING),
}


class GateEntity(DeviceEntity):
    """Writes its state when something of it changed."""

    _last: tuple[Any, ...] | None = None
    _answers_for_repairs = False
    """One entity of each device does."""

    def __init__(self, coordinator: DeviceCoordinator, key: str) -> None:
        super().__init__(coordinator, key)
        self._attr_translation_key = key
        self._issues = DeviceIssues(coordinator, SEVERITIES)

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
        self._issues.async_report(self.hass, self.entry_id, ())

    @callback
    @override
    def _on_report(self) -> None:
        if self._answers_for_repairs:
            self._issues.async_report(self.hass, self.entry_id, self._find_repairs())
        shown = self.shown()
        if shown != self._last:
            self._last = shown
            self.async_write_ha_state()

    def _find_repairs(self) -> list[str]:
        """Return what a person should see to, by translation key."""
        found = [PASSWORD_REFUSED] if self.device.is_shut_out else []
        if (trouble := self.device.news_trouble) is not None:
            found.append(NEWS_ISSUES[trouble])
        return found
