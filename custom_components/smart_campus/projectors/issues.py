"""What a projector wants a person to see to."""

from collections.abc import Collection
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.issue_registry import IssueSeverity

from ..coordinator import DeviceCoordinator
from ..device_issues import DeviceIssues
from .rules.upkeep import FILTER, LIGHT_SOURCE

PASSWORD: Final = "password"  # noqa: S105 - the name of a matter, not a secret
ISSUES: Final[dict[str, str]] = {
    LIGHT_SOURCE: "light_source_near_end",
    FILTER: "filter_due",
    PASSWORD: "projector_password_refused",
}
"""Translation key by matter."""


class ProjectorIssues(DeviceIssues):
    """The repairs of a projector, by matter."""

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of the projector."""
        super().__init__(coordinator, dict.fromkeys(ISSUES.values(), IssueSeverity.WARNING))

    @callback
    @override
    def async_report(self, hass: HomeAssistant, entry_id: str, keys: Collection[str]) -> None:
        """Make the repairs say exactly this. keys: of `ISSUES`."""
        super().async_report(hass, entry_id, [ISSUES[key] for key in keys])
