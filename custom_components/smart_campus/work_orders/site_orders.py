"""The work orders of one site: its sensor and list, and the alerts that open some by themselves."""

import logging
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_change

from ..coordinator import Spawn
from ..roster import SITE, EntityRoster
from ..store.rules.errors import StoreError
from .approval_desk import async_get_approvals
from .approval_entities import OverdueLoansSensor, PendingApprovalsSensor
from .desk import async_get_orders
from .entities import OpenWorkOrdersSensor
from .from_alerts import AlertOrders
from .order_list import WorkOrderList

_LOGGER = logging.getLogger(__name__)


class SiteOrders:
    """Starts with its site, and ends with it; the orders stay at the desk."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, roster: EntityRoster, spawn: Spawn) -> None:
        """spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._roster = roster
        self._spawn = spawn
        self._from_alerts = AlertOrders(hass, entry, spawn)

    async def async_start(self) -> None:
        """Show what is open. `async_follow` comes next."""
        desk = await async_get_orders(self._hass)
        approvals = await async_get_approvals(self._hass)
        self._from_alerts.async_start()
        self._entry.async_on_unload(async_track_time_change(self._hass, self._on_time, minute=7, second=0))
        self._roster.show(
            SITE,
            {
                Platform.SENSOR: [
                    OpenWorkOrdersSensor(self._entry, desk),
                    PendingApprovalsSensor(self._entry, approvals),
                    OverdueLoansSensor(self._entry, approvals),
                ],
                Platform.TODO: [WorkOrderList(self._entry, desk)],
            },
        )

    @callback
    def async_follow(self) -> None:
        """Go by the site's options as they are now."""
        self._from_alerts.async_follow()

    @callback
    def _on_time(self, _now: datetime) -> None:
        self._spawn(self._async_catch_up(), "work orders and approvals")

    async def _async_catch_up(self) -> None:
        """Once an hour: take up what could not be read at the start, and let the ledger follow what was agreed to."""
        try:
            await (await async_get_orders(self._hass)).async_catch_up()
            await (await async_get_approvals(self._hass)).async_catch_up()
        except StoreError as err:
            _LOGGER.debug("%s: work orders and approvals wait for the store: %s", self._entry.title, err)
