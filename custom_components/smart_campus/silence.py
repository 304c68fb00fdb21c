"""Notices devices that have been silent for so long that a person should look, one report for each line."""

from collections.abc import Mapping
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .const import UNREACHABLE_AFTER
from .coordinator import DeviceCoordinator
from .issues import DATA_SUBENTRIES, UNREACHABLE, UNREACHABLE_LINE, async_report_unreachable, issues_of


class SilenceWatch:
    """Keeps the issues equal to the devices that are silent for long. A restart does not start the day anew."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, coordinators: Mapping[str, DeviceCoordinator]) -> None:
        """coordinators: a live view of the devices in operation, by subentry id."""
        self._hass = hass
        self._entry = entry
        self._coordinators = coordinators
        self._reported = self._reported_before()
        self._remembered = {subentry_id for silent in self._reported.values() for subentry_id in silent}

    @callback
    def async_review(self, _now: datetime | None = None) -> None:
        """Compare devices and issues."""
        since = (dt_util.utcnow() - UNREACHABLE_AFTER).timestamp()
        found: dict[str, list[str]] = {}
        for subentry_id, coordinator in self._coordinators.items():
            if coordinator.polled.reachable or not coordinator.polled.wanted:
                self._remembered.discard(subentry_id)
            elif subentry_id in self._remembered or (coordinator.unreachable_since or since + 1) <= since:
                found.setdefault(coordinator.device.line, []).append(subentry_id)
        for line in self._reported.keys() | found.keys():
            silent = sorted(found.get(line, ()))
            if silent != self._reported.get(line):
                async_report_unreachable(self._hass, self._entry, line, silent)
        self._reported = {line: sorted(silent) for line, silent in found.items()}

    @callback
    def async_hear(self, subentry_id: str) -> None:
        """Take the news that a device answers or is gone."""
        self._remembered.discard(subentry_id)
        if any(subentry_id in silent for silent in self._reported.values()):
            self.async_review()

    def _reported_before(self) -> dict[str, list[str]]:
        prefix = f"{UNREACHABLE}_{self._entry.entry_id}_"
        return {
            issue.issue_id.removeprefix(prefix): str(issue.data[DATA_SUBENTRIES]).split(",")
            for issue in issues_of(self._hass, self._entry)
            if issue.translation_key in (UNREACHABLE, UNREACHABLE_LINE) and issue.data
        }
