"""What waits for a decision at a site, and what it lent and should have back."""

from datetime import datetime
from typing import override

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_change
from homeassistant.util import dt as dt_util

from ..equipment.news import SIGNAL_EQUIPMENT
from .approval_desk import SIGNAL_APPROVAL, ApprovalDesk
from .rules.approval import ApprovalState

MOST_LISTED = 50
"""Asset numbers that are listed."""


class ApprovalSensor(SensorEntity):
    """A count that changes with requests, with the ledger, and with the date."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, entry: ConfigEntry, desk: ApprovalDesk, key: str) -> None:
        """key: tells the site's sensors apart; the translation key."""
        self._site = entry.entry_id
        self._desk = desk
        self._attr_translation_key = key
        self._attr_unique_id = f"{entry.entry_id}_{key}"

    @override
    async def async_added_to_hass(self) -> None:
        for signal in (SIGNAL_APPROVAL, SIGNAL_EQUIPMENT):
            self.async_on_remove(async_dispatcher_connect(self.hass, signal, self._on_change))
        self.async_on_remove(async_track_time_change(self.hass, self._on_time, minute=0, second=2))
        self._read()

    @callback
    def _on_change(self, _news: object) -> None:
        self._on_time(None)

    @callback
    def _on_time(self, _now: datetime | None) -> None:
        before = (self._attr_native_value, self.extra_state_attributes)
        self._read()
        if (self._attr_native_value, self.extra_state_attributes) != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        """Set the value."""
        raise NotImplementedError


class PendingApprovalsSensor(ApprovalSensor):
    """Requests of a site that nobody decided yet."""

    def __init__(self, entry: ConfigEntry, desk: ApprovalDesk) -> None:
        super().__init__(entry, desk, "pending_approvals")

    @override
    def _read(self) -> None:
        self._attr_native_value = sum(
            each.site == self._site and each.state is ApprovalState.PENDING for each in self._desk.open
        )


class OverdueLoansSensor(ApprovalSensor):
    """Equipment of a site that is lent behind its day; which is an attribute."""

    def __init__(self, entry: ConfigEntry, desk: ApprovalDesk) -> None:
        super().__init__(entry, desk, "overdue_loans")

    @override
    def _read(self) -> None:
        assets = self._desk.overdue(self._site, dt_util.now().date())
        self._attr_native_value = len(assets)
        numbers = sorted(asset.asset_number or asset.name for asset in assets)
        self._attr_extra_state_attributes = {"assets": numbers[:MOST_LISTED]}
