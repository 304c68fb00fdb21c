"""The repair that says at which gates a window still holds that should not."""

from collections.abc import Iterable
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .names import gate_title
from .rules.grants import HeldGrant

WINDOW_STAYS: Final = "window_stays"


class WindowRepairs:
    """One repair a gate, from when it could not be told until it is, or the window is over."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._reported: set[str] = set()

    @callback
    def async_report(self, held: Iterable[HeldGrant]) -> None:
        """Make repairs for what is held, and take back the others."""
        now = dt_util.utcnow()
        waiting = {grant.gate for grant in held if grant.is_to_end and grant.end > now}
        for gate in self._reported - waiting:
            ir.async_delete_issue(self._hass, DOMAIN, f"{WINDOW_STAYS}_{gate}")
        for gate in waiting - self._reported:
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                f"{WINDOW_STAYS}_{gate}",
                is_fixable=False,
                severity=ir.IssueSeverity.WARNING,
                translation_key=WINDOW_STAYS,
                translation_placeholders={"name": gate_title(self._hass, gate) or gate},
            )
        self._reported = waiting
