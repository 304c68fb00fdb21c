"""Repairs of one device: made when a person should act, gone when there is no reason any more."""

from collections.abc import Collection, Mapping

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .coordinator import DeviceCoordinator
from .issues import DATA_ENTRY


class DeviceIssues:
    """The repairs one entity of a device answers for."""

    def __init__(self, coordinator: DeviceCoordinator, severities: Mapping[str, ir.IssueSeverity]) -> None:
        """coordinator: of the device. severities: of each repair there may be, by its translation key."""
        self._coordinator = coordinator
        self._severities = severities
        self._reported: frozenset[str] = frozenset()

    @callback
    def async_report(self, hass: HomeAssistant, entry_id: str, keys: Collection[str]) -> None:
        """Make the repairs say exactly this. keys: translation keys."""
        wanted = frozenset(keys)
        for key in wanted - self._reported:
            ir.async_create_issue(
                hass,
                DOMAIN,
                self._issue_id(key),
                is_fixable=False,
                severity=self._severities[key],
                translation_key=key,
                translation_placeholders={"name": self._coordinator.settings.title},
                data={DATA_ENTRY: entry_id},
            )
        for key in self._reported - wanted:
            ir.async_delete_issue(hass, DOMAIN, self._issue_id(key))
        self._reported = wanted

    def _issue_id(self, key: str) -> str:
        return f"{key}_{self._coordinator.key}"
