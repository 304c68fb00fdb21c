"""The alerts of one site: its people and channels, what raises alerts by itself, and the entities that show them."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..coordinator import DeviceCoordinator, Spawn
from ..network.inspection.inspector import SiteInspector
from ..network.watch import NetworkWatch
from ..roster import SITE, EntityRoster
from .entities import alert_entities
from .running import RunningAlerts, async_get_running
from .sources import SiteSources
from .unheard import async_watch_unheard


class SiteAlerts:
    """Starts with its site, and ends with it; the alerts stay at the desk."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        network: NetworkWatch,
        inspector: SiteInspector,
        spawn: Spawn,
    ) -> None:
        """spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._network = network
        self._inspector = inspector
        self._spawn = spawn
        self._running: RunningAlerts | None = None
        self._sources: SiteSources | None = None
        self._end_watch: CALLBACK_TYPE | None = None

    async def async_start(self, roster: EntityRoster) -> None:
        """Begin to watch. `async_follow` comes next."""
        self._running = running = await async_get_running(self._hass)
        self._sources = SiteSources(
            self._hass, self._entry, running.desk, self._network, self._inspector, spawn=self._spawn
        )
        await self._sources.async_start()
        roster.show(SITE, alert_entities(self._hass, self._entry, running.desk))

    async def async_follow(self) -> None:
        """Go by the site's people, channels and options as they are now."""
        if self._running is not None and self._sources is not None:
            await self._running.directory.async_follow(self._entry)
            self._sources.async_follow()
            if self._end_watch is None:
                running = self._running
                self._end_watch = async_watch_unheard(self._hass, self._entry, running.desk, running.directory)

    async def async_stop(self) -> None:
        """Watch no more, and close the channels."""
        if self._end_watch is not None:
            self._end_watch()
            self._end_watch = None
        if self._running is not None and self._sources is not None:
            await self._sources.async_stop()
            await self._running.directory.async_leave(self._entry)

    @callback
    def async_opened(self, subentry_id: str, coordinator: DeviceCoordinator) -> None:
        """Watch a device that was put into operation."""
        if self._sources is not None:
            self._sources.async_opened(subentry_id, coordinator)

    @callback
    def async_closed(self, subentry_id: str) -> None:
        """Watch a device no more."""
        if self._sources is not None:
            self._sources.async_closed(subentry_id)
