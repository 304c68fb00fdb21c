"""The work orders of one site: its sensor and list, and the alerts that open some by themselves."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback

from ..coordinator import Spawn
from ..roster import SITE, EntityRoster
from .desk import async_get_orders
from .entities import OpenWorkOrdersSensor
from .from_alerts import AlertOrders
from .order_list import WorkOrderList


class SiteOrders:
    """Starts with its site, and ends with it; the orders stay at the desk."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, roster: EntityRoster, spawn: Spawn) -> None:
        """spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._roster = roster
        self._from_alerts = AlertOrders(hass, entry, spawn)

    async def async_start(self) -> None:
        """Show what is open. `async_follow` comes next."""
        desk = await async_get_orders(self._hass)
        self._from_alerts.async_start()
        self._roster.show(
            SITE,
            {
                Platform.SENSOR: [OpenWorkOrdersSensor(self._entry, desk)],
                Platform.TODO: [WorkOrderList(self._entry, desk)],
            },
        )

    @callback
    def async_follow(self) -> None:
        """Go by the site's options as they are now."""
        self._from_alerts.async_follow()
