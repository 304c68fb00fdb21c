"""Repairs of one projector: made when a person should act, gone when there is no reason any more."""

from collections.abc import Collection
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..issues import DATA_ENTRY
from .rules.upkeep import FILTER, LIGHT_SOURCE

PASSWORD: Final = "password"  # noqa: S105 - the name of a matter, not a secret
ISSUES: Final[dict[str, str]] = {
    LIGHT_SOURCE: "light_source_near_end",
    FILTER: "filter_due",
    PASSWORD: "projector_password_refused",
}
"""Translation key by matter."""


class ProjectorIssues:
    """The repairs one entity answers for."""

    def __init__(self, coordinator: DeviceCoordinator) -> None:
        """coordinator: of the projector."""
        self._coordinator = coordinator
        self._reported: frozenset[str] = frozenset()

    @callback
    def async_report(self, hass: HomeAssistant, entry_id: str, matters: Collection[str]) -> None:
        """Make the repairs say exactly this. matters: keys of `ISSUES`."""
        wanted = frozenset(matters)
        for matter in wanted - self._reported:
            ir.async_create_issue(
                hass,
                DOMAIN,
                self._issue_id(matter),
                is_fixable=False,
                severity=ir.IssueSeverity.WARNING,
                translation_key=ISSUES[matter],
                translation_placeholders={"name": self._coordinator.settings.title},
                data={DATA_ENTRY: entry_id},
            )
        for matter in self._reported - wanted:
            ir.async_delete_issue(hass, DOMAIN, self._issue_id(matter))
        self._reported = wanted

    def _issue_id(self, matter: str) -> str:
        return f"{ISSUES[matter]}_{self._coordinator.key}"
