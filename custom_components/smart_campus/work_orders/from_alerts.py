"""Alerts that are bad enough open a work order by themselves, once for each fault."""

import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..alerts.desk import async_get_desk
from ..alerts.news import SIGNAL_ALERT, AlertHappening, AlertNews
from ..alerts.rules.alert import Alert
from ..coordinator import Spawn
from ..store.rules.errors import StoreError, StoreUnavailableError
from .desk import async_get_orders
from .drafting import draft_of_alert, with_due, with_place
from .rules.life import OrderError
from .settings import OrderSettings

_LOGGER = logging.getLogger(__name__)

_MAY_OPEN = (AlertHappening.RAISED, AlertHappening.CHANGED)


class AlertOrders:
    """One for each site."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, spawn: Spawn) -> None:
        """spawn: starts named work that ends with the site."""
        self._hass = hass
        self._entry = entry
        self._spawn = spawn
        self._settings = OrderSettings()

    @callback
    def async_start(self) -> None:
        """Look at what is raised from now on. `async_follow` comes next."""
        self._entry.async_on_unload(async_dispatcher_connect(self._hass, SIGNAL_ALERT, self._on_news))

    @callback
    def async_follow(self) -> None:
        """Go by the site's options as they are now, also for alerts that are open already."""
        settings = OrderSettings.from_options(self._entry.options)
        is_wider = settings.from_severity != self._settings.from_severity
        self._settings = settings
        if is_wider and settings.from_severity is not None:
            self._spawn(self._async_look(), "work orders of open alerts")

    @callback
    def _on_news(self, news: AlertNews) -> None:
        if news.happening in _MAY_OPEN and self._is_meant(news.alert):
            self._spawn(self._async_look(news.alert), "work order of an alert")

    def _is_meant(self, alert: Alert) -> bool:
        least = self._settings.from_severity
        return (
            least is not None
            and alert.site == self._entry.entry_id
            and alert.is_open
            and alert.severity.rank >= least.rank
        )

    async def _async_look(self, *alerts: Alert) -> None:
        """Open what is missing. alerts: none for every open one. An alert that had its order gets no other."""
        found = alerts or tuple((await async_get_desk(self._hass)).alerts)
        wanted = {alert.id: alert for alert in found if self._is_meant(alert)}
        if not wanted:
            return
        try:
            desk = await async_get_orders(self._hass)
            try:
                had = await desk.async_alerts_with_order(wanted)
            except StoreUnavailableError:
                if not alerts:
                    raise
                had = set()  # what was raised just now had none; the desk waits with it for the database
            for alert_id in wanted.keys() - had:
                draft = with_place(self._hass, self._entry, draft_of_alert(self._hass, wanted[alert_id]))
                await desk.async_raise(with_due(self._entry, draft))
        except (OrderError, StoreError) as err:
            _LOGGER.warning("%s: an alert got no work order: %s", self._entry.title, err)
