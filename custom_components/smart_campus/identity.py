"""Asks devices who they are: when they begin to answer, and once a day."""

import logging
import zlib
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .campuslink.errors import CampusLinkError, MismatchError
from .campuslink.model import DeviceIdentity
from .coordinator import DeviceCoordinator
from .issues import async_clear_mismatch, async_report_mismatch
from .registry import async_note_identity

_LOGGER = logging.getLogger(__name__)

HOURS_A_DAY = 24


class IdentityWatch:
    """Keeps registry and issues equal to what the devices of a site tell of themselves."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        coordinators: Mapping[str, DeviceCoordinator],
        spawn: Callable[[Coroutine[Any, Any, None], str], object],
    ) -> None:
        """coordinators: a live view of the devices in operation, by subentry id. spawn: starts named work."""
        self._hass = hass
        self._entry = entry
        self._coordinators = coordinators
        self._spawn = spawn

    @callback
    def async_review(self, now: datetime) -> None:
        """Ask the devices whose hour of the day it is, so that not all are asked at once."""
        for subentry_id, coordinator in self._coordinators.items():
            if coordinator.polled.reachable and zlib.crc32(subentry_id.encode()) % HOURS_A_DAY == now.hour:
                self.async_ask(subentry_id)

    @callback
    def async_ask(self, subentry_id: str) -> None:
        """Start to ask one device."""
        self._spawn(self._async_check(subentry_id), f"identify {subentry_id}")

    async def _async_check(self, subentry_id: str) -> None:
        """Compare a device with its model; what it cannot tell now is asked again another day."""
        if (coordinator := self._coordinators.get(subentry_id)) is None:
            return
        told: DeviceIdentity | MismatchError
        try:
            told = await coordinator.device.identify()
        except MismatchError as err:
            told = err
        except CampusLinkError as err:
            _LOGGER.debug("%s could not be identified: %s", coordinator.name, err)
            return
        if self._coordinators.get(subentry_id) is coordinator:
            self._take(subentry_id, coordinator, told)

    def _take(self, subentry_id: str, coordinator: DeviceCoordinator, told: DeviceIdentity | MismatchError) -> None:
        if isinstance(told, MismatchError):
            if async_report_mismatch(self._hass, self._entry, subentry_id, told.evidence):
                _LOGGER.warning("%s does not answer like its model: %s", coordinator.name, told.evidence)
            return
        async_clear_mismatch(self._hass, subentry_id)
        if async_note_identity(self._hass, coordinator.registry_id, told):
            _LOGGER.info("%s has another serial number than before: the device was exchanged", coordinator.name)
