"""Alerts of the installation in operation: the desk, the people it knows, and what tells them. One for all sites."""

from dataclasses import dataclass

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..once import Once, async_once, async_peek
from .channels.registry import CHANNELS
from .desk import AlertDesk, async_get_desk
from .directory import Directory
from .teller import Teller


@dataclass(frozen=True, slots=True)
class RunningAlerts:
    """What a site needs of alerts."""

    desk: AlertDesk
    directory: Directory


DATA_RUNNING: HassKey[Once[RunningAlerts]] = HassKey(f"{DOMAIN}_alerts_running")


async def async_get_running(hass: HomeAssistant) -> RunningAlerts:
    """Return the alerts in operation; at the first call whoever is still to be told is told from then on."""
    return await async_once(hass, DATA_RUNNING, lambda: _async_start(hass))


@callback
def async_forget_people(hass: HomeAssistant, entry_id: str) -> None:
    """Forget the people of a site that is gone."""
    if (running := async_peek(hass, DATA_RUNNING)) is not None:
        running.directory.async_forget(entry_id)


async def _async_start(hass: HomeAssistant) -> RunningAlerts:
    desk = await async_get_desk(hass)
    directory = Directory(hass, CHANNELS)
    for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False):
        directory.async_know(entry)
    teller = Teller(hass, desk, directory)
    teller.async_start()

    async def stop(_event: Event) -> None:
        await teller.async_stop()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop)
    return RunningAlerts(desk, directory)
